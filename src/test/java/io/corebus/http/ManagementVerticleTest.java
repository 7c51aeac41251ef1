package io.corebus.http;

import static io.corebus.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.Api;
import io.corebus.Api.Answer;
import io.corebus.bus.Bus;
import io.corebus.config.ManagementConfig;
import io.corebus.testing.LocalNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health and metrics on a port of their own, where a path is treated as on the port of the doors. */
class ManagementVerticleTest {
    private final Vertx vertx = Vertx.vertx();
    private final LocalNode node = new LocalNode();
    private Api nobody;

    @BeforeEach
    void open() {
        Bus bus = new Bus(vertx, new SimpleMeterRegistry());
        await(vertx.deployVerticle(new ManagementVerticle(new ManagementConfig("127.0.0.1", 0), bus, node)));
        nobody = new Api(node.url(), null);
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz", "/startupz", "/health", "/metrics"})
    void aPath_takesHead_tellsItsMethods_andRefusesOthers(String path) {
        assertThat(nobody.get(path).status()).isEqualTo(200);
        assertThat(nobody.send("HEAD", path, null).status()).isEqualTo(200);
        Answer options = nobody.send("OPTIONS", path, null);
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).isEqualTo("GET, HEAD");
        Answer refused = nobody.delete(path);
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.code()).isEqualTo("method-not-allowed");
        assertThat(refused.header("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void anUnknownPath_isRefusedWithAProblem_whichSaysWhatThereIs() {
        Answer refused = nobody.get("/api/features");

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.code()).isEqualTo("no-such-path");
        assertThat(refused.json().get("detail").asText())
                .isEqualTo(
                        "There is nothing under this path. Here are /livez, /readyz, /startupz, /health and /metrics.");
    }
}
