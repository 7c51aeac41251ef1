package io.corebus.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Json;
import io.corebus.feature.Feature;
import io.corebus.feature.Field;
import io.corebus.feature.FieldType;
import io.corebus.feature.PlatformFields;
import io.corebus.feature.StrictCsv;
import io.corebus.feature.StrictJson;
import io.corebus.storage.ImportMessages.SentRecord;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes of a record of an import what a create would be sent. What Corebus sets itself is dropped, so that what was exported can be imported. */
final class ImportRecords {
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,300})(\\.[0-9]{1,300})?([eE][+-]?[0-9]{1,4})?");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Feature feature;
    private final boolean csv;
    private final List<String> columns;

    ImportRecords(Feature feature, String form, List<String> columns) {
        this.feature = feature;
        this.csv = form.equals("csv");
        this.columns = columns;
    }

    /** Fails with {@code malformed-json} 400, which names the field where it is one cell of CSV, {@code malformed-csv} 400 or {@code validation} 422. */
    Json read(String latin) {
        byte[] bytes = latin.replace(SentRecord.NUL, "\0").getBytes(StandardCharsets.ISO_8859_1);
        ObjectNode record = csv ? cells(text(bytes)) : object(bytes);
        record.remove(PlatformFields.NAMES);
        try {
            return Json.of(JSON.writeValueAsString(record));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was read cannot be written", e);
        }
    }

    private static ObjectNode object(byte[] bytes) {
        try {
            return StrictJson.parseObject(bytes);
        } catch (FailureException refused) {
            throw StrictJson.ofLine("The line", refused);
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("The line has a byte that is not UTF-8.");
        }
    }

    private ObjectNode cells(String text) {
        List<@Nullable String> cells = StrictCsv.parse("The line", text);
        if (cells.size() != columns.size()) {
            throw malformed("The line has " + cells.size() + " cells, and the header " + columns.size() + ".");
        }
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < cells.size(); i++) {
            Field field = feature.field(columns.get(i));
            String cell = cells.get(i);
            if (field != null && cell != null && !isMissing(field.type(), cell)) {
                record.set(field.name(), value(field, cell));
            }
        }
        return record;
    }

    /** An empty text is a value of a text only: programs that quote every cell mean nothing by it elsewhere. */
    private static boolean isMissing(FieldType type, String cell) {
        return cell.isEmpty() && type != FieldType.STRING;
    }

    /** A text that is none of the type's stays a text: the check of the resource says what would be right. */
    private static JsonNode value(Field field, String cell) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        return switch (field.type()) {
            case STRING, ENUM, DATE_TIME, DATE, UUID, REFERENCE -> make.textNode(cell);
            case BOOLEAN ->
                cell.equals("true") || cell.equals("false")
                        ? make.booleanNode(cell.equals("true"))
                        : make.textNode(cell);
            case INTEGER, NUMBER, DECIMAL ->
                NUMBER.matcher(cell).matches() ? number(new BigDecimal(cell)) : make.textNode(cell);
            case JSON -> json(field, cell);
        };
    }

    private static JsonNode json(Field field, String cell) {
        try {
            return StrictJson.parse(cell.getBytes(StandardCharsets.UTF_8));
        } catch (FailureException refused) {
            Failure ofCell = StrictJson.ofLine("The cell", refused).failure();
            FieldFault fault = new FieldFault(FieldFault.pointer(field.name()), ofCell.code(), ofCell.detail());
            throw new Failure(ofCell.code(), ofCell.status(), ofCell.detail(), List.of(fault), null, null).exception();
        }
    }

    private static JsonNode number(BigDecimal number) {
        return number.scale() == 0
                ? JsonNodeFactory.instance.numberNode(number.toBigInteger())
                : JsonNodeFactory.instance.numberNode(number);
    }

    private static RuntimeException malformed(String detail) {
        return new Failure("malformed-csv", 400, detail).exception();
    }
}
