package io.corebus.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A sample as text. Nothing that cannot be seen is in it, and what must be found out stands there by a name. */
final class SampleText {
    private SampleText() {}

    /**
     * A member on each line, as it stands in a Java text block.
     *
     * @param put in the place of members, as text without quotes around it
     */
    static String inJava(ObjectNode sample, Map<String, String> put, String indent) {
        String members = sample.properties().stream()
                .map(member -> indent + "  " + member(member.getKey(), member.getValue(), put, ": "))
                .collect(Collectors.joining(",\n"));
        return indent + "{\n" + members.replace("\\", "\\\\") + "\n" + indent + "}\n";
    }

    /** On one line. */
    static String onLine(ObjectNode sample, Map<String, String> put) {
        return sample.properties().stream()
                .map(member -> member(member.getKey(), member.getValue(), put, ":"))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String member(String name, JsonNode value, Map<String, String> put, String colon) {
        String instead = put.get(name);
        return "\"" + name + "\"" + colon + (instead == null ? value(value) : "\"" + instead + "\"");
    }

    private static String value(JsonNode value) {
        if (value.isTextual()) {
            return Escaped.json(value.textValue());
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(SampleText::value)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        if (value.isObject()) {
            return value.properties().stream()
                    .map(member -> Escaped.json(member.getKey()) + ": " + value(member.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value.toString();
    }
}
