package io.corebus.resource;

import static io.corebus.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.TestRedis;
import io.corebus.config.RedisConfig;
import io.corebus.testing.FreePort;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisLinkTest {
    private static final Duration TIMEOUT = Duration.ofMillis(100);
    private static final ResourceConfig CONFIG =
            new ResourceConfig(Duration.ofMillis(50), 1_000, Duration.ofSeconds(1));

    private static TestRedis redis;

    private Vertx vertx;
    private Context loop;
    private volatile int delay;

    @BeforeAll
    static void startRedis() {
        redis = new TestRedis();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        loop = vertx.getOrCreateContext();
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @Test
    void withTls_theCertificateMustBeForTheHost() {
        RedisOptions options =
                RedisLink.options(new RedisConfig("rediss://cache.internal:6380", Duration.ofMillis(300), 1));

        assertThat(options.getNetClientOptions().getHostnameVerificationAlgorithm())
                .isEqualTo("HTTPS");
        assertThat(options.getNetClientOptions().isTrustAll()).isFalse();
    }

    @Test
    void whatAnswersLateWhileItConnects_isTrusted_onceItIsUp() {
        delay = 250;
        RedisLink link = link(slowly());

        await(onLoop(link::open));
        delay = 0;

        Awaitility.await().until(() -> state(link).startsWith("up"));
        assertThat(await(onLoop(() -> Future.succeededFuture(link.isTrusted()))))
                .isTrue();
        assertThat(state(link)).isEqualTo("up");
    }

    @Test
    void whereAnotherInstanceDoesNotReachRedis_thatIsSaid() {
        RedisLink link = link(redis.url());
        RedisLink other = link("redis://127.0.0.1:" + FreePort.find());
        await(onLoop(link::open));
        await(onLoop(other::open));

        assertThat(state(other)).isEqualTo("away, serving without the cache");
        assertThat(state(link)).isEqualTo("up, but away for another instance here, serving without the cache");
        await(onLoop(other::close));
        assertThat(state(link)).isEqualTo("up");
    }

    private RedisLink link(String url) {
        return await(
                onLoop(() -> Future.succeededFuture(new RedisLink(vertx, new RedisConfig(url, TIMEOUT, 1), CONFIG))));
    }

    private String state(RedisLink link) {
        return await(onLoop(() -> Future.succeededFuture(link.state())));
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> asked) {
        Promise<T> answer = Promise.promise();
        loop.runOnContext(turn -> asked.get().onComplete(answer));
        return answer.future();
    }

    /** Where the same Redis answers later. */
    private String slowly() {
        NetClient client = vertx.createNetClient();
        NetServer server = vertx.createNetServer().connectHandler(asking -> {
            asking.pause();
            client.connect(redis.port(), "127.0.0.1").onSuccess(answering -> join(asking, answering));
        });
        return "redis://127.0.0.1:" + await(server.listen(0, "127.0.0.1")).actualPort();
    }

    private void join(NetSocket asking, NetSocket answering) {
        asking.handler(answering::write).closeHandler(end -> answering.close());
        answering.handler(answer -> vertx.setTimer(Math.max(1, delay), timer -> asking.write(answer)));
        asking.resume();
    }
}
