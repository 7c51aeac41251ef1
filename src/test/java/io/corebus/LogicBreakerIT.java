package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Business logic that fails again and again, in a cluster of two processes that know of each other's failures. */
class LogicBreakerIT {
    private static final String ORDERS = "/api/orders";
    private static final String CONTROLS = "/api/controls/orders";
    private static final int FAILURES = 10;
    private static final Duration REST = Duration.ofSeconds(3);

    private static final List<Api> ADMINS = new ArrayList<>();
    private static TwoNodes nodes;

    @BeforeAll
    static void start(@TempDir Path work) throws Exception {
        Map<String, String> settings = new HashMap<>(TwoNodes.logic(work));
        settings.put("COREBUS_LOGIC_BREAKER_FAILURES", Integer.toString(FAILURES));
        settings.put("COREBUS_LOGIC_BREAKER_WINDOW", "20s");
        settings.put("COREBUS_LOGIC_BREAKER_REST", REST.toSeconds() + "s");
        nodes = TwoNodes.of("logic-breaker", settings);
        String token = nodes.start();
        nodes.all().forEach(node -> ADMINS.add(new Api(node.url(), token)));
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    /** As it is at the start, with nothing counted: what closes a breaker forgets. */
    @BeforeEach
    void close() {
        for (int i = 0; i < 2 * FAILURES && !state(0).equals("open"); i++) {
            broken(i % 2);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> good(0).status() == 201);
        await().atMost(Duration.ofSeconds(2)).until(() -> state(0).equals("closed") && state(1).equals("closed"));
    }

    private static Answer broken(int node) {
        return ADMINS.get(node).post(ORDERS, order(1, ",\"note\":\"broken\""));
    }

    private static Answer good(int node, String... headers) {
        return ADMINS.get(node).post(ORDERS, order(1, ""), headers);
    }

    private static String order(int amount, String more) {
        return "{\"customer\":\"" + UUID.randomUUID() + "\",\"amount\":" + amount + more + "}";
    }

    private static String state(int node) {
        return ADMINS.get(node).get(CONTROLS).json().at("/breaker/state").asText();
    }

    private static void assertResting(Answer refused) {
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("logic-resting");
        assertThat(refused.json().get("detail").asText())
                .matches("The business logic of 'orders' failed too often and is given a rest; nothing was written\\."
                        + " Try again in \\d seconds?\\.");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, (int) REST.toSeconds());
    }

    /** These nodes have a port of their own for it, which the admin page cannot ask. */
    @Test
    void theHealth_isToldAtTheDoorToAdmins() {
        Api admin = ADMINS.get(0);
        Answer told = admin.get("/health");

        assertThat(told.status()).as(told.text()).isEqualTo(200);
        assertThat(told.json().get("checks").findValuesAsText("id")).contains("storage", "logic");
        assertThat(told.header("Cache-Control")).isEqualTo("no-store");
        assertThat(admin.as(null).get("/health").status()).isEqualTo(401);
        assertThat(admin.as(null).get("/metrics").status()).isEqualTo(404);
        Answer token = admin.post("/api/me/tokens", "{\"name\":\"t\",\"scopes\":[\"read\"]}");
        assertThat(admin.as(token.json().get("token").asText()).get("/health").code())
                .isEqualTo("forbidden");
    }

    @Test
    void failuresAtBothNodes_openIt_atBoth_andAfterTheRestOneTries() {
        Answer before = good(0);
        String order = before.header("Location");
        String key = UUID.randomUUID().toString();
        String body = order(1, "");
        Answer done = ADMINS.get(0).post(ORDERS, body, "Idempotency-Key", key);
        // More failures than successes, and less than enough at either node.
        int each = FAILURES - 1;
        for (int i = 0; i < each; i++) {
            assertThat(broken(0).code()).isIn("logic-failed", "logic-resting");
            assertThat(broken(1).code()).isIn("logic-failed", "logic-resting");
        }
        await().atMost(Duration.ofSeconds(2)).until(() -> state(0).equals("open") && state(1).equals("open"));

        for (int node = 0; node < 2; node++) {
            Api admin = ADMINS.get(node);
            assertResting(good(node));
            assertResting(admin.patch(order, "{\"amount\":2}"));
            assertResting(admin.delete(order));
            assertResting(admin.post(order + "/actions/quote", "{}"));
            assertThat(admin.get(order).status()).isEqualTo(200);
            assertThat(admin.get(ORDERS + "?limit=1").status()).isEqualTo(200);
            assertThat(admin.post("/api/notices", "{\"order_id\":\"" + id(order) + "\",\"text\":\"t\"}")
                            .status())
                    .isEqualTo(201);
            JsonNode breaker = admin.get(CONTROLS).json().get("breaker");
            assertThat(breaker.get("since").asText()).startsWith("20").endsWith("Z");
            String metrics = new Api(nodes.get(node).managementUrl(), null)
                    .get("/metrics")
                    .text();
            assertThat(metrics)
                    .contains("\ncorebus_logic_resting 1.0")
                    .contains("\ncorebus_logic_rested_total{feature=\"orders\"");
            assertThat(new Api(nodes.get(node).managementUrl(), null)
                            .get("/health")
                            .text())
                    .contains("\"resting\":\"orders\"");
        }
        Answer repeat = ADMINS.get(0).post(ORDERS, body, "Idempotency-Key", key);
        assertThat(repeat.status()).isEqualTo(201);
        assertThat(repeat.header("Location")).isEqualTo(done.header("Location"));

        await().atMost(REST.plusSeconds(3)).until(() -> good(1).status() == 201);
        await().atMost(Duration.ofSeconds(2)).until(() -> state(0).equals("closed") && state(1).equals("closed"));
        assertThat(good(0).status()).isEqualTo(201);
    }

    private static String id(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    @Test
    void theOneThatTries_fails_andThereIsAnotherRest() {
        for (int i = 0; i < FAILURES; i++) {
            broken(0);
        }
        await().atMost(Duration.ofSeconds(2)).until(() -> state(1).equals("open"));

        await().atMost(REST.plusSeconds(3)).until(() -> broken(0).code().equals("logic-failed"));

        await().atMost(Duration.ofSeconds(1)).until(() -> state(1).equals("open"));
        assertResting(good(0));
        assertResting(good(1));
    }

    @Test
    void refusalsByLogic_areNoFailures() {
        for (int i = 0; i < 3 * FAILURES; i++) {
            assertThat(ADMINS.get(i % 2).post(ORDERS, order(2_000, "")).code()).isEqualTo("logic-refused");
        }
        assertThat(state(0)).isEqualTo("closed");
        assertThat(good(0).status()).isEqualTo(201);
    }

    @Test
    void aFeatureWithoutLogic_hasNoBreaker() {
        assertThat(ADMINS.get(0).get("/api/controls/notices").json().has("breaker"))
                .isFalse();
        assertThat(ADMINS.get(0).get("/api/controls").json().at("/data"))
                .filteredOn(one -> one.has("breaker"))
                .extracting(one -> one.get("feature").asText())
                .containsExactly("orders");
    }
}
