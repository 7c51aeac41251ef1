package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.feature.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the public conformance suite wants to find, as {@code conformance.json} has it. */
final class ConformanceFixtures {
    private final ObjectNode all = read();

    private static ObjectNode read() {
        try (InputStream stream = ConformanceFixtures.class.getResourceAsStream("conformance.json")) {
            if (stream == null) {
                throw new IllegalStateException("conformance.json is missing from the program");
            }
            return StrictJson.parseObject(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param list {@code tools}, {@code prompts}, {@code resources}, {@code resourceTemplates} */
    List<ObjectNode> list(String list) {
        List<ObjectNode> entries = new ArrayList<>();
        all.path(list).forEach(entry -> entries.add(entry.deepCopy()));
        return entries;
    }

    /** The content of a tool that does nothing else; null where there is no such tool. */
    @Nullable
    ArrayNode content(String tool) {
        return all.path("contents").path(tool) instanceof ArrayNode content ? content.deepCopy() : null;
    }

    @Nullable
    ObjectNode body(String uri) {
        return all.path("bodies").path(uri) instanceof ObjectNode body ? body.deepCopy() : null;
    }

    /** The messages of a prompt, with its arguments in their places; null where there is no such prompt. */
    @Nullable
    JsonNode messages(String prompt, ObjectNode arguments) {
        JsonNode messages = all.path("messages").get(prompt);
        if (messages == null) {
            return null;
        }
        String text = messages.toString();
        for (var argument : arguments.properties()) {
            String quoted = argument.getValue().toString();
            String inside = argument.getValue().isTextual() ? quoted.substring(1, quoted.length() - 1) : quoted;
            text = text.replace("{" + argument.getKey() + "}", inside);
        }
        return StrictJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a tool or prompt asks before it answers, round by round; empty where it asks nothing. */
    List<ObjectNode> rounds(String name) {
        List<ObjectNode> rounds = new ArrayList<>();
        all.path("questions").path(name).forEach(round -> rounds.add(round.deepCopy()));
        return rounds;
    }
}
