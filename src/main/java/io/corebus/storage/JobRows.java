package io.corebus.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.feature.StrictJson;
import io.corebus.storage.JobMessages.FoundPage;
import io.corebus.storage.JobMessages.InsertJob;
import io.corebus.storage.JobMessages.Job;
import io.corebus.storage.JobMessages.JobResult;
import io.corebus.storage.JobMessages.Page;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Jobs, pages and results as they are in the tables. */
final class JobRows {
    /** A newer version may know more of a failure. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private JobRows() {}

    static Job job(Row row) {
        return new Job(
                row.getUUID(0).toString(),
                row.getString(1),
                row.getString(2),
                Json.of(row.getString(3)),
                row.getString(4),
                text(row.getUUID(5)),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                List.of(row.getArrayOfStrings(10)),
                row.getString(11),
                row.getLong(12),
                row.getLong(13),
                row.getLong(14),
                row.getString(15),
                row.getString(16),
                row.getString(17),
                versions(row.getArrayOfLongs(18)),
                json(row.getString(19)),
                row.getString(20));
    }

    private static List<Long> versions(Long @Nullable [] versions) {
        return versions == null ? List.of() : List.of(versions);
    }

    static FoundPage page(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return new FoundPage(false, null, null, 0);
        }
        Row row = rows.iterator().next();
        Long number = row.getLong(0);
        Page page = number == null
                ? null
                : new Page(number, ids(row.getArrayOfUUIDs(1)), List.of(row.getArrayOfIntegers(4)));
        return new FoundPage(true, page, text(row.getUUID(2)), row.getLong(3));
    }

    private static List<String> ids(UUID[] ids) {
        return Stream.of(ids).map(UUID::toString).toList();
    }

    static JobResult result(Row row) {
        return new JobResult(
                row.getLong(0),
                row.getUUID(1).toString(),
                row.getLong(2),
                json(row.getString(3)),
                failure(row.getString(4)));
    }

    private static @Nullable Json json(@Nullable String text) {
        return text == null ? null : Json.of(text);
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }

    static @Nullable String text(@Nullable Failure failure) {
        try {
            return failure == null ? null : JSON.writeValueAsString(failure);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a failure cannot be written", e);
        }
    }

    private static @Nullable Failure failure(@Nullable String text) {
        try {
            return text == null ? null : JSON.readValue(text, Failure.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written cannot be read", e);
        }
    }

    /** What the journal tells of a job that begins. */
    static String told(InsertJob request) {
        ObjectNode told = JsonNodeFactory.instance
                .objectNode()
                .put("feature", request.feature())
                .put("action", request.action());
        told.set("input", StrictJson.parseObject(request.input().utf8()));
        if (request.filter() != null) {
            told.put("filter", request.filter());
        }
        if (request.total() != null) {
            told.put("total", request.total());
        }
        return told.toString();
    }
}
