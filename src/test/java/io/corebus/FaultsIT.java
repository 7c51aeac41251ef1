package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import io.corebus.faults.History;
import io.corebus.faults.History.Change;
import io.corebus.faults.History.Event;
import io.corebus.faults.Subscriber;
import io.corebus.testing.FreePort;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Nothing lost: writers, readers and subscribers on a cluster of six processes, of which some are killed, stopped for longer than the cluster takes to notice and
 * continued, while connections are cut. In the end the histories are held against each other and against the database.
 */
class FaultsIT {
    private static final String ADMIN = "admin@example.com";
    private static final String PASSWORD = "correct-horse-battery";
    private static final int WRITERS = 4;
    private static final Map<String, NodeProcess> NODES = new LinkedHashMap<>();
    private static final List<String> DOORS = new ArrayList<>();
    private static TestServers servers;
    private static String token;

    private final History history = new History();
    private final AtomicBoolean running = new AtomicBoolean(true);

    @BeforeAll
    static void start() throws Exception {
        servers = TestServers.start("faults");
        Path logs = Files.createDirectories(Path.of("target/faults-it"));
        Map<String, Integer> ports = new LinkedHashMap<>();
        List.of("storage-1", "storage-2", "work-1", "work-2", "door-1", "door-2")
                .forEach(name -> ports.put(name, FreePort.find()));
        String peers = String.join(
                ",", ports.values().stream().map(port -> "127.0.0.1:" + port).toList());
        ports.forEach((name, port) -> NODES.put(name, new NodeProcess(name, logs, environment(name, port, peers))));
        NODES.values().forEach(NodeProcess::start);
        NODES.values().forEach(NodeProcess::awaitReady);
        token = Api.signIn(DOORS.get(0), ADMIN, PASSWORD).token();
    }

    private static Map<String, String> environment(String name, int port, String peers) {
        Map<String, String> environment = new HashMap<>();
        String httpPort = Integer.toString(FreePort.find());
        environment.put("COREBUS_ROOMS", rooms(name));
        environment.put("COREBUS_CLUSTER_HOST", "127.0.0.1");
        environment.put("COREBUS_CLUSTER_PORT", Integer.toString(port));
        environment.put("COREBUS_CLUSTER_PEERS", peers);
        environment.put("COREBUS_HTTP_PORT", httpPort);
        environment.put("COREBUS_MANAGEMENT_PORT", Integer.toString(FreePort.find()));
        environment.put("COREBUS_STORAGE_URL", servers.storageUrl());
        environment.put("COREBUS_REDIS_URL", servers.redisUrl());
        environment.put("COREBUS_ADMIN_EMAIL", ADMIN);
        environment.put("COREBUS_ADMIN_PASSWORD", PASSWORD);
        if (name.startsWith("door")) {
            DOORS.add("http://127.0.0.1:" + httpPort);
        }
        return environment;
    }

    private static String rooms(String name) {
        if (name.startsWith("storage")) {
            return "storage";
        }
        return name.startsWith("work") ? "access,audit,resource" : "http,live,mcp";
    }

    @AfterAll
    static void stop() {
        NODES.values().forEach(NodeProcess::destroy);
        servers.close();
    }

    @Test
    void whateverFails_nothingAcknowledgedIsLost_andEverySubscriberSeesItOnce() throws Exception {
        long first = head();
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Subscriber> subscribers = subscribe(first, threads);
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int number = i;
            writers.add(threads.submit(() -> write(number)));
        }
        try {
            disturb();
        } finally {
            running.set(false);
        }
        for (Future<?> writer : writers) {
            writer.get(60, TimeUnit.SECONDS);
        }
        awaitSealed();
        List<Event> journal = journal(first);
        for (Subscriber subscriber : subscribers) {
            long last = journal.get(journal.size() - 1).seq();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(history.lastSeen(subscriber.name())).isEqualTo(last));
        }
        subscribers.forEach(Subscriber::stop);
        threads.shutdownNow();

        System.out.println("faults: " + history.writes() + " writes, " + journal.size() + " entries");
        assertThat(history.faults(journal, rows())).isEmpty();
        assertThat(history.writes()).isGreaterThan(200);
    }

    private List<Subscriber> subscribe(long first, ExecutorService threads) {
        List<Subscriber> subscribers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Subscriber socket = new Subscriber("websocket-" + i, DOORS, i, token, history);
            Subscriber events = new Subscriber("events-" + i, DOORS, i, token, history);
            threads.submit(() -> socket.followByWebSocket(first));
            threads.submit(() -> events.followByEvents(first));
            subscribers.add(socket);
            subscribers.add(events);
        }
        return subscribers;
    }

    /** About forty seconds. A stop lasts longer than the cluster takes to believe that a member is gone. */
    private static void disturb() throws Exception {
        Thread.sleep(3_000);
        restart("work-1");
        Thread.sleep(2_000);
        NODES.get("storage-1").signal("STOP");
        Thread.sleep(9_000);
        NODES.get("storage-1").signal("CONT");
        Thread.sleep(2_000);
        restart("door-1");
        Thread.sleep(1_000);
        NODES.get("work-2").signal("STOP");
        Thread.sleep(9_000);
        NODES.get("work-2").signal("CONT");
        Thread.sleep(2_000);
        restart("storage-2");
        Thread.sleep(3_000);
    }

    private static void restart(String name) throws Exception {
        NODES.get(name).kill();
        Thread.sleep(1_000);
        NODES.get(name).start();
        NODES.get(name).awaitReady();
    }

    /** Creates, changes and reads resources of its own. Repeats what got no answer under the same key, as a careful client does. */
    private void write(int number) {
        for (int i = 0; running.get(); i++) {
            String body = "{\"name\":\"faults-" + number + "-" + i + "\",\"value\":1}";
            JsonNode created = insist(number, api -> api.post("/api/features", body, "Idempotency-Key", key()), 201);
            String id = created.get("id").asText();
            history.acknowledged(id, 1);
            String path = "/api/features/" + id;
            for (int version = 2; version <= 3; version++) {
                String patch = "{\"value\":" + version + "}";
                String tag = "\"" + (version - 1) + "\"";
                insist(number, api -> api.patch(path, patch, "Idempotency-Key", key(), "If-Match", tag), 200);
                history.acknowledged(id, version);
                JsonNode read = insist(number + version, api -> api.get(path), 200);
                history.read(id, version, read.get("version").asLong());
            }
        }
    }

    private final ThreadLocal<String> keys = new ThreadLocal<>();

    private String key() {
        return keys.get();
    }

    private interface Request {
        Answer send(Api api);
    }

    private JsonNode insist(int door, Request request, int status) {
        keys.set(UUID.randomUUID().toString());
        for (int attempt = 0; attempt < 200; attempt++) {
            Api api = new Api(DOORS.get(Math.floorMod(door + attempt, DOORS.size())), token);
            try {
                Answer answer = request.send(api);
                if (answer.status() == status) {
                    return answer.json();
                }
                if (answer.status() < 500) {
                    throw new AssertionError(answer.status() + " " + answer.text());
                }
            } catch (UncheckedIOException e) {
                pause();
            }
        }
        throw new AssertionError("no answer in two hundred attempts");
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long head() throws SQLException {
        return Long.parseLong(servers.query("SELECT coalesce(max(first_seq + count - 1), 0) FROM corebus.seal")
                .get(0));
    }

    private static void awaitSealed() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(servers.query("SELECT count(*) FROM corebus.journal WHERE (era, txid, n) >"
                                        + " (SELECT era, txid, n FROM corebus.seal ORDER BY number DESC LIMIT 1)"))
                                .containsExactly("0"));
    }

    private static List<Event> journal(long after) throws SQLException {
        List<Event> events = new ArrayList<>();
        for (String line :
                servers.query("SELECT concat_ws(' ', s.first_seq + e.place - 1, j.kind, j.resource_id, j.version)"
                        + " FROM corebus.seal s CROSS JOIN LATERAL unnest(s.entries) WITH ORDINALITY e(n, place)"
                        + " JOIN corebus.journal j ON j.n = e.n WHERE j.feature = 'features' AND j.version IS NOT NULL"
                        + " AND s.first_seq + e.place - 1 > " + after + " ORDER BY s.first_seq + e.place")) {
            String[] parts = line.split(" ");
            events.add(new Event(Long.parseLong(parts[0]), parts[1], new Change(parts[2], Long.parseLong(parts[3]))));
        }
        return events;
    }

    private static Map<String, Long> rows() throws SQLException {
        Map<String, Long> rows = new HashMap<>();
        for (String line : servers.query("SELECT id || ' ' || version FROM data.features")) {
            String[] parts = line.split(" ");
            rows.put(parts[0], Long.parseLong(parts[1]));
        }
        return rows;
    }
}
