package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;
import io.corebus.resource.ResourceMessages.Change;
import io.corebus.resource.ResourceMessages.CountResources;
import io.corebus.resource.ResourceMessages.ListResources;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadToolsTest {
    private final AgentHouse house = new AgentHouse();

    @AfterEach
    void stop() {
        house.close();
    }

    @Test
    void listFeatures_showsWhatTheCallerMayUse_withItsActions() {
        JsonNode features = house.call("list_features", "{}", AgentHouse.caller("viewer"))
                .path("result")
                .path("features");

        assertThat(features.findValuesAsText("feature")).containsExactly("features", "people", "projects", "tasks");
        assertThat(features.get(0).path("actions").toString()).isEqualTo("[\"search\",\"get\"]");
        assertThat(house.call("list_features", "{}", AgentHouse.caller())
                        .path("result")
                        .path("features"))
                .isEmpty();
    }

    @Test
    void listFeatures_goesOnBehindItsCursor_andSearches() {
        JsonNode first = house.call("list_features", "{\"limit\":3}").path("result");
        assertThat(first.path("features").findValuesAsText("feature"))
                .containsExactly("features", "people", "projects");

        String rest = "{\"limit\":3,\"cursor\":\"" + first.path("next").asText() + "\"}";
        JsonNode second = house.call("list_features", rest).path("result");
        assertThat(second.path("features").findValuesAsText("feature")).containsExactly("tasks");
        assertThat(second.path("next").isNull()).isTrue();

        JsonNode found =
                house.call("list_features", "{\"search\":\"WORKS HERE\"}").path("result");
        assertThat(found.path("features").findValuesAsText("feature")).containsExactly("people");
    }

    @Test
    void describeFeature_hasTheSchema_withoutHiddenFields() {
        JsonNode described =
                house.call("describe_feature", "{\"feature\":\"people\"}").path("result");

        assertThat(AgentJson.names((ObjectNode) described.path("schema").path("properties")))
                .containsExactly("name", "team", "active", "notes");
        assertThat(described.path("schema").path("required").toString()).isEqualTo("[\"name\"]");
        assertThat(described.path("not_for_filter_or_sort").toString()).isEqualTo("[\"notes\"]");
        assertThat(described.toString())
                .doesNotContain("salary")
                .doesNotContain("vault")
                .doesNotContain("x-agents");
    }

    @Test
    void describeFeature_showsNoFieldThatTheCallerMayNeitherReadNorWrite() {
        house.resources.readable = List.of("name", "salary");
        house.resources.writable = List.of("active");
        JsonNode described =
                house.call("describe_feature", "{\"feature\":\"people\"}").path("result");

        assertThat(AgentJson.names((ObjectNode) described.path("schema").path("properties")))
                .containsExactly("name", "active");
        assertThat(described.path("readable_fields").toString()).isEqualTo("[\"name\"]");
        assertThat(described.path("writable_fields").toString()).isEqualTo("[\"active\"]");
    }

    @Test
    void describeFeature_withoutAnyRight_isForbidden_asAReadIs() {
        ObjectNode refused = house.call("describe_feature", "{\"feature\":\"people\"}", AgentHouse.caller("nothing"));

        assertThat(refused.path("error").path("code").asText()).isEqualTo("FORBIDDEN");
        assertThat(refused.path("error").path("retryable").booleanValue()).isFalse();
    }

    @Test
    void anUnknownFeature_isSuggested_onlyToWhomItMayBeKnown() {
        JsonNode known = house.call("query_records", "{\"feature\":\"poeple\"}").path("error");
        assertThat(known.path("code").asText()).isEqualTo("UNKNOWN_FEATURE");
        assertThat(known.path("message").asText())
                .isEqualTo("There is no feature named 'poeple' here. Did you mean people?");
        assertThat(known.path("hint").asText()).isEqualTo("Call list_features to see which there are.");

        JsonNode unknown = house.call("query_records", "{\"feature\":\"poeple\"}", AgentHouse.caller("nothing"));
        assertThat(unknown.path("error").path("message").asText())
                .isEqualTo("There is no feature named 'poeple' here.");
    }

    @Test
    void aFeatureThatIsNotOffered_isUnknown_andATool_thatIsNotOffered_isRefused() {
        assertThat(code(house.call("query_records", "{\"feature\":\"secrets\"}")))
                .isEqualTo("UNKNOWN_FEATURE");
        assertThat(code(house.call("create_record", "{\"feature\":\"projects\",\"data\":{}}")))
                .isEqualTo("TOOL_NOT_OFFERED");
        assertThat(house.resources.asked).noneMatch(asked -> asked.verb().equals("create"));
    }

    @Test
    void queryRecords_passesTheQueryOn_andGivesStructureAndTheSameAsText() {
        String id = house.resources.put("people", "{\"name\":\"Bea\",\"salary\":9000}");
        String arguments = "{\"feature\":\"people\",\"filter\":\"name==B*\",\"sort\":\"-name\",\"limit\":7}";
        Outcome.Result result = (Outcome.Result) house.outcome("query_records", arguments, AgentHouse.caller("viewer"));

        assertThat(result.isError()).isFalse();
        JsonNode structured = result.structured().tree();
        JsonNode told =
                AgentHouse.json(Json.of(McpResults.write(new JsonBytes(), McpRevision.V2025_11_25, "tools/call", result)
                                .toBytes())
                        .toString());
        assertThat(told.path("structuredContent")).isEqualTo(structured);
        assertThat(told.path("content").path(0).path("text").asText())
                .isEqualTo(result.structured().text());
        assertThat(structured.path("success").booleanValue()).isTrue();
        assertThat(structured.path("timestamp").asText()).matches("2[0-9]{3}-.*Z");
        JsonNode record = structured.path("result").path("records").path(0);
        assertThat(record.path("id").asText()).isEqualTo(id);
        assertThat(record.has("salary")).isFalse();
        assertThat(requests("list")).containsExactly(new ListResources("people", "name==B*", "-name", 7, null));
    }

    @Test
    void queryRecords_has20RowsUnlessAsked_and100AtMost() {
        for (int i = 0; i < 130; i++) {
            house.resources.put("features", "{\"name\":\"n\",\"value\":" + i + "}");
        }
        JsonNode first =
                house.call("query_records", "{\"feature\":\"features\"}").path("result");
        assertThat(first.path("records")).hasSize(20);
        JsonNode next = house.call(
                        "query_records",
                        "{\"feature\":\"features\",\"limit\":100,\"fields\":[\"value\"],\"cursor\":\""
                                + first.path("next").asText() + "\"}")
                .path("result");
        assertThat(next.path("records")).hasSize(100);
        assertThat(next.path("records").path(0).path("value").asInt()).isEqualTo(20);
        assertThat(next.path("records").path(0).has("name")).isFalse();

        JsonNode error = house.call("query_records", "{\"feature\":\"features\",\"limit\":101}")
                .path("error");
        assertThat(error.path("field").asText()).isEqualTo("limit");
        assertThat(error.path("message").asText()).isEqualTo("limit must be a whole number from 1 to 100.");
    }

    @Test
    void aPageThatIsTooLarge_isCutWhereItsCursorGoesOn() {
        for (int i = 0; i < 10; i++) {
            house.resources.put("people", "{\"name\":\"" + i + "x".repeat(6_000) + "\"}");
        }
        String cursor = "";
        StringBuilder seen = new StringBuilder();
        for (int page = 0; page < 4; page++) {
            JsonNode result = house.call("query_records", "{\"feature\":\"people\"" + cursor + "}")
                    .path("result");
            assertThat(AgentJson.bytes(result)).hasSizeLessThanOrEqualTo(25_000);
            result.path("records")
                    .forEach(record -> seen.append(record.path("name").asText().charAt(0)));
            if (page < 3) {
                assertThat(result.path("hint").asText()).startsWith("Only 3 fit into 25000 bytes.");
                cursor = ",\"cursor\":\"" + result.path("next").asText() + "\"";
            }
        }
        assertThat(seen.toString()).isEqualTo("0123456789");
    }

    @Test
    void whatRecordsReferTo_isBroughtAlong_andHasToFit_too() {
        for (int i = 0; i < 10; i++) {
            house.resources.put("tasks", "{\"title\":\"" + i + "\",\"number\":" + i + "}");
        }
        house.resources.included = records -> project(records * 4_000);
        String expanded = "{\"feature\":\"tasks\",\"fields\":[\"title\"],\"expand\":[\"project_id\"]}";

        JsonNode result = house.call("query_records", expanded).path("result");

        assertThat(result.path("records")).hasSize(5);
        assertThat(result.at("/included/projects/7/name").asText()).hasSize(20_000);
        assertThat(AgentJson.bytes(result)).hasSizeLessThanOrEqualTo(25_000);
        assertThat(result.path("next").asText()).isNotEmpty();
        assertThat(((ListResources) requests("list").get(0)).expand()).isEqualTo("project_id");

        house.resources.included = records -> project(30_000);
        JsonNode error = house.call("query_records", expanded).path("error");
        assertThat(error.path("code").asText()).isEqualTo("RESULT_TOO_LARGE");
        assertThat(error.path("message").asText()).startsWith("One record and what it refers to have more than 25000");
    }

    private static Json project(int length) {
        return Json.of("{\"projects\":{\"7\":{\"name\":\"" + "x".repeat(length) + "\"}}}");
    }

    @Test
    void aRecordThatIsTooLarge_isAFaultThatNamesItsLargestFields() {
        String id = house.resources.put("people", "{\"name\":\"" + "x".repeat(30_000) + "\",\"active\":true}");

        JsonNode error = house.call("get_record", "{\"feature\":\"people\",\"id\":\"" + id + "\"}")
                .path("error");
        assertThat(error.path("code").asText()).isEqualTo("RESULT_TOO_LARGE");
        assertThat(error.path("message").asText())
                .startsWith("One record alone has more than 25000 bytes. Its largest fields: name (30002 bytes), ");
        assertThat(error.path("hint").asText()).startsWith("Name the fields you need");
        assertThat(code(house.call("query_records", "{\"feature\":\"people\"}")))
                .isEqualTo("RESULT_TOO_LARGE");

        JsonNode narrow =
                house.call("get_record", "{\"feature\":\"people\",\"id\":\"" + id + "\",\"fields\":[\"active\"]}");
        assertThat(narrow.path("result").path("record").toString())
                .isEqualTo("{\"id\":\"" + id + "\",\"active\":true,\"version\":1}");
    }

    /** In a filter and an order the resource room does not know it. */
    @Test
    void aFieldThatIsHidden_isUnknown() {
        JsonNode field = house.call("query_records", "{\"feature\":\"people\",\"fields\":[\"salary\"]}")
                .path("error");
        assertThat(field.path("message").asText())
                .startsWith(
                        "fields names 'salary', which is no field of people. There are name, team, active, notes, id");
        assertThat(requests("list")).isEmpty();
    }

    @Test
    void countRecords_counts() {
        house.resources.put("people", "{\"name\":\"Bea\"}");

        String arguments = "{\"feature\":\"people\",\"filter\":\"name==B*\",\"estimated\":true}";
        assertThat(house.call("count_records", arguments).path("result").toString())
                .isEqualTo("{\"count\":1,\"exact\":false}");
        assertThat(requests("count")).containsExactly(new CountResources("people", "name==B*", true));
    }

    @Test
    void recordHistory_showsWhatEachChangeSet_withoutHiddenFields() {
        Json after = Json.of("{\"id\":\"i\",\"version\":2,\"name\":\"New\",\"team\":\"red\",\"salary\":1}");
        house.resources.history.add(new Change(
                2, "updated", "2026-01-01T00:00:00Z", "ann", "http", null, List.of("name", "salary"), after));
        house.resources.history.add(
                new Change(1, "created", "2026-01-01T00:00:00Z", "ann", "http", null, List.of("name"), null));

        JsonNode changes = house.call("record_history", "{\"feature\":\"people\",\"id\":\"i\"}")
                .path("result")
                .path("changes");
        assertThat(changes.path(0).path("changed").toString()).isEqualTo("[\"name\"]");
        assertThat(changes.path(0).path("values").toString()).isEqualTo("{\"name\":\"New\"}");
        assertThat(changes.path(1).has("values")).isFalse();
    }

    @Test
    void typedTools_areTheSame_underTheNameOfTheFeature() {
        String id = house.resources.put("people", "{\"name\":\"Bea\"}");

        assertThat(house.call("people_search", "{}").path("result").path("records"))
                .hasSize(1);
        assertThat(house.call("people_get", "{\"id\":\"" + id + "\"}")
                        .path("result")
                        .path("record")
                        .path("name")
                        .asText())
                .isEqualTo("Bea");
        assertThat(code(house.call("people_get", "{\"feature\":\"people\",\"id\":\"" + id + "\"}")))
                .isEqualTo("VALIDATION");
    }

    @Test
    void whatIsMissing_isNotFound_withAHint() {
        JsonNode error = house.call("get_record", "{\"feature\":\"people\",\"id\":\"none\"}")
                .path("error");

        assertThat(error.path("code").asText()).isEqualTo("NOT_FOUND");
        assertThat(error.path("hint").asText()).startsWith("Call query_records to find the record");
    }

    @Test
    void aRoomThatIsAway_isUnavailable_andRetryable() {
        house.resources.away = true;
        ObjectNode fault = house.call("get_record", "{\"feature\":\"people\",\"id\":\"i\"}");

        assertThat(fault.path("success").booleanValue()).isFalse();
        assertThat(fault.path("error").path("code").asText()).isEqualTo("UNAVAILABLE");
        assertThat(fault.path("error").path("retryable").booleanValue()).isTrue();
        assertThat(fault.path("details").path("retry_after_seconds").asInt()).isEqualTo(1);
        assertThat(fault.path("details").path("trace_id").asText()).hasSize(32);
    }

    private static String code(ObjectNode result) {
        return result.path("error").path("code").asText();
    }

    private List<Object> requests(String verb) {
        return house.resources.asked.stream()
                .filter(asked -> asked.verb().equals(verb))
                .map(ResourceDouble.Asked::request)
                .toList();
    }
}
