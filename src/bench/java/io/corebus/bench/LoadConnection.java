package io.corebus.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One caller: asks, waits for the answer, checks it, and asks again. Belongs to one event loop. */
final class LoadConnection {
    /** Of all connections in one run: what creates leave behind must fit on the disk, however long the run is. */
    private static final int MAX_REQUESTS = 5_000_000;

    private final NetSocket socket;
    private final Supplier<Exchange> exchanges;
    private final AnswerReader answer = new AnswerReader();

    private LatencyHistogram latencies = new LatencyHistogram();
    private @Nullable Promise<Void> running;
    private @Nullable Exchange asked;
    private long askedAt;
    private long deadline;

    /** @param exchanges what to ask next */
    LoadConnection(NetSocket socket, Supplier<Exchange> exchanges) {
        this.socket = socket;
        this.exchanges = exchanges;
        socket.handler(this::read);
        socket.exceptionHandler(failure -> fail("The connection broke: " + failure));
        socket.closeHandler(closed -> fail("The server closed the connection."));
    }

    /**
     * Asks until then, and at least once.
     *
     * @param end as {@link System#nanoTime} will tell
     * @return complete when the last answer is in
     */
    Future<Void> run(long end, LatencyHistogram histogram) {
        Promise<Void> promise = Promise.promise();
        running = promise;
        latencies = histogram;
        deadline = end;
        ask(System.nanoTime());
        return promise.future();
    }

    private void ask(long now) {
        Exchange next = exchanges.get();
        asked = next;
        askedAt = now;
        answer.clear();
        socket.write(next.request());
    }

    private void read(Buffer data) {
        try {
            if (answer.add(data)) {
                check(Objects.requireNonNull(asked));
            }
        } catch (BenchFailure e) {
            fail(e.getMessage());
        }
    }

    private void check(Exchange exchange) {
        if (!exchange.isAnsweredBy(answer)) {
            fail("A wrong answer. " + exchange.describe() + ", and this came: " + answer.text());
            return;
        }
        long now = System.nanoTime();
        latencies.record((now - askedAt) / 1_000);
        if (now < deadline && latencies.total() < MAX_REQUESTS) {
            ask(now);
        } else if (running != null) {
            running.tryComplete();
        }
    }

    private void fail(@Nullable String reason) {
        deadline = 0;
        if (running != null) {
            running.tryFail(new BenchFailure(String.valueOf(reason)));
        }
    }

    /** Gives up on an answer that does not come. */
    void giveUp() {
        fail(asked == null ? "Nothing was asked." : "No answer in time. " + asked.describe());
    }

    void close() {
        socket.close();
    }
}
