package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.config.LimitsConfig;
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

    /** One rate for all doors; what one instance allows is more. */
    @Test
    void theRateOfTheToken_holdsHere() {
        try (McpHouse house = new McpHouse(McpHouse.config(1_000, 1_000, 1), 1)) {
            house.tokens.limit(McpHouse.ADA, 1);
            assertLimited(house, McpHouse.ADA, 2);
            assertThat(house.ask(0, McpHouse.BOB, "tools/list", McpHouse.object())
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theRateOfCallers_holdsHere() {
        LimitsConfig limits = new LimitsConfig(1, 3, 0, 0);
        try (McpHouse house = new McpHouse(McpHouse.config(1_000, 1_000, 1), limits, 1)) {
            assertLimited(house, McpHouse.BOB, 3);
        }
    }

    /** Whoever guesses tokens is counted by the address. */
    @Test
    void theRateOfAddresses_holdsHere() {
        LimitsConfig limits = new LimitsConfig(0, 0, 1, 2);
        try (McpHouse house = new McpHouse(McpHouse.config(1_000, 1_000, 1), limits, 1)) {
            for (int i = 0; i < 2; i++) {
                assertThat(house.ask(0, "guessed-" + i, "tools/list", McpHouse.object())
                                .status())
                        .isEqualTo(401);
            }
            Answer third = house.ask(0, "guessed-3", "tools/list", McpHouse.object());
            assertThat(third.status()).isEqualTo(429);
            assertThat(third.header("retry-after")).isEqualTo("1");
            assertThat(house.ask(0, McpHouse.BOB, "tools/list", McpHouse.object())
                            .status())
                    .isEqualTo(200);
        }
    }

    private static void assertLimited(McpHouse house, String token, int burst) {
        for (int i = 0; i < burst; i++) {
            assertThat(house.ask(0, token, "tools/list", McpHouse.object()).status())
                    .isEqualTo(200);
        }
        Answer list = house.ask(0, token, "tools/list", McpHouse.object());
        assertThat(list.status()).isEqualTo(429);
        assertThat(list.header("retry-after")).isEqualTo("1");
        assertThat(list.json().at("/error/data/code").asText()).isEqualTo("rate-limited");
        Answer call = house.ask(0, token, "tools/call", McpHouse.object().put("name", "echo"));
        assertThat(call.status()).isEqualTo(200);
        JsonNode fault = McpHouse.tree(call.result().at("/content/0/text").asText());
        assertThat(fault.at("/error/code").asText()).isEqualTo("RATE_LIMITED");
        assertThat(house.offer.calls).isEmpty();
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
