package io.corebus.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.corebus.bus.Bus;
import io.corebus.feature.Features;
import io.corebus.resource.ResourceMessages.Permission;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.testing.TestFeatures;
import io.corebus.testing.Unhandled;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subscribers to whom an event cannot be told. */
class SubscriptionTest {
    private final Vertx vertx = Vertx.vertx();
    private final Unhandled unhandled = new Unhandled(vertx);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Bus bus = new Bus(vertx, meters);
    private final Features features = TestFeatures.shippedAnd(Map.of());
    private final Hub hub = new Hub(vertx, bus, features, LiveHouse.config(10, 1_000), LiveMetrics.of(vertx, meters));
    private final Subscriber good = new Subscriber(false);
    private final Subscriber bad = new Subscriber(true);

    private static final class Subscriber implements Subscription.Listener {
        private final boolean throwing;
        final List<Long> told = new CopyOnWriteArrayList<>();
        final AtomicInteger broken = new AtomicInteger();
        final Queue<Runnable> waiting = new ArrayDeque<>();
        boolean ready = true;

        Subscriber(boolean throwing) {
            this.throwing = throwing;
        }

        @Override
        public void event(Event event) {
            if (throwing) {
                throw new IllegalStateException("cannot be told");
            }
            told.add(event.seq());
        }

        @Override
        public void resync(String feature, long seq) {
            if (throwing) {
                throw new IllegalStateException("cannot be told");
            }
            told.add(-seq);
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void whenReady(Runnable callback) {
            waiting.add(callback);
        }

        @Override
        public void broken() {
            broken.incrementAndGet();
        }
    }

    @AfterEach
    void close() {
        unhandled.requireNone();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void subscribe(Subscriber subscriber, long since) {
        Sight all = new Sight(features.find("features"), null, new Permission(null, List.of()));
        new Subscription(vertx, hub, hub.channel("features"), all, since, subscriber).go();
    }

    /** As it was sealed. */
    private SealedEntry entry() {
        List<SealedEntry> sealed = new ArrayList<>();
        journal.bell = rung -> sealed.addAll(rung.entries());
        journal.create("features", 1);
        return sealed.get(0);
    }

    private final JournalDouble journal = new JournalDouble(bus);

    @Test
    void whereOneCannotBeTold_itIsBroken_andOthersGetOn() {
        hub.begin(0);
        subscribe(bad, 0);
        subscribe(good, 0);
        hub.take(List.of(entry(), entry()));
        assertThat(good.told).containsExactly(1L, 2L);
        assertThat(bad.broken).hasValue(1);
        assertThat(hub.channel("features").subscribers()).isEqualTo(1);
    }

    @Test
    void whereOneCannotBeToldToReadAgain_itIsBroken_andOthersAreTold() {
        hub.begin(0);
        subscribe(bad, 0);
        subscribe(good, 0);
        hub.skip(5);
        assertThat(good.told).containsExactly(-5L);
        assertThat(bad.broken).hasValue(1);
    }

    /** A database without the last seals took the place of the one before. */
    @Test
    void whereTheJournalHasGoneBack_allAreToldToReadAgain_andWhatIsSealedFromThere() {
        Subscriber catchingUp = new Subscriber(false);
        catchingUp.ready = false;
        hub.begin(0);
        subscribe(good, 0);
        hub.take(List.of(entry(), entry(), entry()));
        subscribe(catchingUp, 3);

        hub.skip(1);
        hub.take(List.of(new SealedEntry(2, entry().entry())));
        catchingUp.ready = true;
        catchingUp.waiting.remove().run();

        assertThat(good.told).containsExactly(1L, 2L, 3L, -1L, 2L);
        assertThat(catchingUp.told).containsExactly(-1L, 2L);
    }

    @Test
    void whoCannotBeTold_whatItMissed_isBroken() {
        hub.begin(0);
        hub.take(List.of(entry()));
        subscribe(bad, 0);
        assertThat(bad.broken).hasValue(1);
    }

    @Test
    void whoCannotBeTold_whenItTakesMore_isBroken() {
        hub.begin(0);
        hub.take(List.of(entry()));
        bad.ready = false;
        subscribe(bad, 0);
        bad.ready = true;
        bad.waiting.remove().run();
        assertThat(bad.broken).hasValue(1);
    }

    @Test
    void whoCannotBeTold_whatIsInTheJournal_isBroken() {
        vertx.deployVerticle(journal).toCompletionStage().toCompletableFuture().join();
        entry();
        hub.begin(1);
        subscribe(bad, 0);
        await().untilAsserted(() -> assertThat(bad.broken).hasValue(1));
    }
}
