package io.corebus.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.TestRedis;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GatheredReadsTest {
    private static TestRedis redis;
    private static Vertx vertx;
    private static RedisConnection connection;

    private final List<Command> sent = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        redis = new TestRedis();
        vertx = Vertx.vertx();
        connection = await(Redis.createClient(vertx, redis.url()).connect());
        for (int i = 0; i < 300; i += 2) {
            await(connection.send(
                    Request.cmd(Command.SET).arg("even-or-not:" + i).arg("value " + i)));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        await(vertx.close());
        redis.close();
    }

    @Test
    void whatIsReadInOneTurn_travelsTogether_andEachGetsItsOwn() throws Exception {
        assertThat(read(50)).isEqualTo(expected(50));
        assertThat(sent).containsExactly(Command.MGET);
    }

    @Test
    void whatIsReadAlone_goesAlone() throws Exception {
        assertThat(read(1)).isEqualTo(expected(1));
        assertThat(sent).containsExactly(Command.GET);
    }

    @Test
    void oneCommandHasABound() throws Exception {
        assertThat(read(301)).isEqualTo(expected(301));
        assertThat(sent).containsExactly(Command.MGET, Command.MGET, Command.MGET, Command.GET);
    }

    @Test
    void whoAsksForTheSame_getsTheSame() throws Exception {
        List<String> values = in(
                reads -> Future.all(List.of(reads.get("even-or-not:4"), reads.get("even-or-not:4")))
                        .map(both -> both.list().stream().map(String::valueOf).toList()),
                this::counted);
        assertThat(values).containsExactly("value 4", "value 4");
        assertThat(sent).containsExactly(Command.GET);
    }

    @Test
    void theNextTurn_asksAgain() throws Exception {
        String values = in(
                reads -> reads.get("even-or-not:2").compose(first -> {
                    Future<Response> again = reads.get("even-or-not:6");
                    return again.map(second -> first + ", " + second);
                }),
                this::counted);
        assertThat(values).isEqualTo("value 2, value 6");
        assertThat(sent).containsExactly(Command.GET, Command.GET);
    }

    @Test
    void whereItCannotBeSent_allFail() {
        assertThatThrownBy(() -> in(
                        reads -> {
                            List<Future<Response>> asked = IntStream.range(0, 3)
                                    .mapToObj(i -> reads.get("key " + i))
                                    .toList();
                            return Future.join(asked)
                                    .onComplete(done -> assertThat(asked).allMatch(Future::failed));
                        },
                        request -> Future.failedFuture(new CacheAwayException())))
                .hasRootCauseInstanceOf(CacheAwayException.class);
    }

    private List<String> read(int count) throws Exception {
        return in(
                reads -> Future.all(IntStream.range(0, count)
                                .mapToObj(i -> reads.get("even-or-not:" + i))
                                .toList())
                        .map(all -> all.list().stream().map(String::valueOf).toList()),
                this::counted);
    }

    private static List<String> expected(int count) {
        return IntStream.range(0, count)
                .boxed()
                .flatMap(i -> Stream.of(i < 300 && i % 2 == 0 ? "value " + i : "null"))
                .toList();
    }

    private Future<Response> counted(Request request) {
        sent.add(request.command());
        return connection.send(request);
    }

    private static <T> T in(Function<GatheredReads, Future<T>> work, Function<Request, Future<Response>> sending)
            throws Exception {
        Promise<T> done = Promise.promise();
        vertx.runOnContext(turn -> work.apply(new GatheredReads(vertx.getOrCreateContext(), sending))
                .onComplete(done));
        return await(done.future());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
