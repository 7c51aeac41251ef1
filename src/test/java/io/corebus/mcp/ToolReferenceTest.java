package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/mcp-tools.md} is written from what is offered, and stale nowhere. */
class ToolReferenceTest {
    private static final Path MANUAL = Path.of("docs/mcp-tools.md");
    private static final Path RENEWED = Path.of("target/mcp-tools.md");
    private static final String HEAD = """
            # Tools for agents

            <!-- Written by ToolReferenceTest, which leaves it in target/mcp-tools.md; do not edit. -->

            What agents are offered over MCP, as it is offered. The tools below are for all features at once, so that a
            list of tools costs an agent the same for 5 features and for 500. A caller is offered what it may use: without
            the right to write anything, or with a token for reading only, no tool that writes is listed.

            Every result is `structuredContent` and the same JSON as text: `success`, `result` and `timestamp`; a fault
            has `isError` and `success`, `error` (`code`, `message`, `field`, `retryable`, `hint`), `details` and
            `timestamp`. Codes are [those of REST](rest.md#failure-codes) in capitals, such as `VERSION_MISMATCH`; whatever
            is away for a moment is `UNAVAILABLE`. A result has at most 25,000 bytes: a page that is larger is cut where its `next` goes on, and
            says how to ask for less.
            """;
    private static final String TYPED = """

            ## Typed tools

            A feature whose descriptor says `mcp: {tools: [search, get], typed: true}`, or `mcp: {tools: typed}` for all
            of them, has tools of its own beside these: `<feature>_search`, `<feature>_get`, `<feature>_create`,
            `<feature>_update`, `<feature>_delete` and, where it has actions, `<feature>_act`. They take the same arguments without `feature`, and show the
            feature's own JSON Schema for `data`, `changes` and records.
            """;

    @Test
    void theManual_isWhatIsOffered() throws IOException {
        String reference;
        try (AgentHouse house = new AgentHouse()) {
            reference = reference(house);
        }
        Files.createDirectories(RENEWED.getParent());
        Files.writeString(RENEWED, reference);
        assertThat(Files.exists(MANUAL) ? Files.readString(MANUAL) : "")
                .as("docs/mcp-tools.md is stale. Renew it: cp target/mcp-tools.md docs/mcp-tools.md")
                .isEqualTo(reference);
    }

    private static String reference(AgentHouse house) {
        StringBuilder text = new StringBuilder(HEAD);
        house.on(() -> house.offer.tools(AgentHouse.all())).stream()
                .filter(tool -> !tool.path("name").asText().startsWith("people_"))
                .forEach(tool -> tool(text, tool));
        text.append(TYPED).append("\n## Resources\n\n| URI | what it is |\n|---|---|\n");
        text.append("| `corebus://features` | All features you may use. |\n");
        house.offer
                .resourceTemplates()
                .forEach(template -> text.append("| `")
                        .append(template.path("uriTemplate").asText())
                        .append("` | ")
                        .append(template.path("description").asText())
                        .append(" |\n"));
        text.append("\n## Prompts\n\n| prompt | arguments | what it is for |\n|---|---|---|\n");
        house.on(() -> house.offer.prompts(AgentHouse.all())).forEach(prompt -> prompt(text, prompt));
        text.append("\n## Instructions\n\nWhat every client is told when it connects:\n\n```text\n");
        return text.append(house.offer.instructions()).append("\n```\n").toString();
    }

    private static void tool(StringBuilder text, ObjectNode tool) {
        text.append("\n## ").append(tool.path("name").asText()).append("\n\n");
        text.append(tool.path("description").asText()).append("\n\nHints: ").append(hints(tool.path("annotations")));
        text.append(".\n\n| argument | type | required | meaning |\n|---|---|---|---|\n");
        JsonNode schema = tool.path("inputSchema");
        String required = schema.path("required").toString();
        for (Map.Entry<String, JsonNode> argument : schema.path("properties").properties()) {
            String name = argument.getKey();
            text.append("| `")
                    .append(name)
                    .append("` | ")
                    .append(type(argument.getValue()))
                    .append(" | ");
            text.append(required.contains("\"" + name + "\"") ? "yes" : "").append(" | ");
            text.append(argument.getValue().path("description").asText()).append(" |\n");
        }
        JsonNode result = tool.path("outputSchema").path("properties").path("result");
        text.append("\nResult: ").append(names(result)).append(".\n");
    }

    private static String hints(JsonNode annotations) {
        List<String> hints = AgentJson.names((ObjectNode) annotations).stream()
                .filter(hint -> annotations.path(hint).isBoolean())
                .map(hint -> "`" + hint + "` " + annotations.path(hint).asText())
                .toList();
        return String.join(", ", hints);
    }

    private static String type(JsonNode schema) {
        String type = schema.path("type").asText();
        String range = schema.has("maximum")
                ? ", " + schema.path("minimum").asText() + " to "
                        + schema.path("maximum").asText()
                : "";
        String absent =
                schema.has("default") ? ", else " + schema.path("default").asText() : "";
        return type + range + absent;
    }

    private static String names(JsonNode schema) {
        Stream<String> names = AgentJson.names((ObjectNode) schema.path("properties")).stream();
        return String.join(", ", names.map(name -> "`" + name + "`").toList());
    }

    private static void prompt(StringBuilder text, ObjectNode prompt) {
        List<String> arguments = prompt.path("arguments").findValuesAsText("name");
        text.append("| `").append(prompt.path("name").asText()).append("` | `");
        text.append(String.join("`, `", arguments)).append("` | ");
        text.append(prompt.path("description").asText()).append(" |\n");
    }
}
