package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an agent sent with a call, checked against the parameters of its tool. A null is an argument that was not given: agents write some for what they leave out. */
final class ToolArguments {
    private static final int MAX_FAULTS = 20;
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final ObjectNode given;

    private ToolArguments(ObjectNode given) {
        this.given = given;
    }

    /** Fails with {@code validation} and every fault. */
    static ToolArguments of(Tool tool, ObjectNode given) {
        List<FieldFault> faults = new ArrayList<>();
        Iterator<String> names = given.fieldNames();
        while (names.hasNext() && faults.size() < MAX_FAULTS) {
            requireKnown(names.next(), tool, faults);
        }
        tool.parameters().forEach(parameter -> check(parameter, given.path(parameter.name()), faults));
        if (!faults.isEmpty()) {
            throw invalid(faults);
        }
        return new ToolArguments(given);
    }

    static FailureException invalid(List<FieldFault> faults) {
        return new Failure("validation", 422, "The arguments are not valid.", faults, null, null).exception();
    }

    private static void requireKnown(String name, Tool tool, List<FieldFault> faults) {
        if (tool.parameter(name) == null) {
            List<String> known =
                    tool.parameters().stream().map(ToolParameter::name).toList();
            String suggestion = WrittenName.didYouMean(name, known);
            String right = suggestion == null ? "There are " + String.join(", ", known) + "." : suggestion;
            String detail = "is no argument of this tool. " + right;
            faults.add(new FieldFault(WrittenName.pointer(name), "unknown-argument", detail));
        }
    }

    private static void check(ToolParameter parameter, JsonNode value, List<FieldFault> faults) {
        boolean absent = value.isMissingNode() || value.isNull();
        String wrong = absent
                ? parameter.required() ? "is required: " + description(parameter) : null
                : wrong(parameter.schema(), value);
        if (wrong != null) {
            faults.add(new FieldFault("/" + parameter.name(), absent ? "required" : "type", wrong));
        }
    }

    private static String description(ToolParameter parameter) {
        return parameter.schema().path("description").asText();
    }

    private static @Nullable String wrong(ObjectNode schema, JsonNode value) {
        return switch (schema.path("type").asText()) {
            case "string" -> text(schema, value);
            case "integer" -> integer(schema, value);
            case "boolean" -> value.isBoolean() ? null : "must be true or false.";
            case "array" -> texts(schema, value);
            default -> value.isObject() ? null : "must be an object.";
        };
    }

    private static @Nullable String text(ObjectNode schema, JsonNode value) {
        int most = schema.path("maxLength").asInt();
        boolean right = value.isTextual()
                && !value.textValue().isEmpty()
                && value.textValue().length() <= most;
        return right ? null : "must be a text of 1 to " + most + " characters.";
    }

    private static @Nullable String integer(ObjectNode schema, JsonNode value) {
        long least = schema.path("minimum").asLong();
        long most = schema.path("maximum").asLong(Long.MAX_VALUE);
        Long whole = whole(value);
        boolean right = whole != null && whole >= least && whole <= most;
        String range = most == Long.MAX_VALUE ? "from " + least + "." : "from " + least + " to " + most + ".";
        return right ? null : "must be a whole number " + range;
    }

    /** JSON Schema counts 5.0 as an integer. Null where it is none, or too large. */
    private static @Nullable Long whole(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.canConvertToLong() ? value.longValue() : null;
        }
        boolean small = value.isNumber() && value.decimalValue().abs().compareTo(LARGEST) <= 0;
        return small && value.decimalValue().stripTrailingZeros().scale() <= 0 ? value.longValue() : null;
    }

    private static @Nullable String texts(ObjectNode schema, JsonNode value) {
        int most = schema.path("maxItems").asInt();
        boolean right = value.isArray() && value.size() <= most;
        for (JsonNode item : value) {
            right &= item.isTextual();
        }
        return right ? null : "must be a list of at most " + most + " texts.";
    }

    @Nullable
    String text(String name) {
        return given.path(name).textValue();
    }

    /** Of a parameter that is required. */
    String requiredText(String name) {
        return given.path(name).asText();
    }

    long integer(String name, long absent) {
        Long value = integer(name);
        return value == null ? absent : value;
    }

    @Nullable
    Long integer(String name) {
        return whole(given.path(name));
    }

    boolean flag(String name) {
        return given.path(name).booleanValue();
    }

    /** Empty where it was not given. */
    ObjectNode object(String name) {
        return given.path(name) instanceof ObjectNode object ? object : AgentJson.object();
    }

    /** Null where it was not given. */
    @Nullable
    List<String> texts(String name) {
        JsonNode value = given.path(name);
        if (!value.isArray()) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        value.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
