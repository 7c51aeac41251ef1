package io.corebus;

import static io.corebus.McpSite.made;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes of all rooms; the one that tells changes to their logic is killed in the middle of it. */
class LogicCrashIT {
    private static final int ORDERS = 150;

    private static TwoNodes nodes;
    private static String token;

    @BeforeAll
    static void start(@TempDir Path work) throws Exception {
        nodes = TwoNodes.of("logic-crash", TwoNodes.logic(work));
        token = nodes.start();
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @Test
    void theTellingNodeIsKilled_andEveryChangeIsTold_andWhatWasWrittenForItIsThereOnce() {
        int telling = telling();
        Api survivor = new Api(nodes.get(1 - telling).url(), token);
        List<String> orders = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            String order = "{\"customer\":\"" + UUID.randomUUID() + "\",\"amount\":1,\"note\":\"pause\"}";
            orders.add(made(survivor, "orders", order).get("id").asText());
        }
        await().until(() -> !noticed(survivor, orders).isEmpty());
        nodes.get(telling).kill();
        int before = noticed(survivor, orders).size();

        // One that hears of the death late answers late.
        await().atMost(Duration.ofSeconds(40))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(noticed(survivor, orders)).containsOnlyKeys(orders));

        assertThat(before).isLessThan(ORDERS);
        assertThat(noticed(survivor, orders).values()).containsOnly(1);
        assertThat(made(survivor, "orders", "{\"customer\":\"" + UUID.randomUUID() + "\",\"amount\":4}")
                        .get("total")
                        .asInt())
                .isEqualTo(8);
    }

    /** The notices of these orders; there may be others, of an earlier run. */
    private static Map<String, Integer> noticed(Api api, List<String> orders) {
        Map<String, Integer> counts = new TreeMap<>();
        JsonNode notices =
                api.get("/api/notices?limit=1000&sort=-created_at").json().get("data");
        notices.forEach(notice -> counts.merge(notice.get("order_id").asText(), 1, Integer::sum));
        counts.keySet().retainAll(orders);
        return counts;
    }

    private static int telling() {
        List<Integer> found = new ArrayList<>();
        await().until(() -> {
            for (int i = 0; i < 2; i++) {
                String health = new Api(nodes.get(i).managementUrl(), null)
                        .get("/metrics")
                        .text();
                if (health.contains("\ncorebus_logic_features 1.0")) {
                    found.add(i);
                }
            }
            return !found.isEmpty();
        });
        return found.get(0);
    }
}
