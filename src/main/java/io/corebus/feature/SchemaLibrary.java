package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The one place that knows the JSON Schema library. It has the whole of 2020-12, and is slower than our own rules for single values. */
final class SchemaLibrary {
    private static final int MAX_DETAIL = 300;
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true)
            .losslessNarrowing(true)
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ENGLISH)
            .regularExpressionFactory(SchemaLibrary::pattern)
            .build();

    private final JsonSchema schema;

    private SchemaLibrary(JsonSchema schema) {
        this.schema = schema;
    }

    static SchemaLibrary compile(JsonNode schema) {
        JsonSchema compiled = FACTORY.getSchema(schema, CONFIG);
        compiled.initializeValidators();
        return new SchemaLibrary(compiled);
    }

    /** The schema of schemas. */
    static SchemaLibrary ofSchemas() {
        SchemaValidatorsConfig plain = SchemaValidatorsConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .locale(Locale.ENGLISH)
                .build();
        return new SchemaLibrary(FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012), plain));
    }

    private static RegularExpression pattern(String source) {
        EcmaPattern pattern = EcmaPattern.compile(source);
        return pattern::isFoundIn;
    }

    /** Numbers in the value must be {@linkplain Numbers#isBounded bounded}. */
    void check(JsonNode value, String pointer, FieldFaults faults) {
        try {
            for (ValidationMessage message : schema.validate(value)) {
                add(message, pointer, faults);
            }
        } catch (StackOverflowError e) { // Some formats are matched by recursion over the whole text.
            faults.add(pointer, "format", "has a text that is too long for its format.");
        }
    }

    private static void add(ValidationMessage message, String pointer, FieldFaults faults) {
        String keyword = message.getType();
        String place = pointer + message.getInstanceLocation();
        @Nullable String member = message.getProperty();
        if (keyword.equals("required") && member != null) {
            faults.add(FieldFaults.pointer(place, member), "required", "is required.");
        } else if (isUnknownMember(keyword) && member != null) {
            faults.add(FieldFaults.pointer(place, member), "unknown-field", "is not known here.");
        } else {
            faults.add(place, kebab(keyword), detail(message.getError()));
        }
    }

    private static boolean isUnknownMember(String keyword) {
        return keyword.equals("additionalProperties") || keyword.equals("unevaluatedProperties");
    }

    private static String detail(String error) {
        String text = Characters.shown(error, MAX_DETAIL);
        return text.endsWith(".") ? text : text + ".";
    }

    private static String kebab(String keyword) {
        StringBuilder kebab = new StringBuilder();
        for (int i = 0; i < keyword.length(); i++) {
            char c = keyword.charAt(i);
            kebab.append(Character.isUpperCase(c) ? "-" + Character.toLowerCase(c) : String.valueOf(c));
        }
        return kebab.toString();
    }
}
