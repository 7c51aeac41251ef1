package io.corebus;

import static io.corebus.McpSite.made;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.testing.FreePort;
import io.corebus.testing.LogicJar;
import java.nio.file.Files;
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

    private static final List<NodeProcess> NODES = new ArrayList<>();
    private static TestServers servers;
    private static String token;

    @BeforeAll
    static void start(@TempDir Path work) throws Exception {
        Path extensions = LogicJar.directory(Path.of("src/test/resources/logic-source"), work, "com.acme.OrderLogic");
        servers = TestServers.start("logic-crash");
        Path logs = Files.createDirectories(Path.of("target/logic-crash-it"));
        List<Integer> ports = List.of(FreePort.find(), FreePort.find());
        for (int i = 0; i < 2; i++) {
            Map<String, String> environment = servers.environment(ports.get(i), ports);
            environment.put(
                    "COREBUS_FEATURES_DIR",
                    Path.of("src/test/resources/logic").toAbsolutePath().toString());
            environment.put("COREBUS_LOGIC_DIR", extensions.toString());
            NODES.add(new NodeProcess("node-" + i, logs, environment));
        }
        NODES.forEach(NodeProcess::start);
        NODES.forEach(NodeProcess::awaitReady);
        token = Api.signInOnceMade(NODES.get(0).url()).token();
    }

    @AfterAll
    static void stop() {
        NODES.forEach(NodeProcess::destroy);
        servers.close();
    }

    @Test
    void theTellingNodeIsKilled_andEveryChangeIsTold_andWhatWasWrittenForItIsThereOnce() {
        int telling = telling();
        Api survivor = new Api(NODES.get(1 - telling).url(), token);
        List<String> orders = new ArrayList<>();
        for (int i = 0; i < ORDERS; i++) {
            String order = "{\"customer\":\"" + UUID.randomUUID() + "\",\"amount\":1,\"note\":\"pause\"}";
            orders.add(made(survivor, "orders", order).get("id").asText());
        }
        await().until(() -> !noticed(survivor, orders).isEmpty());
        NODES.get(telling).kill();
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
                String health = new Api(NODES.get(i).managementUrl(), null)
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
