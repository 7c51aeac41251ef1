package io.corebus.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.corebus.feature.FeatureReader;
import io.corebus.testing.TestFeatures;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The document against the schema that AsyncAPI publishes, and its references against itself. */
class AsyncApiTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static JsonNode document() throws Exception {
        return MAPPER.readTree(AsyncApiDocument.of(FeatureReader.read(Path.of("conf/features")))
                .getBytes());
    }

    private static JsonSchema schema() throws Exception {
        try (InputStream stream = AsyncApiTest.class.getResourceAsStream("asyncapi-3.0.0.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(MAPPER.readTree(stream));
        }
    }

    @Test
    void theDocument_isAsyncApi() throws Exception {
        assertThat(schema().validate(document())).isEmpty();
    }

    @Test
    void theSchema_findsWhatIsWrong() throws Exception {
        JsonNode document = document();
        ((com.fasterxml.jackson.databind.node.ObjectNode) document.at("/operations/features_websocket_in"))
                .put("action", "shout");
        assertThat(schema().validate(document)).isNotEmpty();
    }

    @Test
    void everyReference_leadsSomewhere() throws Exception {
        JsonNode document = document();
        List<String> references = new ArrayList<>();
        collect(document, references);
        assertThat(references)
                .hasSizeGreaterThan(60)
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    private static void collect(JsonNode node, List<String> references) {
        if (node.path("$ref").isTextual()) {
            references.add(node.get("$ref").textValue());
        }
        node.forEach(part -> collect(part, references));
    }

    @Test
    void aCommand_hasWhatIsTaken_andItsReply() throws Exception {
        JsonNode command = document().at("/components/messages/command/payload/properties");
        assertThat(command.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "action",
                        "id",
                        "data",
                        "version",
                        "filter",
                        "sort",
                        "limit",
                        "cursor",
                        "q",
                        "fields",
                        "count",
                        "idempotency_key");
        assertThat(command.at("/limit/minimum").intValue()).isEqualTo(1);
        assertThat(command.at("/limit/maximum").intValue()).isEqualTo(1_000);
        JsonNode reply = document().at("/operations/tasks_commands_in/reply");
        assertThat(reply.at("/channel/$ref").textValue()).isEqualTo("#/channels/tasks_replies");
        assertThat(reply.get("messages")).hasSize(3);
        JsonNode headers = document().at("/components/messages/register/headers/properties");
        assertThat(headers.fieldNames()).toIterable().containsExactly("authorization", "since", "filter");
    }

    @Test
    void whatIsPublic_needsNoToken() throws Exception {
        String open = """
                feature: open
                title: Open
                live: true
                schema:
                  type: object
                  properties:
                    text: {type: string}
                permissions:
                  read: [public]
                """;
        JsonNode document = MAPPER.readTree(AsyncApiDocument.of(TestFeatures.shippedAnd(Map.of("open", open)))
                .getBytes());
        assertThat(schema().validate(document)).isEmpty();
        for (String operation : List.of("events_out", "sockjs_out", "sockjs_in", "commands_in")) {
            assertThat(document.at("/operations/open_" + operation).has("security"))
                    .as(operation)
                    .isFalse();
            assertThat(document.at("/operations/tasks_" + operation).has("security"))
                    .as(operation)
                    .isTrue();
        }
        assertThat(document.at("/operations/open_websocket_out").has("security"))
                .isTrue();
    }

    @Test
    void everyLiveFeature_hasItsChannels() throws Exception {
        JsonNode channels = document().get("channels");
        assertThat(channels.at("/tasks_websocket/address").textValue()).isEqualTo("/ws/tasks");
        assertThat(channels.at("/tasks_events/address").textValue()).isEqualTo("/api/tasks/events");
        assertThat(channels.at("/tasks_sockjs/address").textValue()).isEqualTo("corebus.events.tasks");
        assertThat(channels.at("/tasks_commands/address").textValue()).isEqualTo("corebus.commands.tasks");
    }
}
