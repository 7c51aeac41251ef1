package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.feature.Field;
import io.corebus.feature.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** JSON Schemas (2020-12) of the records of a feature, as agents see and may write them. */
final class RecordSchemas {
    private RecordSchemas() {}

    /** What a create takes. */
    static ObjectNode input(AgentFeature feature, Predicate<String> shown) {
        ObjectNode schema = frame(feature);
        ObjectNode properties = schema.putObject("properties");
        List<String> required = new ArrayList<>();
        for (Field field : feature.fields()) {
            if (shown.test(field.name())) {
                properties.set(field.name(), plain(field));
                if (field.required() && field.defaultValue() == null) {
                    required.add(field.name());
                }
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", AgentJson.texts(required));
        }
        return schema.put("additionalProperties", false);
    }

    /** A merge patch: all is optional, and null removes what may be missing. */
    static ObjectNode changes(AgentFeature feature, Predicate<String> shown) {
        ObjectNode schema = AgentJson.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (Field field : feature.fields()) {
            if (shown.test(field.name())) {
                ObjectNode whole = field.type() == FieldType.JSON ? anyOf(field) : plain(field);
                properties.set(field.name(), field.required() ? whole : orNull(whole));
            }
        }
        return schema.put("additionalProperties", false).put("minProperties", 1);
    }

    /** A part of an object is a merge patch itself, which its schema does not fit. */
    private static ObjectNode anyOf(Field field) {
        ObjectNode whole = plain(field);
        return whole.path("type").asText().equals("object") ? AgentJson.object().put("type", "object") : whole;
    }

    private static ObjectNode orNull(ObjectNode schema) {
        ObjectNode either = AgentJson.object();
        either.putArray("anyOf").add(schema).addObject().put("type", "null");
        return either;
    }

    /** What is read: no field need be there, because some may be left out. */
    static ObjectNode record(AgentFeature feature, Predicate<String> shown) {
        ObjectNode schema = frame(feature);
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("id").put("type", "string").put("format", "uuid");
        properties.putObject("version").put("type", "integer").put("minimum", 1);
        feature.fields().stream()
                .filter(field -> shown.test(field.name()))
                .forEach(field -> properties.set(field.name(), unbounded(field)));
        for (String time : List.of("created_at", "updated_at")) {
            properties.putObject(time).put("type", "string").put("format", "date-time");
        }
        for (String user : List.of("created_by", "updated_by")) {
            properties.putObject(user).put("type", "string");
        }
        schema.set("required", AgentJson.texts(List.of("id", "version")));
        return schema;
    }

    /** What is shown of a text may be longer than the text: see {@link RecordText}. And what was written before a rule came need not follow it. */
    private static ObjectNode unbounded(Field field) {
        ObjectNode plain = plain(field);
        ObjectNode shown = AgentJson.object();
        for (String keyword : List.of("type", "title", "description")) {
            JsonNode value = plain.get(keyword);
            if (value != null) {
                shown.set(keyword, value);
            }
        }
        return shown;
    }

    /** Any record, for the tools that are about all features. */
    static ObjectNode anyRecord() {
        ObjectNode schema = AgentJson.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("id").put("type", "string");
        properties.putObject("version").put("type", "integer");
        schema.set("required", AgentJson.texts(List.of("id", "version")));
        return schema;
    }

    private static ObjectNode frame(AgentFeature feature) {
        return AgentJson.object()
                .put("type", "object")
                .put("title", feature.feature().title());
    }

    /** Without what is ours alone. */
    private static ObjectNode plain(Field field) {
        ObjectNode schema = field.schema().deepCopy();
        String references = field.references();
        if (references != null && !schema.has("description")) {
            schema.put("description", "The id of a record of " + references + ".");
        }
        return schema.remove(
                AgentJson.names(schema).stream().filter(RecordSchemas::isOurs).toList());
    }

    private static boolean isOurs(String keyword) {
        return keyword.startsWith("x-") || keyword.equals("$comment");
    }
}
