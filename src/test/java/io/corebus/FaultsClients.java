package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import io.corebus.faults.History;
import io.corebus.faults.History.Event;
import io.corebus.faults.Subscriber;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Writers who read what they wrote, and subscribers of every kind; in the end, what they saw is held against the database. */
final class FaultsClients {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final FaultsCluster cluster;
    private final long first;
    private final History history = new History();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final List<Future<?>> writers = new ArrayList<>();

    FaultsClients(FaultsCluster cluster, int writers) throws SQLException {
        this.cluster = cluster;
        this.first = cluster.head();
        for (int turn = 0; turn < 2; turn++) {
            String transport = turn == 0 ? "websocket" : "xhr-streaming";
            subscribe("websocket", turn, one -> one.followByWebSocket(first));
            subscribe("events", turn, one -> one.followByEvents(first));
            subscribe("sockjs", turn, one -> one.followBySockJs(first, transport));
        }
        for (int i = 0; i < writers; i++) {
            int number = i;
            this.writers.add(threads.submit(() -> write(number)));
        }
    }

    private void subscribe(String kind, int turn, Consumer<Subscriber> following) {
        Subscriber subscriber = new Subscriber(kind + "-" + turn, cluster.doors(), turn, cluster.token(), history);
        subscribers.add(subscriber);
        threads.submit(() -> following.accept(subscriber));
    }

    /** Ends the writing, waits until everybody can have seen everything, and judges. */
    void assertNothingIsLost(int leastWrites) throws Exception {
        running.set(false);
        for (Future<?> writer : writers) {
            writer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        cluster.awaitSealed();
        List<Event> journal = cluster.journal(first);
        long last = journal.get(journal.size() - 1).seq();
        for (Subscriber subscriber : subscribers) {
            await(subscriber.name())
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> history.lastSeen(subscriber.name()) >= last);
        }
        close();
        System.out.println("faults: " + history.writes() + " writes, " + journal.size() + " entries, each seen by "
                + subscribers.size() + " subscribers");
        assertThat(history.faults(journal, cluster.rows())).isEmpty();
        assertThat(history.writes()).isGreaterThan(leastWrites);
    }

    void close() {
        running.set(false);
        subscribers.forEach(Subscriber::stop);
        threads.shutdownNow();
    }

    /** Creates, changes, reads and deletes resources of its own. Repeats what got no answer under the same key, as a careful client does. */
    private void write(int number) {
        for (int i = 0; running.get(); i++) {
            String body = "{\"name\":\"faults-" + number + "-" + i + "\",\"value\":1}";
            JsonNode created =
                    insist(number, 201, (api, key) -> api.post("/api/features", body, "Idempotency-Key", key));
            String id = created.get("id").asText();
            history.acknowledged(id, 1);
            String path = "/api/features/" + id;
            for (int version = 2; version <= 3; version++) {
                String patch = "{\"value\":" + version + "}";
                String tag = "\"" + (version - 1) + "\"";
                insist(number, 200, (api, key) -> api.patch(path, patch, "Idempotency-Key", key, "If-Match", tag));
                history.acknowledged(id, version);
                JsonNode read = insist(number + version, 200, (api, key) -> api.get(path));
                history.read(id, version, read.get("version").asLong());
            }
            if (i % 3 == 0) {
                delete(number, id, 4);
            }
        }
    }

    private void delete(int number, String id, long version) {
        String path = "/api/features/" + id;
        insist(number, 204, (api, key) -> api.delete(path, "Idempotency-Key", key));
        history.deleted(id, version);
        insist(number + 1, 404, (api, key) -> api.get(path));
    }

    private interface Request {
        Answer send(Api api, String key);
    }

    private JsonNode insist(int door, int status, Request request) {
        String key = UUID.randomUUID().toString();
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        for (int attempt = 0; System.nanoTime() - giveUp < 0; attempt++) {
            List<String> doors = cluster.doors();
            Api api = new Api(doors.get(Math.floorMod(door + attempt, doors.size())), cluster.token());
            try {
                Answer answer = request.send(api, key);
                if (answer.status() == status) {
                    return status == 204 ? null : answer.json();
                }
                if (answer.status() < 500) {
                    throw new AssertionError(answer.status() + " instead of " + status + ": " + answer.text());
                }
            } catch (UncheckedIOException e) {
                // It will be asked again.
            }
            pause();
        }
        throw new AssertionError("no answer within " + PATIENCE);
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
