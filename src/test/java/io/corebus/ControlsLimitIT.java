package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.corebus.Api.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many requests a feature takes, from all callers together, at two nodes that have nothing in common but PostgreSQL and Redis. */
class ControlsLimitIT {
    private static final String CONTROLS = "/api/controls/features";
    private static final String FEATURES = "/api/features?limit=1";
    private static final int RATE = 5;
    private static final int BURST = 2 * RATE;

    private static TestNode node;
    private static TestNode other;
    private static Api admin;
    private static List<Api> callers;

    @BeforeAll
    static void start() {
        node = TestNode.start("controls-limit", Map.of());
        other = node.another();
        admin = node.admin();
        admin.delete(CONTROLS);
        Api viewer = node.user("viewer");
        Api editor = node.user("editor", "viewer");
        callers = List.of(viewer, at(other, editor), admin, at(other, viewer));
    }

    @AfterEach
    void reset() {
        assertThat(admin.delete(CONTROLS).status()).isEqualTo(204);
        await().atMost(Duration.ofSeconds(2))
                .until(() -> policies(callers.get(0)).isEmpty()
                        && policies(callers.get(1)).isEmpty());
    }

    @AfterAll
    static void stop() {
        other.stopAlone();
        node.stop();
    }

    private static Api at(TestNode there, Api api) {
        return new Api(there.url(), api.token());
    }

    private static List<String> policies(Api api) {
        return api.get(FEATURES).raw().headers().allValues("RateLimit-Policy");
    }

    private static void limit() {
        Answer set = admin.put(CONTROLS, "{\"limits\":{\"requests_per_second\":" + RATE + "}}");
        assertThat(set.status()).as(set.text()).isEqualTo(200);
        assertThat(set.json().at("/limits/requests_per_second").asInt()).isEqualTo(RATE);
        for (Api api : callers) {
            await().atMost(Duration.ofSeconds(2))
                    .during(Duration.ofMillis(300))
                    .until(() -> policies(api).equals(List.of("\"feature\";q=" + BURST + ";w=2")));
        }
    }

    @Test
    void theLimit_isOne_forAllNodesAndCallers() {
        limit();
        long began = System.nanoTime();
        int let = 0;
        int refused = 0;
        while (System.nanoTime() - began < Duration.ofSeconds(3).toNanos()) {
            for (Api api : callers) {
                int status = api.get(FEATURES).status();
                let += status == 200 ? 1 : 0;
                refused += status == 429 ? 1 : 0;
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;

        assertThat(let).isBetween((int) (RATE * (seconds - 1)), (int) (BURST + RATE * seconds + 1));
        assertThat(refused).isPositive();
    }

    @Test
    void whoeverComesOnTop_isToldWhenToComeBack_andOtherFeaturesAreNotConcerned() {
        limit();
        Answer refused = untilRefused();

        assertThat(refused.code()).isEqualTo("feature-limited");
        assertThat(refused.json().get("detail").asText())
                .matches("More than 5 requests a second for 'features', from all callers together\\."
                        + " Wait 1 second, then try again\\.");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.header("RateLimit")).matches("\"feature\";r=0;t=2");
        Answer projects = callers.get(0).get("/api/projects?limit=1");
        assertThat(projects.status()).isEqualTo(200);
        assertThat(projects.header("RateLimit-Policy")).isNull();
        assertThat(admin.get(CONTROLS).status()).isEqualTo(200);
    }

    @Test
    void whoHasNotSignedIn_takesNothingFromOthers() {
        limit();
        Api guest = new Api(node.url(), null);
        long began = System.nanoTime();
        int let = 0;
        while (System.nanoTime() - began < Duration.ofSeconds(3).toNanos()) {
            for (int i = 0; i < 10; i++) {
                assertThat(guest.get(FEATURES).status()).isEqualTo(401);
            }
            let += callers.get(0).get(FEATURES).status() == 200 ? 1 : 0;
        }
        double seconds = (System.nanoTime() - began) / 1e9;

        // Ten guests to one caller would leave it a tenth of this.
        assertThat(let).isGreaterThanOrEqualTo((int) (RATE * (seconds - 1)));
    }

    private static Answer untilRefused() {
        for (int i = 0; i < 200; i++) {
            Answer answer = callers.get(0).get(FEATURES);
            if (answer.status() == 429) {
                return answer;
            }
        }
        throw new AssertionError("nobody was refused");
    }

    @Test
    void agents_areCountedWithTheOthers() {
        McpAgent agent = McpAgent.of(admin);
        limit();
        long began = System.nanoTime();
        int let = 0;
        int refusedAgents = 0;
        int refusedOthers = 0;
        while (System.nanoTime() - began < Duration.ofSeconds(3).toNanos()) {
            String outcome = agent.outcome("query_records", "{\"feature\":\"features\",\"limit\":1}");
            int status = callers.get(1).get(FEATURES).status();
            let += (outcome.equals("ok") ? 1 : 0) + (status == 200 ? 1 : 0);
            refusedAgents += outcome.equals("FEATURE_LIMITED") ? 1 : 0;
            refusedOthers += status == 429 ? 1 : 0;
        }
        double seconds = (System.nanoTime() - began) / 1e9;

        assertThat(let).isBetween((int) (RATE * (seconds - 1)), (int) (BURST + RATE * seconds + 1));
        assertThat(refusedAgents).isPositive();
        assertThat(refusedOthers).isPositive();
        // It has a limit of its own, too, which it has gone beyond.
        await().atMost(Duration.ofSeconds(5))
                .until(() -> agent.outcome("query_records", "{\"feature\":\"projects\",\"limit\":1}")
                        .equals("ok"));
    }

    @Test
    void whatIsNoLimit_isRefused() {
        for (String limit : List.of("0", "-1", "1.5", "\"5\"", "1000001", "null")) {
            Answer refused = admin.put(CONTROLS, "{\"limits\":{\"requests_per_second\":" + limit + "}}");
            assertThat(refused.status()).as(limit).isEqualTo(422);
            assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/limits/requests_per_second");
            assertThat(refused.json().at("/errors/0/detail").asText())
                    .isEqualTo("must be a whole number from 1 to 1000000.");
        }
        assertThat(admin.put(CONTROLS, "{\"limits\":{\"rps\":5}}")
                        .json()
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/limits/rps");
    }
}
