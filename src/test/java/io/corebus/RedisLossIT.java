package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Redis dies under load and comes back: slower, never wrong. */
class RedisLossIT {
    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start("redis-loss", Map.of());
    }

    @AfterAll
    static void stop() {
        node.stop();
    }

    @Test
    void noRequestFails_andNobodyReadsAnythingOlderThanWhatWasAcknowledged() throws Exception {
        Queue<String> faults = new ConcurrentLinkedQueue<>();
        AtomicBoolean running = new AtomicBoolean(true);
        ExecutorService clients = Executors.newFixedThreadPool(8);
        List<Future<?>> working = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String created = create("loss-" + i);
            AtomicLong acknowledged = new AtomicLong(1);
            working.add(clients.submit(() -> write(created, acknowledged, running, faults)));
            working.add(clients.submit(() -> read(created, acknowledged, running, faults)));
        }

        for (int round = 0; round < 3; round++) {
            Thread.sleep(700);
            node.servers().redis().kill();
            Thread.sleep(700);
            node.servers().redis().start();
        }
        Thread.sleep(1_500);
        running.set(false);
        for (Future<?> client : working) {
            client.get(30, TimeUnit.SECONDS);
        }
        clients.shutdown();

        assertThat(faults).isEmpty();
        assertThat(node.admin().get("/metrics").text()).contains("corebus_cache_reads_total", "result=\"bypass\"");
    }

    private static String create(String name) {
        Answer created = node.admin().post("/api/features", "{\"name\":\"" + name + "\",\"value\":0}");
        assertThat(created.status()).isEqualTo(201);
        return created.header("Location");
    }

    private static void write(String path, AtomicLong acknowledged, AtomicBoolean running, Queue<String> faults) {
        for (int i = 0; running.get(); i++) {
            Answer patched = node.admin().patch(path, "{\"value\":" + i % 1000 + "}");
            if (patched.status() == 200) {
                acknowledged.set(patched.json().get("version").asLong());
            } else {
                faults.add("write: " + patched.status() + " " + patched.text());
            }
        }
    }

    private static void read(String path, AtomicLong acknowledged, AtomicBoolean running, Queue<String> faults) {
        while (running.get()) {
            long atLeast = acknowledged.get();
            Answer answer = node.admin().get(path);
            JsonNode resource = answer.json();
            if (answer.status() != 200) {
                faults.add("read: " + answer.status() + " " + answer.text());
            } else if (resource.get("version").asLong() < atLeast) {
                faults.add("stale: " + resource.get("version") + " after " + atLeast);
            }
        }
    }
}
