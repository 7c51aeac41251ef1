package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Trace;
import io.corebus.mcp.McpHouse.Answer;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Confirmations that begin at one door and end at another one. */
class QuestionsTest {
    private static McpHouse house;

    @BeforeAll
    static void open() {
        house = new McpHouse(McpHouse.config(1_000, 1_000, 3), 2);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static ObjectNode call(int record) {
        ObjectNode params = McpHouse.object().put("name", "confirm");
        params.putObject("arguments").put("record", record).put("why", "test");
        return params;
    }

    private static String question() {
        return house.ask(0, McpHouse.ADA, "tools/call", call(1))
                .result()
                .path("requestState")
                .asText();
    }

    private static ObjectNode answered(ObjectNode call, String state, String action) {
        call.put("requestState", state);
        call.putObject("inputResponses").putObject("answer").put("action", action);
        return call;
    }

    @Test
    void aQuestion_isPut_asTheRevisionPutsIt() {
        JsonNode result = house.ask("tools/call", call(1)).result();
        assertThat(result.path("resultType").asText()).isEqualTo("input_required");
        assertThat(result.has("ttlMs")).isFalse();
        JsonNode asked = result.path("inputRequests").path("answer");
        assertThat(asked.path("method").asText()).isEqualTo("elicitation/create");
        assertThat(asked.at("/params/mode").asText()).isEqualTo("form");
        assertThat(asked.at("/params/message").asText()).isEqualTo("Sure?");
    }

    @Test
    void theAnswer_mayGoToAnotherDoor_withItsArgumentsInAnotherOrder() {
        ObjectNode again = McpHouse.object().put("name", "confirm");
        again.putObject("arguments").put("why", "test").put("record", 1);
        Answer answer = house.ask(1, McpHouse.ADA, "tools/call", answered(again, question(), "accept"));
        assertThat(answer.result().at("/content/0/text").asText()).isEqualTo("accept {\"step\":1}");
    }

    @Test
    void anAnswer_isForTheCall_thatAsked() {
        assertRefused(house.ask("tools/call", answered(call(2), question(), "accept")));
    }

    @Test
    void anAnswer_isFromTheUser_whoWasAsked() {
        assertRefused(house.ask(0, McpHouse.BOB, "tools/call", answered(call(1), question(), "accept")));
    }

    @Test
    void aForgedState_isRefused() {
        String state = question();
        String forged = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"user\":\"ada\"}".getBytes(StandardCharsets.UTF_8));
        for (String bad :
                new String[] {state + "x", "x" + state, forged + state.substring(state.indexOf('.')), "", "."}) {
            house.offer.refused.clear();
            assertRefused(house.ask("tools/call", answered(call(1), bad, "accept")));
            assertThat(house.offer.refused).as("is recorded").containsExactly("confirm ada bad-request-state");
        }
        assertRefused(house.ask("tools/call", answered(call(1), "a".repeat(70_000) + ".b", "accept")));
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.code()).isEqualTo(-32602);
        assertThat(answer.message())
                .isEqualTo(
                        "This requestState was not given for this request, or too long ago. Send the request again without it.");
    }

    @Test
    void aState_isGood_forTenMinutes() {
        ObjectNode params = call(1);
        RpcMessage message = new RpcMessage(params.numberNode(1), "tools/call", params);
        Shown ada = new Shown(null, house.tokens.identity(McpHouse.ADA));
        var caller = ada.caller(Trace.start(), System.nanoTime() + 5_000_000_000L);
        McpRequest request = new McpRequest(message, McpRevision.V2026_07_28, ada, caller, null);
        Clock now = Clock.systemUTC();
        String state = house.await(new RequestStates(house.bus, now).seal(request, McpHouse.object()));
        Clock before = Clock.offset(now, Duration.ofMinutes(9));
        assertThat(house.await(new RequestStates(house.bus, before).open(request, state)))
                .isEmpty();
        Clock after = Clock.offset(now, Duration.ofMinutes(10));
        assertThat(new RequestStates(house.bus, after).open(request, state).transform(Future::succeededFuture))
                .satisfies(opened -> assertThat(house.await(opened).failed()).isTrue());
    }

    @Test
    void whatIsNoAnswer_isAskedAgain() {
        for (String action : new String[] {"", "maybe"}) {
            Answer answer = house.ask("tools/call", answered(call(1), question(), action));
            assertThat(answer.result().path("resultType").asText()).isEqualTo("input_required");
        }
        ObjectNode withoutState = call(1);
        withoutState.putObject("inputResponses").putObject("answer").put("action", "accept");
        assertThat(house.ask("tools/call", withoutState)
                        .result()
                        .path("resultType")
                        .asText())
                .as("an answer to a question that was not asked")
                .isEqualTo("input_required");
    }

    @Test
    void whoCannotAsk_isNotAsked() {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"confirm\"}}";
        Answer initialized = house.raw(body, "MCP-Protocol-Version", "2025-11-25");
        assertThat(initialized.result().at("/content/0/text").asText()).isEqualTo("cannot ask");
        ObjectNode links = call(1);
        links.putObject("_meta")
                .putObject("io.modelcontextprotocol/clientCapabilities")
                .putObject("elicitation")
                .putObject("url");
        assertThat(house.ask("tools/call", links).result().at("/content/0/text").asText())
                .isEqualTo("cannot ask");
    }
}
