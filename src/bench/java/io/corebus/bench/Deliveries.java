package io.corebus.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/** Who saw what: every subscriber has to see every create once, and in the order of their numbers where that is promised. Belongs to one event loop. */
final class Deliveries {
    private static final byte[] SEQ = Subscriber.bytes("\"seq\":");
    private static final byte[] NAME = Subscriber.bytes("\"name\":\"" + FanOutLoad.NAME);
    /** Of a delivery that was there before the acknowledgement was. */
    private static final long AT_ONCE = 0;

    private final int subscribers;
    private final boolean isOrdered;
    private final Promise<Void> failure = Promise.promise();
    private long[] acknowledgedAt = new long[1_024];
    private LatencyHistogram latencies = new LatencyHistogram();
    private long expected;
    private long delivered;
    private long bytes;

    Deliveries(int subscribers, boolean isOrdered) {
        this.subscribers = subscribers;
        this.isOrdered = isOrdered;
    }

    /** What comes from now on goes into this. */
    void measure(LatencyHistogram histogram) {
        latencies = histogram;
        bytes = 0;
    }

    void acknowledged(int create) {
        if (create >= acknowledgedAt.length) {
            acknowledgedAt = Arrays.copyOf(acknowledgedAt, Math.max(create + 1, acknowledgedAt.length * 2));
        }
        acknowledgedAt[create] = System.nanoTime();
        expected += subscribers;
    }

    boolean areComplete() {
        return delivered == expected;
    }

    /** For the message when they are not. */
    String describe() {
        return delivered + " of " + expected + " events were delivered.";
    }

    /** Of one event. */
    double meanBytes() {
        return (double) bytes / latencies.total();
    }

    /** Fails when something came that must not come. */
    Future<Void> failure() {
        return failure.future();
    }

    Subscriber.Listener listener() {
        return new One();
    }

    private void fail(String reason) {
        failure.tryFail(new BenchFailure(reason));
    }

    private final class One implements Subscriber.Listener {
        private final BitSet seen = new BitSet();
        private long lastSeq;

        @Override
        public void event(byte[] frame, int from, int to) {
            int name = Subscriber.find(NAME, frame, from, to);
            long seq = number(frame, Subscriber.find(SEQ, frame, from, to));
            int create = (int) number(frame, name);
            if (name < 0 || seen.get(create) || (isOrdered && seq <= lastSeq)) {
                fail("A subscriber got an event twice, late or of something else, after " + lastSeq + ": "
                        + new String(frame, from, to - from, StandardCharsets.UTF_8));
                return;
            }
            lastSeq = seq;
            seen.set(create);
            delivered++;
            bytes += to - from;
            latencies.record(latency(create));
        }

        private long latency(int create) {
            long at = create < acknowledgedAt.length ? acknowledgedAt[create] : AT_ONCE;
            return at == AT_ONCE ? AT_ONCE : (System.nanoTime() - at) / 1_000;
        }

        private long number(byte[] text, int from) {
            long number = 0;
            for (int at = from; at > 0 && text[at] >= '0' && text[at] <= '9'; at++) {
                number = number * 10 + text[at] - '0';
            }
            return number;
        }

        @Override
        public void failed(String reason) {
            fail(reason);
        }
    }
}
