package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.corebus.Api.Answer;
import io.corebus.testing.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
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

/**
 * A cluster of five processes with the rooms split between them: one http, two of access and resource, two of storage. Clients read and write through the http
 * node while others are killed, restarted and drained.
 */
class ClusterIT {
    private static final long LONGEST_MILLIS = 2_000;
    private static final Duration SEAL_LAG_AND_A_SECOND = Duration.ofSeconds(2);

    private static final Map<String, NodeProcess> NODES = new HashMap<>();
    private static TestServers servers;
    private static Api admin;

    @BeforeAll
    static void start() throws Exception {
        servers = TestServers.start("cluster");
        Path logs = Files.createDirectories(Path.of("target/cluster-it"));
        Map<String, Integer> ports = new HashMap<>();
        List<String> names = List.of("storage-1", "storage-2", "resource-1", "resource-2", "http-1");
        names.forEach(name -> ports.put(name, FreePort.find()));
        for (String name : names) {
            NODES.put(name, new NodeProcess(name, logs, environment(name, ports)));
        }
        for (String name : names) {
            NODES.get(name).start();
        }
        NODES.values().forEach(NodeProcess::awaitReady);
        admin = Api.signInOnceMade(NODES.get("http-1").url());
    }

    private static Map<String, String> environment(String name, Map<String, Integer> ports) {
        String room = name.substring(0, name.indexOf('-'));
        Map<String, String> environment = servers.environment(ports.get(name), ports.values());
        environment.put(
                "COREBUS_ROOMS",
                room.equals("resource")
                        ? "access,audit,resource,webhook"
                        : room.equals("http") ? "http,live,mcp" : room);
        return environment;
    }

    @AfterAll
    static void stop() {
        NODES.values().forEach(NodeProcess::destroy);
        servers.close();
    }

    /** What the clients saw. */
    private static final class Observations {
        final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        final Queue<String> failures = new ConcurrentLinkedQueue<>();
        /** What was older at first than what had been acknowledged. */
        final Queue<String> stale = new ConcurrentLinkedQueue<>();

        final long lossesBefore = lossesOfRedis();
        final AtomicLong longestMillis = new AtomicLong();
        final AtomicLong requests = new AtomicLong();

        Answer timed(java.util.function.Supplier<Answer> request, int expected) {
            long began = System.nanoTime();
            Answer answer = request.get();
            long millis = (System.nanoTime() - began) / 1_000_000;
            longestMillis.accumulateAndGet(millis, Math::max);
            requests.incrementAndGet();
            if (answer.status() != expected) {
                failures.add(answer.status() + " after " + millis + " ms: " + answer.text());
            }
            return answer;
        }
    }

    private static void client(String mark, AtomicBoolean running, Observations seen) {
        for (int i = 0; running.get(); i++) {
            String name = mark + "-" + i;
            String body = "{\"name\":\"" + name + "\",\"value\":1}";
            Answer created = seen.timed(() -> admin.post("/api/features", body), 201);
            if (created.status() != 201) {
                continue;
            }
            seen.acknowledged.add(name);
            String path = created.header("Location");
            seen.timed(() -> admin.patch(path, "{\"value\":2}", "If-Match", "\"1\""), 200);
            if (version(seen, path) != 2) {
                seen.stale.add(path);
                await().atMost(SEAL_LAG_AND_A_SECOND).until(() -> version(seen, path) == 2);
            }
        }
    }

    private static long version(Observations seen, String path) {
        return seen.timed(() -> admin.get(path), 200).json().path("version").asLong();
    }

    /** How often one of the nodes lost Redis, which a process that has just started can when the machine is busy. */
    private static long lossesOfRedis() {
        return NODES.values().stream()
                .mapToLong(node -> node.logged("Redis is away"))
                .sum();
    }

    private static Observations whileClientsWork(ThrowingRunnable disturbance, String mark) throws Exception {
        Observations seen = new Observations();
        AtomicBoolean running = new AtomicBoolean(true);
        ExecutorService clients = Executors.newFixedThreadPool(6);
        List<Future<?>> working = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String own = mark + "-" + i;
            working.add(clients.submit(() -> client(own, running, seen)));
        }
        try {
            disturbance.run();
        } finally {
            running.set(false);
        }
        for (Future<?> client : working) {
            client.get(40, TimeUnit.SECONDS);
        }
        clients.shutdown();
        return seen;
    }

    interface ThrowingRunnable {
        void run() throws Exception;
    }

    @Test
    void killedNodes_loseNothing_doubleNothing_andNoClientSeesAFailure() throws Exception {
        String mark = "kill" + UUID.randomUUID().toString().substring(0, 8);

        Observations seen = whileClientsWork(
                () -> {
                    Thread.sleep(2_000);
                    NODES.get("resource-1").kill();
                    Thread.sleep(4_000);
                    NODES.get("resource-1").start();
                    NODES.get("resource-1").awaitReady();
                    Thread.sleep(1_000);
                    NODES.get("storage-1").kill();
                    Thread.sleep(4_000);
                    NODES.get("storage-1").start();
                    NODES.get("storage-1").awaitReady();
                    Thread.sleep(2_000);
                },
                mark);

        requireExact(seen, mark);
    }

    @Test
    void drainedNodes_loseNoRequest() throws Exception {
        String mark = "drain" + UUID.randomUUID().toString().substring(0, 8);

        Observations seen = whileClientsWork(
                () -> {
                    for (String name : List.of("resource-2", "storage-2")) {
                        Thread.sleep(1_500);
                        assertThat(NODES.get(name).stop()).isIn(0, 143);
                        NODES.get(name).start();
                        NODES.get(name).awaitReady();
                    }
                    Thread.sleep(1_000);
                },
                mark);

        requireExact(seen, mark);
    }

    private static void requireExact(Observations seen, String mark) throws Exception {
        System.out.println(mark + ": " + seen.requests + " requests, longest " + seen.longestMillis + " ms");
        assertThat(seen.failures).isEmpty();
        if (lossesOfRedis() == seen.lossesBefore) { // Else it is promised within the time that was waited for.
            assertThat(seen.stale).isEmpty();
        }
        assertThat(seen.acknowledged.size()).isGreaterThan(50);
        assertThat(seen.longestMillis.get()).isLessThan(LONGEST_MILLIS);
        List<String> stored = servers.query("SELECT name FROM data.features WHERE name LIKE '" + mark + "-%'");
        assertThat(stored).containsExactlyInAnyOrderElementsOf(seen.acknowledged);
        List<String> journaled = servers.query("SELECT j.after->>'name' || ' ' || j.kind FROM corebus.journal j"
                + " WHERE j.feature = 'features' AND j.after->>'name' LIKE '" + mark + "-%'");
        List<String> expected = new ArrayList<>();
        seen.acknowledged.forEach(name -> expected.addAll(List.of(name + " created", name + " updated")));
        assertThat(journaled).containsExactlyInAnyOrderElementsOf(expected);
    }
}
