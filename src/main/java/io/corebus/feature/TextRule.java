package io.corebus.feature;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

final class TextRule implements FieldRule {
    static final String WRONG_CHARACTERS = "must have no NUL character and no half of a surrogate pair.";

    private final int minLength;
    private final int maxLength;
    private final @Nullable EcmaPattern pattern;

    /** What only the library can check, such as an e-mail address; null where there is nothing. */
    private final @Nullable SchemaLibrary format;

    private TextRule(int minLength, int maxLength, @Nullable EcmaPattern pattern, @Nullable SchemaLibrary format) {
        this.minLength = minLength;
        this.maxLength = maxLength;
        this.pattern = pattern;
        this.format = format;
    }

    static TextRule of(ObjectNode schema) {
        String pattern = schema.path("pattern").textValue();
        JsonNode format = schema.get("format");
        return new TextRule(
                schema.path("minLength").asInt(0),
                schema.path("maxLength").asInt(Integer.MAX_VALUE),
                pattern == null ? null : EcmaPattern.compile(pattern),
                format == null
                        ? null
                        : SchemaLibrary.compile(schema.objectNode().set("format", format)));
    }

    @Override
    public void check(JsonNode value, String pointer, FieldFaults faults) {
        if (!value.isTextual()) {
            faults.add(pointer, "type", "must be a string.");
            return;
        }
        String text = value.textValue();
        int length = Characters.count(text);
        if (length < 0) {
            faults.add(pointer, "characters", WRONG_CHARACTERS);
            return;
        }
        checkLength(length, pointer, faults);
        if (length <= maxLength && pattern != null && !pattern.isFoundIn(text)) {
            faults.add(pointer, "pattern", "must match the pattern " + pattern.source() + ".");
        }
        if (length <= maxLength && format != null) {
            format.check(value, pointer, faults);
        }
    }

    private void checkLength(int length, String pointer, FieldFaults faults) {
        if (length < minLength) {
            faults.add(pointer, "min-length", "must have at least " + characters(minLength) + ".");
        }
        if (length > maxLength) {
            faults.add(pointer, "max-length", "must have at most " + characters(maxLength) + ".");
        }
    }

    private static String characters(int count) {
        return count + (count == 1 ? " character" : " characters");
    }

    @Override
    public void write(JsonNode value, JsonGenerator out) throws IOException {
        out.writeString(value.textValue());
    }
}
