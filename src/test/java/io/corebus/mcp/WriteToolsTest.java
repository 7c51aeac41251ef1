package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.resource.ResourceMessages.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteToolsTest {
    private final AgentHouse house = new AgentHouse();

    @AfterEach
    void stop() {
        house.close();
    }

    private Map<String, Resource> people() {
        return house.resources.of("people");
    }

    private String bea() {
        return house.resources.put("people", "{\"name\":\"Bea\",\"team\":\"red\",\"salary\":9000}");
    }

    private static String code(ObjectNode result) {
        return result.path("error").path("code").asText();
    }

    @Test
    void createRecord_creates_andARepeatWithTheSameKeyGetsTheFirstResult() {
        String arguments = "{\"feature\":\"people\",\"data\":{\"name\":\"Bea\"},\"idempotency_key\":\"k1\"}";
        JsonNode first = house.call("create_record", arguments).path("result");
        JsonNode again = house.call("create_record", arguments).path("result");

        assertThat(first.path("record").path("name").asText()).isEqualTo("Bea");
        assertThat(first.path("repeated").booleanValue()).isFalse();
        assertThat(again.path("id")).isEqualTo(first.path("id"));
        assertThat(again.path("repeated").booleanValue()).isTrue();
        house.call("create_record", "{\"feature\":\"people\",\"data\":{\"name\":\"Bea\"}}");
        assertThat(people()).hasSize(2);
    }

    @Test
    void whatIsInvalid_isSaidByField_withWhatIsRight() {
        JsonNode fault =
                house.call("create_record", "{\"feature\":\"people\",\"data\":{\"name\":\"B\",\"team\":\"green\"}}");

        assertThat(fault.path("error").path("code").asText()).isEqualTo("VALIDATION");
        assertThat(fault.path("error").path("field").asText()).isEqualTo("team");
        assertThat(fault.path("error").path("message").asText()).contains("red").contains("blue");
        assertThat(fault.path("error").path("retryable").booleanValue()).isFalse();
        assertThat(fault.path("details").path("errors").path(0).path("field").asText())
                .isEqualTo("team");
    }

    @Test
    void wrongArguments_areAllSaid_beforeAnyRoomIsAsked() {
        JsonNode fault = house.call(
                "update_record",
                "{\"feature\":\"people\",\"id\":7,\"changes\":[],\"dry_run\":\"yes\",\"chnages\":{},\"idempotency_key\":null}");

        assertThat(fault.path("details").path("errors").findValuesAsText("field"))
                .containsExactly("chnages", "id", "version", "changes", "dry_run");
        assertThat(fault.path("error").path("message").asText())
                .isEqualTo("chnages is no argument of this tool. Did you mean changes? 4 more in details.");
        assertThat(house.resources.asked).isEmpty();
    }

    @Test
    void updateRecord_mergesIntoTheVersionThatWasRead() {
        String id = bea();
        String arguments =
                "{\"feature\":\"people\",\"id\":\"" + id + "\",\"version\":1,\"changes\":{\"team\":\"blue\"}}";
        JsonNode result = house.call("update_record", arguments).path("result");

        assertThat(result.path("version").asInt()).isEqualTo(2);
        assertThat(result.path("record").path("team").asText()).isEqualTo("blue");
        assertThat(result.path("record").has("salary")).isFalse();
        assertThat(people().get(id).body().toString()).contains("\"salary\":9000");

        ObjectNode stale = house.call("update_record", arguments);
        assertThat(code(stale)).isEqualTo("VERSION_MISMATCH");
        assertThat(stale.path("details").path("current_version").asInt()).isEqualTo(2);
        assertThat(stale.path("error").path("hint").asText()).startsWith("Read the record again");
    }

    @Test
    void aHiddenField_cannotBeWritten() {
        String id = bea();
        String update = "{\"feature\":\"people\",\"id\":\"" + id + "\",\"version\":1,\"changes\":{\"salary\":1}}";
        assertThat(house.call("update_record", update)
                        .path("error")
                        .path("message")
                        .asText())
                .isEqualTo("salary is no field of people. There are name, team, active, notes.");
        assertThat(code(house.call("people_create", "{\"data\":{\"name\":\"x\",\"salary\":1}}")))
                .isEqualTo("VALIDATION");
        assertThat(people()).hasSize(1);
        assertThat(people().get(id).version()).isEqualTo(1);
    }

    @Test
    void aDryRun_showsTheDiff_andWritesNothing() {
        String id = bea();
        String about = "{\"feature\":\"people\",\"id\":\"" + id + "\",\"version\":1,\"dry_run\":true";

        assertThat(house.call("create_record", "{\"feature\":\"people\",\"data\":{\"name\":\"Al\"},\"dry_run\":true}")
                        .path("result"))
                .isEqualTo(AgentHouse.json(
                        "{\"dry_run\":true,\"would\":\"create\",\"diff\":{\"name\":{\"after\":\"Al\"}}}"));
        assertThat(house.call("update_record", about + ",\"changes\":{\"name\":\"Bea\",\"team\":null,\"active\":true}}")
                        .path("result"))
                .isEqualTo(
                        AgentHouse.json(
                                "{\"dry_run\":true,\"would\":\"update\",\"diff\":{\"team\":{\"before\":\"red\"},\"active\":{\"after\":true}}}"));
        assertThat(house.call("delete_record", about + "}").path("result"))
                .isEqualTo(
                        AgentHouse.json(
                                "{\"dry_run\":true,\"would\":\"delete\",\"diff\":{\"name\":{\"before\":\"Bea\"},\"team\":{\"before\":\"red\"}}}"));
        assertThat(people()).hasSize(1);
        assertThat(people().get(id).version()).isEqualTo(1);
        assertThat(house.resources.trail)
                .allSatisfy(entry -> assertThat(entry.detail().toString()).contains("\"outcome\":\"dry-run\""));
    }

    @Test
    void aDryRun_isRefusedForWhatTheWriteIsRefusedFor() {
        String id = bea();
        String stale = "{\"feature\":\"people\",\"id\":\"" + id + "\",\"version\":9,\"dry_run\":true";
        assertThat(code(house.call("update_record", stale + ",\"changes\":{\"name\":\"x\"}}")))
                .isEqualTo("VERSION_MISMATCH");
        assertThat(code(house.call("delete_record", stale + "}"))).isEqualTo("VERSION_MISMATCH");
        String create = "{\"feature\":\"people\",\"data\":{},\"dry_run\":true}";
        assertThat(code(house.call("create_record", create))).isEqualTo("VALIDATION");
        assertThat(code(house.call("create_record", create, AgentHouse.caller("viewer"))))
                .isEqualTo("FORBIDDEN");
    }

    @Test
    void deleteRecord_withoutAWayToAsk_deletes() {
        String id = bea();
        JsonNode result = house.call("delete_record", "{\"feature\":\"people\",\"id\":\"" + id + "\"}")
                .path("result");

        assertThat(result.path("deleted").booleanValue()).isTrue();
        assertThat(people()).isEmpty();
    }

    private Outcome delete(String id, ObjectNode answer, ObjectNode state, Caller caller) {
        String arguments = "{\"feature\":\"people\",\"id\":\"" + id + "\"}";
        return house.on(
                () -> house.offer.call(AgentHouse.call("delete_record", arguments, caller, true, answer, state)));
    }

    @Test
    void deleteRecord_asks_andDeletesOnlyTheVersionThatWasShown() {
        String id = bea();
        Outcome.Question question = (Outcome.Question) delete(id, null, null, AgentHouse.all());
        assertThat(question.message())
                .isEqualTo("Delete this record of people? id " + id + ", version 1, name \"Bea\"");
        assertThat(question.requestedSchema()
                        .path("properties")
                        .path("confirm")
                        .path("type")
                        .asText())
                .isEqualTo("boolean");
        assertThat(people()).hasSize(1);

        house.call(
                "update_record",
                "{\"feature\":\"people\",\"id\":\"" + id + "\",\"version\":1,\"changes\":{\"team\":\"blue\"}}");
        ObjectNode yes = AgentHouse.json("{\"action\":\"accept\",\"content\":{\"confirm\":true}}");
        Outcome.Result changed = (Outcome.Result) delete(id, yes, question.state(), AgentHouse.all());
        assertThat(code(changed.structured().tree())).isEqualTo("VERSION_MISMATCH");
        assertThat(people()).hasSize(1);

        question = (Outcome.Question) delete(id, null, null, AgentHouse.all());
        Outcome.Result done = (Outcome.Result) delete(id, yes, question.state(), AgentHouse.all());
        assertThat(done.structured().tree().path("result").path("deleted").booleanValue())
                .isTrue();
        assertThat(people()).isEmpty();
    }

    @Test
    void aDeletionThatIsNotConfirmed_isNotDone() {
        String id = bea();
        ObjectNode state = ((Outcome.Question) delete(id, null, null, AgentHouse.all())).state();
        for (String answer : List.of(
                "{\"action\":\"decline\"}",
                "{\"action\":\"cancel\"}",
                "{\"action\":\"accept\",\"content\":{}}",
                "{\"action\":\"accept\",\"content\":{\"confirm\":false}}",
                "{\"action\":\"accept\",\"content\":{\"confirm\":\"true\"}}")) {
            Outcome.Result result = (Outcome.Result) delete(id, AgentHouse.json(answer), state, AgentHouse.all());
            assertThat(result.structured().tree().path("result").path("message").asText())
                    .as(answer)
                    .isEqualTo("The user did not confirm. Nothing was done.");
        }
        assertThat(people()).hasSize(1);
    }

    @Test
    void nobodyIsAsked_aboutWhatWouldBeRefused() {
        String id = bea();
        Outcome refused = delete(id, null, null, AgentHouse.caller("viewer"));

        assertThat(code(((Outcome.Result) refused).structured().tree())).isEqualTo("FORBIDDEN");
        assertThat(code(((Outcome.Result) delete("none", null, null, AgentHouse.all()))
                        .structured()
                        .tree()))
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void anAbandonedCall_isNotBegun() {
        ToolCall call = new ToolCall(
                "people_create",
                AgentHouse.json("{\"data\":{\"name\":\"x\"}}"),
                AgentHouse.all(),
                false,
                null,
                null,
                result -> result,
                () -> true);
        Outcome.Result result = (Outcome.Result) house.on(() -> house.offer.call(call));

        assertThat(code(result.structured().tree())).isEqualTo("CANCELLED");
        assertThat(people()).isEmpty();
    }
}
