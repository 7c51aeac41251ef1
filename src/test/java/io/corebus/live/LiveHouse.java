package io.corebus.live;

import io.corebus.bus.Bus;
import io.corebus.config.DataSize;
import io.corebus.config.LimitsConfig;
import io.corebus.config.RedisConfig;
import io.corebus.feature.Features;
import io.corebus.http.HttpConfig;
import io.corebus.http.HttpConfig.ForwardedBy;
import io.corebus.http.HttpVerticle;
import io.corebus.resource.ResourceConfig;
import io.corebus.resource.ResourceVerticle;
import io.corebus.testing.FreePort;
import io.corebus.testing.KnownTokens;
import io.corebus.testing.LocalNode;
import io.corebus.testing.TestFeatures;
import io.corebus.testing.Unhandled;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The live room as it runs on its own, with the real resource room, and the journal and the users in memory, on a real bus. */
final class LiveHouse implements AutoCloseable {
    /** After which the http room closes a connection. */
    static final Duration HTTP_IDLE = Duration.ofSeconds(1);

    private static final LimitsConfig NO_LIMITS = new LimitsConfig(0, 0, 0, 0);

    /** Without live updates. */
    private static final String NOTES =
            "feature: notes\ntitle: Note\nschema:\n  type: object\n  properties:\n    text: {type: string}\n";

    static final String VIEWER = "viewer-token";
    static final String EDITOR = "editor-token";
    static final String STRANGER = "stranger-token";

    final Vertx vertx = Vertx.vertx();
    private final Unhandled unhandled = new Unhandled(vertx);
    final MeterRegistry meters = new SimpleMeterRegistry();
    final Bus bus = new Bus(vertx, meters);
    final JournalDouble journal = new JournalDouble(bus);
    final KnownTokens tokens = new KnownTokens(bus);
    private final Features features;
    private final LocalNode node = new LocalNode();
    private final List<LiveClient> clients = new ArrayList<>();
    private String deployment;

    LiveHouse() {
        this(config(1_000, 1_048_576), 0);
    }

    /** @param before how many events the journal has when the room starts */
    LiveHouse(LiveConfig config, int before) {
        this(config, NO_LIMITS, before);
    }

    LiveHouse(LiveConfig config, LimitsConfig limits, int before) {
        features = TestFeatures.shippedAnd(Map.of("notes", NOTES));
        journal.bell = rung -> {};
        journal.writeMany("features", before);
        journal.bell = journal::ring;
        tokens.allow(VIEWER, "viewer-1", Duration.ofHours(1), "viewer");
        tokens.allow(EDITOR, "editor-1", Duration.ofHours(1), "viewer", "editor", "admin");
        tokens.allow(STRANGER, "stranger-1", Duration.ofHours(1), "nothing");
        await(vertx.deployVerticle(journal));
        await(tokens.serve());
        RedisConfig redis = new RedisConfig("redis://127.0.0.1:" + FreePort.find(), Duration.ofMillis(300), 1);
        ResourceConfig resource = new ResourceConfig(Duration.ofMillis(500), 100, Duration.ofSeconds(30));
        await(vertx.deployVerticle(new ResourceVerticle(resource, redis, features, bus, meters)));
        deployment =
                await(vertx.deployVerticle(new LiveVerticle(config, redis, limits, features, bus, meters, node, true)));
    }

    /** As in a process with an http room, of two instances: what listens from now on is that room. */
    void moveIntoTheHttpRoom(LiveConfig config) {
        undeploy();
        RedisConfig redis = new RedisConfig("redis://127.0.0.1:" + FreePort.find(), Duration.ofMillis(300), 1);
        await(vertx.deployVerticle(new LiveVerticle(config, redis, NO_LIMITS, features, bus, meters, node, false)));
        HttpConfig http = new HttpConfig(
                "127.0.0.1",
                FreePort.find(),
                null,
                new DataSize(1_048_576),
                new DataSize(1_073_741_824),
                new DataSize(16_384),
                Duration.ofSeconds(10),
                HTTP_IDLE,
                2_000,
                1_000,
                List.of(),
                ForwardedBy.NONE,
                true,
                null,
                null,
                10,
                100,
                Duration.ofSeconds(60),
                50);
        deployment = await(vertx.deployVerticle(
                () -> new HttpVerticle(http, redis, NO_LIMITS, features, bus, meters, node, false),
                new DeploymentOptions().setInstances(2)));
    }

    static LiveConfig config(int ringEvents, long maxPending) {
        return config(ringEvents, maxPending, 1_000);
    }

    static LiveConfig config(int ringEvents, long maxPending, int maxConnections) {
        return new LiveConfig(
                "127.0.0.1",
                0,
                List.of("https://app.example.com"),
                maxConnections,
                2,
                ringEvents,
                new DataSize(8_388_608),
                new DataSize(maxPending));
    }

    void drain() {
        node.drain();
    }

    void undeploy() {
        await(vertx.undeploy(deployment));
    }

    int port() {
        return URI.create(node.url()).getPort();
    }

    /** A WebSocket client that shows a token in the query. */
    LiveClient connect(String feature, String token) {
        LiveClient client =
                LiveClient.open(this, "/ws/" + feature + (token == null ? "" : "?access_token=" + token), Map.of());
        clients.add(client);
        return client;
    }

    LiveClient connectWithoutToken(String feature) {
        return connect("/ws/" + feature, Map.of());
    }

    LiveClient connect(String path, Map<String, String> headers) {
        LiveClient client = LiveClient.open(this, path, headers);
        clients.add(client);
        return client;
    }

    /** Connected, welcomed, and subscribed. */
    LiveClient subscribe(String feature, Long since) {
        LiveClient client = connect(feature, VIEWER);
        client.expect("welcome");
        client.send(new JsonObject().put("type", "subscribe_updates").put("since", since));
        client.expect("subscribed");
        return client;
    }

    double count(String meter) {
        return meters.find(meter).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    double gauge(String meter) {
        return meters.find(meter).gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .sum();
    }

    <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(15, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e.getCause() == null ? e : e.getCause());
        }
    }

    @Override
    public void close() {
        clients.forEach(LiveClient::close);
        unhandled.requireNone();
        await(vertx.close());
    }
}
