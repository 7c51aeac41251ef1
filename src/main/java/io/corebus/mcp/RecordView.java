package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an agent is shown of a record: no hidden field, no hidden character, and only the fields it named. */
final class RecordView {
    private static final List<String> ALWAYS = List.of("id", "version");
    private static final int LARGEST = 5;

    private final AgentFeature feature;
    private final @Nullable Set<String> wanted;

    /** @param fields null: all. Fails with {@code validation} where one is unknown */
    RecordView(AgentFeature feature, @Nullable Collection<String> fields) {
        this.feature = feature;
        this.wanted = fields == null ? null : new HashSet<>(fields);
        if (wanted != null) {
            feature.requireKnown(wanted, "fields");
            wanted.addAll(ALWAYS);
        }
    }

    /** And these, which are known. */
    RecordView with(Collection<String> fields) {
        if (wanted != null) {
            wanted.addAll(fields);
        }
        return this;
    }

    static RecordView whole(AgentFeature feature) {
        return new RecordView(feature, null);
    }

    /** The record as it is where nothing of it has to be hidden, else like {@link #of(Json)}; to be written, not to be read. */
    JsonNode written(Json record) {
        boolean whole = wanted == null && feature.hidden().isEmpty();
        return whole && AgentJson.isPlain(record.utf8()) ? JsonBytes.raw(record) : of(record);
    }

    ObjectNode of(Json record) {
        return of(AgentJson.objectOf(record));
    }

    ObjectNode of(ObjectNode record) {
        ObjectNode shown = AgentJson.object();
        for (Map.Entry<String, JsonNode> member : record.properties()) {
            if (shows(member.getKey())) {
                shown.set(member.getKey(), RecordText.visible(member.getValue()));
            }
        }
        return shown;
    }

    boolean shows(String field) {
        return !feature.hidden().contains(field) && (wanted == null || wanted.contains(field));
    }

    ArrayNode rows(Json rows) {
        ArrayNode shown = AgentJson.array();
        for (JsonNode row : AgentJson.tree(rows)) {
            if (row instanceof ObjectNode record) {
                shown.add(of(record));
            }
        }
        return shown;
    }

    /** For one record that is too large by itself: names what makes it so. */
    static FailureException tooLarge(JsonNode record, int maxBytes) {
        List<String> largest = record.properties().stream()
                .sorted((one, other) -> size(other.getValue()) - size(one.getValue()))
                .limit(LARGEST)
                .map(member -> member.getKey() + " (" + size(member.getValue()) + " bytes)")
                .toList();
        return tooLarge("One record alone has more than " + maxBytes + " bytes. Its largest fields: "
                + String.join(", ", largest) + ".");
    }

    static FailureException tooLarge(String detail) {
        return new Failure("result-too-large", 413, detail).exception();
    }

    private static int size(JsonNode value) {
        return AgentJson.bytes(value).length;
    }
}
