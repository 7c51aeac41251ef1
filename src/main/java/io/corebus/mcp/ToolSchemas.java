package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** JSON Schemas of the results of tools. */
final class ToolSchemas {
    private ToolSchemas() {}

    static ObjectNode page(String name, ObjectNode row) {
        ObjectNode schema = object();
        properties(schema).putObject(name).put("type", "array").set("items", row);
        properties(schema).putObject("next").set("type", AgentJson.texts(List.of("string", "null")));
        properties(schema).putObject("hint").put("type", "string");
        return require(schema, name, "next");
    }

    /** Of records, with what they refer to. */
    static ObjectNode records(ObjectNode record) {
        ObjectNode schema = page("records", record);
        properties(schema).putObject("included").put("type", "object");
        return schema;
    }

    static ObjectNode listedFeature() {
        ObjectNode schema = object();
        for (String text : List.of("feature", "title", "description")) {
            properties(schema).putObject(text).put("type", "string");
        }
        texts(schema, "actions");
        return require(schema, "feature", "title", "actions");
    }

    static ObjectNode describedFeature() {
        ObjectNode schema = listedFeature();
        properties(schema).putObject("schema").put("type", "object");
        // What is in it is said where it is used: each byte here is paid for by every agent.
        properties(schema).putObject("own_actions").put("type", "array");
        for (String list : List.of(
                "set_by_corebus", "not_for_filter_or_sort", "searched_by_q", "readable_fields", "writable_fields")) {
            texts(schema, list);
        }
        return require(schema, "feature", "title", "actions", "schema");
    }

    static ObjectNode record(ObjectNode record) {
        ObjectNode schema = object();
        properties(schema).set("record", record);
        return require(schema, "record");
    }

    static ObjectNode count() {
        ObjectNode schema = object();
        properties(schema).putObject("count").put("type", "integer");
        properties(schema).putObject("exact").put("type", "boolean");
        return require(schema, "count", "exact");
    }

    static ObjectNode change() {
        ObjectNode schema = object();
        properties(schema).putObject("version").put("type", "integer");
        for (String text : List.of("kind", "at", "actor", "via")) {
            properties(schema).putObject(text).put("type", "string");
        }
        texts(schema, "changed");
        properties(schema).putObject("values").put("type", "object");
        return require(schema, "version", "kind", "at", "actor");
    }

    /** Of a create or an update, or of its dry run. */
    static ObjectNode written(ObjectNode record) {
        ObjectNode schema = dryRun();
        properties(schema).putObject("id").put("type", "string");
        properties(schema).putObject("version").put("type", "integer");
        properties(schema).putObject("repeated").put("type", "boolean");
        properties(schema).set("record", record);
        return schema;
    }

    static ObjectNode acted() {
        ObjectNode schema = object();
        properties(schema).putObject("dry_run").put("type", "boolean");
        addOutcome(schema);
        properties(schema).putObject("job").put("type", "object");
        properties(schema).putObject("hint").put("type", "string");
        return require(schema, "repeated");
    }

    /** The id of each, whether it was done, and what it answered or why not. */
    static ObjectNode actedOnMany() {
        ObjectNode schema = object();
        ObjectNode one = object();
        properties(one).putObject("id").put("type", "string");
        properties(one).putObject("done").put("type", "boolean");
        addOutcome(one);
        properties(one).putObject("error").put("type", "object");
        properties(schema)
                .putObject(RecordActions.RESULTS)
                .put("type", "array")
                .set("items", require(one, "id", "done"));
        ObjectNode summary = object();
        List.of("total", "done", "failed")
                .forEach(count -> properties(summary).putObject(count).put("type", "integer"));
        properties(schema).set("summary", summary);
        properties(schema).putObject("job").put("type", "object");
        properties(schema).putObject("repeated").put("type", "boolean");
        properties(schema).putObject("dry_run").put("type", "boolean");
        properties(schema).putObject("hint").put("type", "string");
        properties(schema).putObject("done").put("type", "boolean");
        properties(schema).putObject("message").put("type", "string");
        return schema;
    }

    /** What there is to tell of an action with one record. */
    private static void addOutcome(ObjectNode schema) {
        properties(schema).putObject("version").put("type", "integer");
        properties(schema).putObject("repeated").put("type", "boolean");
        properties(schema).putObject("output").put("type", "object");
    }

    static ObjectNode deleted() {
        ObjectNode schema = dryRun();
        properties(schema).putObject("deleted").put("type", "boolean");
        properties(schema).putObject("id").put("type", "string");
        properties(schema).putObject("version").put("type", "integer");
        properties(schema).putObject("message").put("type", "string");
        return schema;
    }

    private static ObjectNode dryRun() {
        ObjectNode schema = object();
        properties(schema).putObject("dry_run").put("type", "boolean");
        properties(schema).putObject("would").put("type", "string");
        properties(schema).putObject("diff").put("type", "object");
        texts(schema, "changed");
        properties(schema).putObject("hint").put("type", "string");
        return schema;
    }

    private static ObjectNode object() {
        ObjectNode schema = AgentJson.object().put("type", "object");
        schema.putObject("properties");
        return schema;
    }

    private static ObjectNode properties(ObjectNode schema) {
        return schema.withObject("/properties");
    }

    private static void texts(ObjectNode schema, String name) {
        properties(schema)
                .putObject(name)
                .put("type", "array")
                .putObject("items")
                .put("type", "string");
    }

    private static ObjectNode require(ObjectNode schema, String... names) {
        schema.set("required", AgentJson.texts(List.of(names)));
        return schema;
    }
}
