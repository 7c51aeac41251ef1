package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.corebus.Api.Answer;
import io.corebus.testing.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is set for a feature, in a cluster of three processes: two that have all rooms, and one whose doors ask the others. */
class ControlsClusterIT {
    private static final String CONTROLS = "/api/controls/features";
    private static final String FEATURES = "/api/features";
    private static final long IN_FORCE_NANOS = Duration.ofSeconds(2).toNanos();

    private static final Map<String, NodeProcess> NODES = new TreeMap<>();
    private static TestServers servers;
    private static Api admin;

    @BeforeAll
    static void start() throws Exception {
        servers = TestServers.start("controls-cluster");
        Path logs = Files.createDirectories(Path.of("target/controls-cluster-it"));
        List<Integer> ports = List.of(FreePort.find(), FreePort.find(), FreePort.find());
        List<String> names = List.of("whole-1", "whole-2", "doors");
        for (int i = 0; i < names.size(); i++) {
            Map<String, String> environment = servers.environment(ports.get(i), ports);
            if (names.get(i).equals("doors")) {
                environment.put("COREBUS_ROOMS", "http,live,mcp");
            }
            NODES.put(names.get(i), new NodeProcess(names.get(i), logs, environment));
        }
        NODES.values().forEach(NodeProcess::start);
        NODES.values().forEach(NodeProcess::awaitReady);
        admin = Api.signInOnceMade(NODES.get("whole-1").url());
        admin.delete(CONTROLS);
        awaitEverywhere(200);
    }

    @AfterAll
    static void stop() {
        NODES.values().forEach(NodeProcess::destroy);
        servers.close();
    }

    private static Answer list(String node) {
        return new Api(NODES.get(node).url(), admin.token()).get(FEATURES + "?limit=1");
    }

    private static void awaitEverywhere(int status) {
        await().atMost(Duration.ofSeconds(20))
                .during(Duration.ofSeconds(1))
                .until(() -> NODES.keySet().stream().allMatch(node -> list(node).status() == status));
    }

    @Test
    void switchedOff_noNodeServesIt_afterTwoSeconds_andSwitchedOn_everyNodeDoes() {
        for (int round = 0; round < 3; round++) {
            assertInForce("{\"enabled\":false}", 503);
            assertInForce("{}", 200);
        }
    }

    /** Asks every node for three seconds: what is answered in the last one counts. */
    private static void assertInForce(String controls, int status) {
        assertThat(admin.put(CONTROLS, controls).status()).isEqualTo(200);
        long began = System.nanoTime();
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        while (System.nanoTime() - began < IN_FORCE_NANOS + 1_000_000_000L) {
            for (String node : NODES.keySet()) {
                long asked = System.nanoTime() - began;
                Answer answer = list(node);
                if (asked > IN_FORCE_NANOS) {
                    seen++;
                    if (answer.status() != status) {
                        wrong.add(node + " after " + asked / 1_000_000 + " ms: " + answer.text());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(10);
    }

    @Test
    void aNodeThatStarts_servesNothingBeforeItKnows() throws Exception {
        assertInForce("{\"enabled\":false}", 503);
        NodeProcess node = NODES.get("whole-2");
        assertThat(node.stop()).isIn(0, 143);
        node.start();
        Api there = new Api(node.url(), admin.token());

        List<Integer> statuses = new ArrayList<>();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    try {
                        statuses.add(there.get(FEATURES).status());
                    } catch (java.io.UncheckedIOException notOpenYet) {
                        return false;
                    }
                    return statuses.size() >= 100;
                });

        assertThat(statuses).containsOnly(503);
        node.awaitReady();
        assertInForce("{}", 200);
    }
}
