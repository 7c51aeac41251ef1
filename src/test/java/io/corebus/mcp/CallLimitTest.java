package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.mcp.McpHouse.Answer;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallLimitTest {
    private final AtomicLong now = new AtomicLong();

    @Test
    void aBurst_passes_andThenOnlyTheRate() {
        CallLimit limit = new CallLimit(2, 3, now::get);
        assertThat(new int[] {limit.take("a"), limit.take("a"), limit.take("a")})
                .containsOnly(0);
        assertThat(limit.take("a")).isEqualTo(1);
        assertThat(limit.take("b")).as("another token").isZero();
        now.addAndGet(500_000_000L);
        assertThat(limit.take("a")).isZero();
        assertThat(limit.take("a")).isEqualTo(1);
    }

    @Test
    void aCallTooMany_isAFaultOfTheTool_anyOtherRequestIs429() {
        try (McpHouse house = new McpHouse(McpHouse.config(1, 1, 1), 1)) {
            house.ask("tools/list", McpHouse.object());
            Answer list = house.ask("tools/list", McpHouse.object());
            assertThat(list.status()).isEqualTo(429);
            assertThat(list.header("retry-after")).isEqualTo("1");
            assertThat(list.json().at("/error/data/code").asText()).isEqualTo("rate-limited");
            Answer call = house.ask("tools/call", McpHouse.object().put("name", "echo"));
            assertThat(call.status()).isEqualTo(200);
            assertThat(call.result().path("isError").asBoolean()).isTrue();
            JsonNode fault = McpHouse.tree(call.result().at("/content/0/text").asText());
            assertThat(fault.at("/error/code").asText()).isEqualTo("RATE_LIMITED");
            assertThat(fault.at("/error/retryable").asBoolean()).isTrue();
            assertThat(house.offer.calls).isEmpty();
        }
    }
}
