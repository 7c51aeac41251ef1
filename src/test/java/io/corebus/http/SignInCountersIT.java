package io.corebus.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.TestRedis;
import io.corebus.config.RedisConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Counters of failed sign-ins in a real Redis: they end, and nobody gets attempts for nothing. */
class SignInCountersIT {
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final Vertx vertx = Vertx.vertx();
    private final TestRedis server = new TestRedis();
    private final Redis redis = Redis.createClient(vertx, server.url());
    private final SignInCounters counters =
            new SignInCounters(vertx, WINDOW, new RedisConfig(server.url(), Duration.ofSeconds(5), 1));

    @AfterEach
    void close() {
        await(counters.close());
        await(vertx.close());
        server.close();
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(15, TimeUnit.SECONDS)
                .join();
    }

    private String ask(Command command, String... arguments) {
        Request request = Request.cmd(command);
        for (String argument : arguments) {
            request.arg(argument);
        }
        return String.valueOf(await(redis.send(request)));
    }

    /** One connection: what is asked next is answered after it. */
    private void giveBack(String key) {
        counters.decrement(key);
        await(counters.isRemembered(key));
    }

    @Test
    void whatIsGivenBack_isCountedNoMore_andEndsWithItsWindow() {
        await(counters.increment("a"));
        await(counters.increment("a"));

        giveBack("a");

        assertThat(ask(Command.GET, "a")).isEqualTo("1");
        assertThat(Long.parseLong(ask(Command.PTTL, "a"))).isBetween(1L, WINDOW.toMillis());
    }

    @Test
    void afterItsWindow_nothingIsGivenBack() {
        await(counters.increment("a"));
        ask(Command.DEL, "a");

        giveBack("a");
        giveBack("a");

        assertThat(ask(Command.EXISTS, "a")).isEqualTo("0");
        assertThat(await(counters.increment("a"))).isEqualTo(1);
    }

    @Test
    void noCounter_goesBelowZero() {
        await(counters.increment("a"));

        giveBack("a");
        giveBack("a");

        assertThat(ask(Command.GET, "a")).isEqualTo("0");
    }

    @Test
    void aCounterWithoutAnEnd_getsOne() {
        ask(Command.SET, "a", "-5");

        assertThat(await(counters.increment("a"))).isEqualTo(-4);

        assertThat(Long.parseLong(ask(Command.PTTL, "a"))).isBetween(1L, WINDOW.toMillis());
    }

    @Test
    void whileRedisIsAway_noCounterGoesBelowZeroEither() {
        server.stop();
        await(counters.increment("a"));

        counters.decrement("a");
        counters.decrement("a");

        assertThat(await(counters.increment("a"))).isEqualTo(1);
    }
}
