package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;

/** An object that is written already: it goes out as it is, or as a text that says the same, and is not gone through member by member again. */
final class WrittenJson {
    private final Json json;

    private WrittenJson(Json json) {
        this.json = json;
    }

    static WrittenJson of(ObjectNode object) {
        return of(new JsonBytes().add(object));
    }

    static WrittenJson of(JsonBytes object) {
        return new WrittenJson(Json.of(object.toBytes()));
    }

    int bytes() {
        return json.utf8().length;
    }

    ObjectNode tree() {
        return AgentJson.objectOf(json);
    }

    /** To be written, not to be read. */
    JsonNode node() {
        return JsonBytes.raw(json);
    }

    String text() {
        return json.toString();
    }

    /** Content with the JSON as its text; to be written, not to be read. */
    JsonNode content() {
        return JsonBytes.content(json);
    }
}
