package io.corebus;

import static io.corebus.McpSite.id;
import static io.corebus.McpSite.note;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.corebus.testing.Ending;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clients that the makers of the protocol give, against what agents are offered. */
class McpClientsIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path OFFER = Path.of("src/test/resources/mcp/offer.mjs");

    private static Api admin;

    @BeforeAll
    static void start() {
        admin = McpSite.node().admin();
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "2026-07-28"})
    void theTypeScriptClient_doesAllOfIt(String revision) {
        NpmPrograms.install();
        Ending ending = NpmPrograms.script(OFFER, revision, admin.url() + "/mcp", admin.token());
        assertThat(ending.output()).contains("all of it worked");
        assertThat(ending.status()).isZero();
    }

    @Test
    void theInspector_listsAndCalls() {
        NpmPrograms.install();
        JsonNode note = note("{\"title\":\"inspected\"}");
        assertThat(inspector("--method", "tools/list")).contains("\"query_records\"");
        String read = inspector(
                "--method",
                "tools/call",
                "--tool-name",
                "get_record",
                "--tool-arg",
                "feature=notes",
                "--tool-arg",
                "id=" + id(note));
        assertThat(read).contains("inspected");
    }

    private static String inspector(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--header", "Authorization: Bearer " + admin.token()));
        all.addAll(List.of(arguments));
        return NpmPrograms.inspector(admin.url() + "/mcp", all.toArray(new String[0]))
                .output();
    }

    private static McpSyncClient javaClient() {
        JacksonMcpJsonMapper mapper = new JacksonMcpJsonMapper(MAPPER);
        HttpClientStreamableHttpTransport transport = HttpClientStreamableHttpTransport.builder(admin.url())
                .jsonMapper(mapper)
                .httpRequestCustomizer((request, method, uri, body, context) ->
                        request.header("Authorization", "Bearer " + admin.token()))
                .build();
        return McpClient.sync(transport)
                .requestTimeout(Duration.ofSeconds(10))
                .jsonSchemaValidator(McpClientsIT::validated)
                .build();
    }

    /** The client checks every result against the schema of its tool. */
    private static ValidationResponse validated(Map<String, Object> schema, Object result) {
        Set<ValidationMessage> faults = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(MAPPER.<JsonNode>valueToTree(schema))
                .validate(MAPPER.valueToTree(result));
        return faults.isEmpty()
                ? ValidationResponse.asValid(result.toString())
                : ValidationResponse.asInvalid(faults.toString());
    }

    private static JsonNode called(McpSyncClient client, String tool, Map<String, Object> arguments) {
        CallToolResult result = client.callTool(new CallToolRequest(tool, arguments));
        JsonNode structure = MAPPER.valueToTree(result.structuredContent());
        assertThat(McpAgent.json(((TextContent) result.content().get(0)).text()))
                .isEqualTo(structure);
        assertThat(result.isError()).isEqualTo(structure.has("error"));
        return structure;
    }

    @Test
    void theJavaClient_listsReadsAndCalls() {
        try (McpSyncClient client = javaClient()) {
            assertThat(client.initialize().serverInfo().name()).isEqualTo("corebus");
            assertThat(client.listTools().tools()).hasSize(9);
            JsonNode made =
                    called(client, "create_record", Map.of("feature", "notes", "data", Map.of("title", "by a client")));
            String id = made.at("/result/id").asText();
            Map<String, Object> one = Map.of("feature", "notes", "id", id);
            assertThat(called(client, "get_record", one)
                            .at("/result/record/title")
                            .asText())
                    .isEqualTo("by a client");
            Map<String, Object> change =
                    Map.of("feature", "notes", "id", id, "version", 7, "changes", Map.of("title", "b"));
            assertThat(called(client, "update_record", change).at("/error/code").asText())
                    .isEqualTo("VERSION_MISMATCH");
            assertThat(called(client, "query_records", Map.of("feature", "notes", "limit", 3))
                            .at("/result/records"))
                    .hasSize(3);
            var read = client.readResource(new ReadResourceRequest("corebus://notes/" + id));
            assertThat(((TextResourceContents) read.contents().get(0)).text()).contains("by a client");
            assertThat(client.listPrompts().prompts()).hasSize(3);
            var prompt = client.getPrompt(new GetPromptRequest("explore_feature", Map.of("feature", "notes")));
            assertThat(prompt.messages()).hasSize(1);
            assertThat(called(client, "delete_record", one)
                            .at("/result/deleted")
                            .booleanValue())
                    .isTrue();
        }
    }
}
