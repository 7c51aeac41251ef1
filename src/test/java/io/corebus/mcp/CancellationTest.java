package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call that nobody waits for any more. */
class CancellationTest {
    private static final String SLOW =
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":{\"name\":\"slow\"}}";
    private static final String CANCEL =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":5}}";

    private final McpHouse house = new McpHouse();

    @AfterEach
    void close() {
        house.offer.slow.tryComplete(ScriptedOffer.text("late"));
        house.close();
    }

    private CompletableFuture<HttpResponse<String>> begin(HttpRequest request, int calls) {
        var answer = house.client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        await().untilAsserted(() -> assertThat(house.offer.calls).hasSize(calls));
        return answer;
    }

    private boolean isAbandoned(int call) {
        return house.offer.calls.get(call).abandoned().getAsBoolean();
    }

    @Test
    void hangingUp_abandonsTheCall() {
        var answer = begin(
                house.request(0, McpHouse.ADA, "tools/call", McpHouse.object().put("name", "slow")), 1);
        assertThat(isAbandoned(0)).isFalse();
        answer.cancel(true);
        await().untilAsserted(() -> assertThat(isAbandoned(0)).isTrue());
    }

    @Test
    void anOlderClient_cancelsByItsNumber_andOnlyItsOwn() {
        begin(house.post(0, McpHouse.ADA, SLOW), 1);
        house.send(house.post(0, McpHouse.BOB, CANCEL));
        assertThat(isAbandoned(0)).isFalse();
        house.send(house.post(0, McpHouse.ADA, CANCEL));
        assertThat(isAbandoned(0)).isTrue();
    }

    @Test
    void whereTwoHaveTheSameNumber_neitherIsCancelled() {
        begin(house.post(0, McpHouse.ADA, SLOW), 1);
        begin(house.post(0, McpHouse.ADA, SLOW), 2);
        house.send(house.post(0, McpHouse.ADA, CANCEL));
        assertThat(isAbandoned(0)).isFalse();
        assertThat(isAbandoned(1)).isFalse();
    }
}
