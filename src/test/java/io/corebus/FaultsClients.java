package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.corebus.Api.Answer;
import io.corebus.faults.History;
import io.corebus.faults.History.Event;
import io.corebus.faults.Subscriber;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Writers who read what they wrote, and subscribers of every kind; in the end, what they saw is held against the database. */
final class FaultsClients {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String FEATURES = "/api/features/";
    /** Newer than every version. */
    private static final long GONE = Long.MAX_VALUE;

    private final FaultsCluster cluster;
    private final Duration staleFor;
    private final AtomicLong stale = new AtomicLong();
    private final long first;
    private final History history = new History();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final List<Future<?>> writers = new ArrayList<>();

    /** @param staleFor how long after a write something older may be read; zero: never */
    FaultsClients(FaultsCluster cluster, int writers, Duration staleFor) throws SQLException {
        this.cluster = cluster;
        this.staleFor = staleFor;
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
        cluster.servers().awaitSealed();
        List<Event> journal = cluster.journal(first);
        long last = journal.get(journal.size() - 1).seq();
        for (Subscriber subscriber : subscribers) {
            await(subscriber.name())
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> history.lastSeen(subscriber.name()) >= last);
        }
        close();
        System.out.println("faults: " + history.writes() + " writes, " + journal.size() + " entries, each seen by "
                + subscribers.size() + " subscribers; " + stale
                + " reads were older at first than what was acknowledged");
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
            Answer created =
                    insist(number, Set.of(201), (api, key) -> api.post("/api/features", body, "Idempotency-Key", key));
            String id = created.json().get("id").asText();
            history.acknowledged(id, 1);
            for (int version = 2; version <= 3; version++) {
                String patch = "{\"value\":" + version + "}";
                String tag = "\"" + (version - 1) + "\"";
                insist(
                        number,
                        Set.of(200),
                        (api, key) -> api.patch(FEATURES + id, patch, "Idempotency-Key", key, "If-Match", tag));
                history.acknowledged(id, version);
                readBack(number + version, id, version);
            }
            if (i % 3 == 0) {
                insist(number, Set.of(204), (api, key) -> api.delete(FEATURES + id, "Idempotency-Key", key));
                history.deleted(id, 4);
                readBack(number + 1, id, GONE);
            }
        }
    }

    /** Reads what was acknowledged just now. Something older may be seen only where {@code staleFor} allows it, and not for longer. */
    private void readBack(int door, String id, long acknowledged) {
        long giveUp = System.nanoTime() + staleFor.toNanos();
        long got = versionOf(door, id);
        if (got < acknowledged) {
            stale.incrementAndGet();
        }
        while (got < acknowledged && System.nanoTime() - giveUp < 0) {
            pause();
            got = versionOf(door, id);
        }
        history.read(id, acknowledged, got);
    }

    private long versionOf(int door, String id) {
        Answer answer = insist(door, Set.of(200, 404), (api, key) -> api.get(FEATURES + id));
        return answer.status() == 404 ? GONE : answer.json().get("version").asLong();
    }

    private interface Request {
        Answer send(Api api, String key);
    }

    private Answer insist(int door, Set<Integer> statuses, Request request) {
        String key = UUID.randomUUID().toString();
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        for (int attempt = 0; System.nanoTime() - giveUp < 0; attempt++) {
            List<String> doors = cluster.doors();
            Api api = new Api(doors.get(Math.floorMod(door + attempt, doors.size())), cluster.token());
            try {
                Answer answer = request.send(api, key);
                if (statuses.contains(answer.status())) {
                    return answer;
                }
                if (answer.status() < 500) {
                    throw new AssertionError(answer.status() + " instead of " + statuses + ": " + answer.text());
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
