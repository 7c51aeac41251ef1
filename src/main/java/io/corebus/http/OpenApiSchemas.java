package io.corebus.http;

import static io.corebus.http.OpenApiJson.formatted;
import static io.corebus.http.OpenApiJson.integer;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.rebased;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.string;
import static io.corebus.http.OpenApiJson.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.feature.Feature;
import io.corebus.feature.PlatformFields;
import io.corebus.feature.SchemaExamples;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of one feature: what a caller may send, what it may send as a patch, and what it gets.
 *
 * @param name what the feature is called in the document
 */
record OpenApiSchemas(Feature feature, String name) {
    private static final String EXAMPLE_TIME = "2026-01-31T12:00:00.000000Z";
    private static final String EXAMPLE_USER = "019f0000-0000-7000-8000-000000000001";
    private static final String EXAMPLE_ID = "019f0000-0000-7000-8000-000000000002";

    String inputName() {
        return name + "Input";
    }

    ObjectNode input() {
        return ref("schemas", inputName());
    }

    ObjectNode patch() {
        return ref("schemas", name + "Patch");
    }

    ObjectNode resource() {
        return ref("schemas", name + "Resource");
    }

    ObjectNode query() {
        return ref("schemas", name + "Query");
    }

    ObjectNode history() {
        return ref("schemas", name + "History");
    }

    ObjectNode batch() {
        return ref("schemas", name + "Batch");
    }

    ObjectNode results() {
        return ref("schemas", name + "Results");
    }

    ObjectNode page() {
        return ref("schemas", name + "Page");
    }

    void addTo(ObjectNode schemas) {
        ObjectNode declared = rebased(feature.schema(), inputName());
        schemas.set(inputName(), OpenApiInput.of(declared, "#/components/schemas/" + inputName()));
        schemas.set(name + "Patch", patchSchema(declared));
        ObjectNode whole = resourceSchema(declared);
        schemas.set(name + "Resource", whole);
        schemas.set(name + "Row", OpenApiQueries.row(whole));
        schemas.set(name + "Page", OpenApiQueries.page(feature, ref("schemas", name + "Row")));
        schemas.set(name + "Query", OpenApiQueries.body(feature));
        schemas.set(name + "Batch", OpenApiMany.batch(this));
        schemas.set(name + "Results", OpenApiMany.results(this));
        schemas.set(name + "History", OpenApiHistory.page(feature));
    }

    private ObjectNode patchSchema(ObjectNode declared) {
        ObjectNode schema = object().put("title", feature.title());
        schema.put(
                "description",
                "A merge patch (RFC 7396): what is left out stays, null removes or sets back to the default, all else replaces. The outcome as a whole must fit "
                        + inputName() + ".");
        return schema.setAll(OpenApiPatch.of(declared));
    }

    /** Of the declared schema only its fields and what is required: how a sent object must be as a whole says nothing about an answer, which has more. */
    private ObjectNode resourceSchema(ObjectNode declared) {
        ObjectNode schema = object().put("type", "object");
        schema.put("title", feature.title());
        if (!feature.description().isBlank()) {
            schema.put("description", feature.description());
        }
        ArrayNode required = schema.putArray("required").addAll(texts(PlatformFields.NAMES));
        for (JsonNode name : declared.path("required")) {
            if (feature.isShownToAll(name.asText())) {
                required.add(name);
            }
        }
        ObjectNode properties = schema.putObject("properties").setAll(platformFields());
        declared.path("properties").properties().forEach(field -> properties.set(field.getKey(), field.getValue()));
        JsonNode others = declared.get("additionalProperties");
        if (others != null) {
            schema.set("additionalProperties", others);
        }
        return schema;
    }

    private static ObjectNode platformFields() {
        ObjectNode fields = object();
        fields.set("id", formatted("uuid", "Chosen by the server."));
        fields.set(
                "version",
                integer("Counts the changes, from 1.").put("format", "int64").put("minimum", 1));
        fields.set("created_at", formatted("date-time", "In UTC."));
        fields.set("updated_at", formatted("date-time", "In UTC."));
        fields.set("created_by", string("Id of the user."));
        fields.set("updated_by", string("Id of the user."));
        fields.forEach(field -> ((ObjectNode) field).put("readOnly", true));
        return fields;
    }

    @Nullable
    ObjectNode inputExample() {
        return SchemaExamples.of(feature.schema()) instanceof ObjectNode example ? example : null;
    }

    /** Changes one field. */
    @Nullable
    ObjectNode patchExample() {
        ObjectNode whole = inputExample();
        if (whole == null) {
            return null;
        }
        ObjectNode example = object();
        whole.properties().forEach(field -> example.removeAll().set(field.getKey(), field.getValue()));
        return example;
    }

    @Nullable
    ObjectNode resourceExample() {
        ObjectNode input = inputExample();
        if (input == null) {
            return null;
        }
        ObjectNode example = object().put("id", EXAMPLE_ID).setAll(input);
        example.put("version", 1);
        example.put("created_at", EXAMPLE_TIME).put("updated_at", EXAMPLE_TIME);
        return example.put("created_by", EXAMPLE_USER).put("updated_by", EXAMPLE_USER);
    }

    @Nullable
    ObjectNode pageExample() {
        ObjectNode resource = resourceExample();
        if (resource == null) {
            return null;
        }
        ObjectNode example = object();
        example.putArray("data").add(resource);
        example.putObject("page").putNull("next");
        return example;
    }
}
