package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.corebus.bus.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolListTest {
    private static final List<String> READING = List.of(
            "list_features", "describe_feature", "query_records", "get_record", "count_records", "record_history");

    @Test
    void theList_hasTheSameBytes_howeverManyFeaturesThereAre() {
        List<byte[]> lists = new ArrayList<>();
        int actions = 0;
        for (int more : List.of(0, 45, 495)) {
            try (AgentHouse house = new AgentHouse(AgentHouse.features(more))) {
                List<ObjectNode> generic = house.on(() -> house.offer.tools(AgentHouse.all())).stream()
                        .filter(tool -> !tool.path("name").asText().startsWith("people_"))
                        .toList();
                actions = generic.stream()
                        .filter(tool -> tool.path("name").asText().startsWith("run_"))
                        .mapToInt(tool -> AgentJson.bytes(tool).length)
                        .sum();
                lists.add(AgentJson.bytes(AgentJson.array().addAll(generic)));
            }
        }
        assertThat(lists.get(1)).isEqualTo(lists.get(0));
        assertThat(lists.get(2)).isEqualTo(lists.get(0));
        assertThat(lists.get(0).length - actions).isBetween(5_000, 16_000);
        assertThat(actions)
                .as("those that are there only where a feature has actions")
                .isBetween(2_000, 4_500);
    }

    @Test
    void everyTool_hasAllAnnotations_andSchemasThatAreSchemas() {
        try (AgentHouse house = new AgentHouse()) {
            JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
            JsonNode meta = AgentHouse.json("{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}");
            for (ObjectNode tool : house.on(() -> house.offer.tools(AgentHouse.all()))) {
                String name = tool.path("name").asText();
                assertThat(AgentJson.names((ObjectNode) tool.path("annotations")))
                        .as(name)
                        .containsExactly("title", "readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint");
                for (String schema : List.of("inputSchema", "outputSchema")) {
                    assertThat(schemas.getSchema(meta).validate(tool.path(schema)))
                            .as(name)
                            .isEmpty();
                    assertThat(tool.path(schema).path("type").asText()).isEqualTo("object");
                }
                assertThat(tool.toString()).doesNotContain("x-agents").doesNotContain("salary");
            }
        }
    }

    @Test
    void annotations_areTrue() {
        try (AgentHouse house = new AgentHouse()) {
            for (ObjectNode tool : house.on(() -> house.offer.tools(AgentHouse.all()))) {
                String name = tool.path("name").asText();
                boolean reads = READING.contains(name) || name.endsWith("_search") || name.endsWith("_get");
                boolean acts = name.startsWith("run_") || name.endsWith("_act");
                boolean adds = name.startsWith("create_") || name.endsWith("_create");
                JsonNode annotations = tool.path("annotations");
                assertThat(annotations.path("readOnlyHint").booleanValue())
                        .as(name)
                        .isEqualTo(reads);
                assertThat(annotations.path("destructiveHint").booleanValue())
                        .as(name)
                        .isEqualTo(!reads && !adds);
                assertThat(annotations.path("idempotentHint").booleanValue())
                        .as(name)
                        .isEqualTo(!adds && !acts);
                assertThat(annotations.path("openWorldHint").booleanValue())
                        .as(name)
                        .isFalse();
            }
        }
    }

    @Test
    void results_fitTheirSchemas() {
        try (AgentHouse house = new AgentHouse()) {
            String id = house.resources.put("people", "{\"name\":\"Bea\",\"active\":true}");
            String about = ",\"id\":\"" + id + "\"}";
            Map<String, String> calls = Map.of(
                    "list_features", "{}",
                    "describe_feature", "{\"feature\":\"people\"}",
                    "query_records", "{\"feature\":\"people\"}",
                    "get_record", "{\"feature\":\"people\"" + about,
                    "count_records", "{\"feature\":\"people\"}",
                    "record_history", "{\"feature\":\"people\"" + about,
                    "people_create", "{\"data\":{\"name\":\"x\"}}",
                    "people_get", "{\"id\":\"none\"}",
                    "people_search", "{}",
                    "people_delete", "{\"id\":\"" + id + "\",\"dry_run\":true}");
            JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
            int seen = 0;
            for (ObjectNode tool : house.on(() -> house.offer.tools(AgentHouse.all()))) {
                String name = tool.path("name").asText();
                if (calls.containsKey(name)) {
                    ObjectNode result = house.call(name, calls.get(name));
                    assertThat(schemas.getSchema(tool.path("outputSchema")).validate(result))
                            .as(name)
                            .isEmpty();
                    seen++;
                }
            }
            assertThat(seen).isEqualTo(calls.size());
        }
    }

    @Test
    void anUnknownTool_isAFaultOfTheProtocol() {
        try (AgentHouse house = new AgentHouse()) {
            assertThatThrownBy(() -> house.call("get_recrod", "{}"))
                    .hasRootCauseMessage("Unknown tool: get_recrod. Did you mean get_record?");
            assertThatThrownBy(() -> house.call("features_get", "{}"))
                    .hasRootCauseMessage("Unknown tool: features_get.");
        }
    }

    /** Role x verb: what the list shows is what a call does. */
    @Test
    void whatIsListed_isPossible_andNothingElse() {
        Map<String, Caller> callers = Map.of(
                "nobody", AgentHouse.caller("nothing"),
                "viewer", AgentHouse.caller("viewer"),
                "editor", AgentHouse.caller("editor"),
                "both", AgentHouse.caller("viewer", "editor"),
                "admin", AgentHouse.caller("admin"),
                "read-only admin", AgentHouse.scoped(List.of("read"), "admin"),
                "write-only editor", AgentHouse.scoped(List.of("write"), "viewer", "editor"));
        try (AgentHouse house = new AgentHouse()) {
            callers.forEach((name, caller) -> requireSame(house, name, caller));
        }
    }

    private static void requireSame(AgentHouse house, String name, Caller caller) {
        List<String> listed = house.tools(caller);
        String id = house.resources.put("people", "{\"name\":\"Bea\"}");
        String about = "{\"id\":\"" + id + "\"";
        Map<String, String> calls = Map.of(
                "search", "{}",
                "get", about + "}",
                "create", "{\"data\":{\"name\":\"x\"}}",
                "update", about + ",\"version\":1,\"changes\":{\"name\":\"y\"}}",
                "delete", about + "}");
        for (String verb : List.of("search", "get", "create", "update", "delete")) {
            String code = house.call("people_" + verb, calls.get(verb), caller)
                    .path("error")
                    .path("code")
                    .asText("done");
            String expected = listed.contains("people_" + verb) ? "done" : "FORBIDDEN";
            assertThat(code).as(name + " " + verb).isEqualTo(expected);
        }
        assertThat(listed.contains("query_records")).as(name).isEqualTo(listed.contains("people_search"));
        assertThat(listed.contains("record_history")).as(name).isEqualTo(listed.contains("people_get"));
        assertThat(listed.contains("update_record")).as(name).isEqualTo(listed.contains("people_update"));
        assertThat(listed).as(name).contains("list_features", "describe_feature");
    }

    @Test
    void aReadOnlyToken_listsNoToolThatWrites() {
        try (AgentHouse house = new AgentHouse()) {
            assertThat(house.tools(AgentHouse.scoped(List.of("read"), "admin")))
                    .containsExactly(
                            "list_features",
                            "describe_feature",
                            "query_records",
                            "get_record",
                            "count_records",
                            "record_history",
                            "people_search",
                            "people_get");
        }
    }
}
