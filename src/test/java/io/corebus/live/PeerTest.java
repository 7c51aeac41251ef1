package io.corebus.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Bus;
import io.corebus.bus.Failure;
import io.corebus.config.LimitsConfig;
import io.corebus.config.RedisConfig;
import io.corebus.door.Authentication;
import io.corebus.door.RateLimit;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.resource.ResourceMessages;
import io.corebus.testing.KnownTokens;
import io.corebus.testing.LocalNode;
import io.corebus.testing.TestFeatures;
import io.corebus.testing.Unhandled;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every protocol's client has in common, with a lobby and the rooms behind it in memory. */
class PeerTest {
    private final Vertx vertx = Vertx.vertx();
    private final Unhandled unhandled = new Unhandled(vertx);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Bus bus = new Bus(vertx, meters);
    private final KnownTokens tokens = new KnownTokens(bus);
    private final Features features = TestFeatures.shippedAnd(Map.of());
    private final Context loop = vertx.getOrCreateContext();
    private final Lobby lobby = on(() -> Future.succeededFuture(lobby()));
    private final Client client = on(() -> Future.succeededFuture(new Client(lobby)));

    /** Remembers why it was ended. */
    private final class Client extends Peer {
        final List<String> endings = new CopyOnWriteArrayList<>();
        final Collection<Feature> reading = new ArrayList<>();

        Client(Lobby lobby) {
            super(lobby, "test");
        }

        @Override
        void write(Event event) {}

        @Override
        void close(Ending ending) {
            endings.add(ending.name());
        }

        @Override
        void beat(long nowNanos) {}

        @Override
        Collection<Feature> reading() {
            return reading;
        }

        @Override
        Collection<Subscription> subscriptions() {
            return List.of();
        }

        @Override
        void lose(Feature feature, Failure refusal) {
            reading.remove(feature);
        }

        @Override
        public void resync(String feature, long seq) {}
    }

    private Lobby lobby() {
        RedisConfig redis = new RedisConfig(null, Duration.ofMillis(300), 1);
        LiveParts parts = new LiveParts(
                vertx, LiveHouse.config(10, 1_000, 2), features, bus, LiveMetrics.of(vertx, meters), new LocalNode());
        return new Lobby(
                parts, new Authentication(bus), new RateLimit(vertx, new LimitsConfig(0, 0, 0, 0), redis, meters));
    }

    @AfterEach
    void close() {
        unhandled.requireNone();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** On the event loop of the lobby. */
    private <T> T on(Supplier<Future<T>> work) {
        return Future.<T>future(done -> loop.runOnContext(turn -> work.get().onComplete(done)))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void run(Runnable work) {
        on(() -> {
            work.run();
            return Future.succeededFuture();
        });
    }

    private void assertEnds(Client ending, String reason) {
        await().untilAsserted(() -> assertThat(ending.endings).containsExactly(reason));
    }

    @Test
    void whoCannotBeToldAnEvent_isEnded() {
        run(client::enter);
        run(client::broken);
        assertEnds(client, "internal");
    }

    @Test
    void whoComesIn_whenTheNodeHasBegunToEnd_isToldToGoElsewhere() {
        on(lobby::stop);
        run(client::enter);
        assertEnds(client, "going-away");
    }

    @Test
    void aCheckOfTheTokenBefore_takesNothingFromALaterOne() {
        tokens.allow("later", "ann", Duration.ofHours(1), "viewer");
        Identity later = tokens.identity("later");
        on(tokens::serve);
        run(() -> {
            client.enter();
            client.adopt("before", later);
            client.recheck(); // It is known no more.
            client.adopt("later", later);
        });
        await().during(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(client.endings).isEmpty());

        tokens.remove("later");
        run(client::recheck);
        assertEnds(client, "invalid-token");
    }

    @Test
    void whoseRightsCannotBeChecked_isEndedAfterSomeChecks_howeverWellItsTokenIsKnown() {
        tokens.allow("known", "ann", Duration.ofHours(1), "viewer");
        Identity ann = tokens.identity("known");
        on(tokens::serve);
        on(() -> bus.serve(
                ResourceMessages.MAY,
                (question, caller) -> Future.failedFuture(Failure.internal().exception())));
        run(() -> {
            client.enter();
            client.adopt("known", ann);
            client.reading.add(features.find("features"));
            client.reading.add(features.find("projects"));
        });
        for (int i = 0; i < 10; i++) {
            run(client::recheck);
        }
        await().during(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(client.endings).isEmpty());

        run(client::recheck);
        assertEnds(client, "try-later");
    }
}
