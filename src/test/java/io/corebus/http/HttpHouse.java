package io.corebus.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Bus;
import io.corebus.config.Config;
import io.corebus.config.ConfigFaults;
import io.corebus.config.ConfigReader;
import io.corebus.config.LimitsConfig;
import io.corebus.config.RedisConfig;
import io.corebus.config.Sources;
import io.corebus.feature.Features;
import io.corebus.testing.LocalNode;
import io.corebus.testing.Unhandled;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** The real HTTP door on a free port. What is behind it is up to the test. */
final class HttpHouse {
    private final Vertx vertx = Vertx.vertx();
    private final Unhandled unhandled = new Unhandled(vertx);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Bus bus = new Bus(vertx, meters);
    private final LocalNode node = new LocalNode();

    Vertx vertx() {
        return vertx;
    }

    MeterRegistry meters() {
        return meters;
    }

    Bus bus() {
        return bus;
    }

    String url() {
        return node.url();
    }

    void open(Features features) throws ConfigFaults {
        Config config = new ConfigReader(List.of(HttpConfig.class, RedisConfig.class, LimitsConfig.class))
                .read(new Sources(
                        null,
                        Map.of(),
                        List.of("--http-port=0", "--http-deadline=2s", "--redis-url=redis://127.0.0.1:1")));
        deploy(new HttpVerticle(
                config.get(HttpConfig.class),
                config.get(RedisConfig.class),
                config.get(LimitsConfig.class),
                features,
                bus,
                meters,
                node,
                false));
    }

    void deploy(Deployable deployable) {
        await(vertx.deployVerticle(deployable));
    }

    void close() {
        unhandled.requireNone();
        await(vertx.close());
    }

    static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(15, TimeUnit.SECONDS)
                .join();
    }

    /** For what the client of the JDK would not send. With a header that closes the connection, or a version that does; all that comes until it is closed. */
    String answerTo(String request) throws IOException {
        URI door = URI.create(url());
        try (Socket socket = new Socket(door.getHost(), door.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    void assertRefusedOverHttp10(String path, String token) throws IOException {
        assertThat(answerTo("GET " + path + " HTTP/1.0\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n"))
                .contains(" 426 ")
                .containsIgnoringCase("upgrade: HTTP/1.1\r\n")
                .containsIgnoringCase("connection: upgrade\r\n")
                .contains("\"code\":\"upgrade-required\"");
    }

    /**
     * A client that does not read gets what the network's buffers hold, and no page more is read for it; when it is gone, there are no more at all.
     *
     * @param pages how many were read, each of half a mebibyte, without an end
     */
    void assertHeldBackByASlowClient(String path, String token, AtomicInteger pages) throws Exception {
        URI door = URI.create(url());
        try (Socket socket = new Socket(door.getHost(), door.getPort())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            int stalledAt = awaitStandstill(pages);
            assertThat(stalledAt).isBetween(1, 60);

            assertThat(socket.getInputStream().readNBytes(4 * 524_288)).hasSize(4 * 524_288);
            Awaitility.await().untilAsserted(() -> assertThat(pages.get()).isGreaterThan(stalledAt));
            assertThat(awaitStandstill(pages)).isLessThan(stalledAt + 12);
        }
        assertThat(awaitStandstill(pages)).isLessThan(80);
    }

    private static int awaitStandstill(AtomicInteger pages) throws InterruptedException {
        int before = -1;
        while (before != pages.get() || before == 0) {
            before = pages.get();
            Thread.sleep(400);
        }
        return before;
    }
}
