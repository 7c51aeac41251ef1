package io.corebus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusTest {
    record Ask(String text) {}

    record Answer(String text) {}

    private static final Address<Ask, Answer> ADDRESS =
            Address.of("corebus.test.ask", Ask.class, Answer.class).withAttempt(Duration.ofMillis(200));

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Bus bus = new Bus(vertx, meters);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static Failure failure(Future<?> future) {
        return get(future.<Failure>map(answer -> {
                    throw new AssertionError("answered: " + answer);
                })
                .otherwise(FailureException::of));
    }

    private String serve(Service<Ask, Answer> service) {
        return get(vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> start() {
                return bus.serve(ADDRESS, service);
            }
        }));
    }

    private static Caller caller(long millis) {
        return new Caller(
                "ann",
                List.of("editor", "viewer"),
                "t1",
                "http",
                Trace.start(),
                System.nanoTime() + millis * 1_000_000);
    }

    @Test
    void whoHasAnotherDescriptor_isPassedOver_whileThereIsSomebodyElse() {
        AtomicInteger differing = new AtomicInteger();
        String other = serve((ask, caller) -> {
            differing.incrementAndGet();
            return Future.failedFuture(Failure.differing("parts").exception());
        });
        String good = serve((ask, caller) -> Future.succeededFuture(new Answer(ask.text() + "!")));
        for (int i = 0; i < 20; i++) {
            assertThat(get(bus.request(ADDRESS, new Ask("x"), caller(5_000))).text())
                    .isEqualTo("x!");
        }
        assertThat(differing).hasPositiveValue();

        get(vertx.undeploy(good));
        Failure nobody = failure(bus.request(ADDRESS, new Ask("x"), caller(1_000)));
        assertThat(nobody.code()).isEqualTo("descriptors-differ");
        assertThat(nobody.status()).isEqualTo(503);
        assertThat(nobody.retryAfter()).isEqualTo(1);
        get(vertx.undeploy(other));
    }

    @Test
    void theFirstRequestsOfAKind_fromManyThreadsAtOnce_findItsCodec() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int round = 0; round < 20; round++) {
            Vertx fresh = Vertx.vertx();
            Bus anew = new Bus(fresh, meters);
            List<Callable<Failure>> askers =
                    Collections.nCopies(8, () -> failure(anew.request(ADDRESS, new Ask("x"), caller(60))));
            for (java.util.concurrent.Future<Failure> asked : threads.invokeAll(askers)) {
                assertThat(asked.get().code()).isIn("room-unavailable", "deadline-exceeded");
            }
            get(fresh.close());
        }
        threads.shutdown();
    }

    @Test
    void aRequestReachesTheServiceAsTheSameObjectWithItsCaller() {
        AtomicReference<Ask> seen = new AtomicReference<>();
        AtomicReference<Caller> by = new AtomicReference<>();
        serve((ask, who) -> {
            seen.set(ask);
            by.set(who);
            return Future.succeededFuture(new Answer("yes"));
        });
        Ask ask = new Ask("?");
        Caller caller = caller(1_000);

        assertThat(get(bus.request(ADDRESS, ask, caller))).isEqualTo(new Answer("yes"));

        assertThat(seen.get()).isSameAs(ask);
        assertThat(by.get().user()).isEqualTo("ann");
        assertThat(by.get().roles()).containsExactly("editor", "viewer");
        assertThat(by.get().token()).isEqualTo("t1");
        assertThat(by.get().trace()).isEqualTo(caller.trace());
        assertThat(by.get().millisLeft()).isBetween(1L, 1_000L);
    }

    @Test
    void aFailureArrivesWhole() {
        Failure failure = new Failure("taken", 409, "no", List.of(new FieldFault("/a", "b", "c")), 4L, 2);
        serve((ask, who) -> Future.failedFuture(failure.exception()));

        assertThat(failure(bus.request(ADDRESS, new Ask("?"), caller(1_000)))).isEqualTo(failure);
    }

    @Test
    void anExceptionBecomesAnInternalFailureThatTellsNothing() {
        serve((ask, who) -> {
            throw new IllegalStateException("password=secret");
        });

        assertThat(failure(bus.request(ADDRESS, new Ask("?"), caller(1_000)))).isEqualTo(Failure.internal());
    }

    /** As a class has that was built against another version of something. */
    @Test
    void anErrorIsAnswered_andLeavesNothingInWork() {
        AtomicReference<Consumption<Ask, Answer>> consumption = new AtomicReference<>();
        get(vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> start() {
                Service<Ask, Answer> broken = (ask, who) -> {
                    throw new NoClassDefFoundError("gone");
                };
                consumption.set(new Consumption<>(ADDRESS, broken, vertx.getOrCreateContext()));
                return Future.succeededFuture();
            }
        }));
        Promise<Answer> answered = Promise.promise();

        consumption.get().ask(new Ask("?"), caller(1_000), answered::handle);

        assertThat(failure(answered.future())).isEqualTo(Failure.internal());
        assertThat(consumption.get().isIdle()).isTrue();
    }

    @Test
    void withoutAConsumer_theFailureNamesTheRoom() {
        Failure failure = failure(bus.request(ADDRESS, new Ask("?"), caller(300)));

        assertThat(failure.code()).isEqualTo("room-unavailable");
        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.detail()).isEqualTo("No node of the cluster serves the test room at the moment.");
        assertThat(failure.retryAfter()).isEqualTo(1);
    }

    @Test
    void aConsumerThatComesWithinThePatience_isStillAsked() {
        Future<Answer> asked = bus.request(ADDRESS, new Ask("?"), caller(5_000));
        serve((ask, who) -> Future.succeededFuture(new Answer("late")));

        assertThat(get(asked)).isEqualTo(new Answer("late"));
    }

    @Test
    void aConsumerThatDoesNotAnswer_isReplacedByAnother() {
        AtomicInteger asked = new AtomicInteger();
        Service<Ask, Answer> once = (ask, who) -> asked.incrementAndGet() == 1
                ? Promise.<Answer>promise().future()
                : Future.succeededFuture(new Answer("second"));
        serve(once);

        assertThat(get(bus.request(ADDRESS, new Ask("?"), caller(5_000)))).isEqualTo(new Answer("second"));
        assertThat(meters.get("corebus.bus.retries").counter().count()).isEqualTo(1);
    }

    @Test
    void whenNobodyAnswers_theDeadlineEndsIt() {
        serve((ask, who) -> Promise.<Answer>promise().future());

        Failure failure = failure(bus.request(ADDRESS, new Ask("?"), caller(500)));

        assertThat(failure.code()).isEqualTo("deadline-exceeded");
        assertThat(failure.status()).isEqualTo(504);
    }

    @Test
    void aConsumerThatWasUndeployed_isNotAskedAnyMore() {
        String deployment = serve((ask, who) -> Future.succeededFuture(new Answer("old")));
        get(bus.request(ADDRESS, new Ask("?"), caller(1_000)));
        get(vertx.undeploy(deployment));

        assertThat(failure(bus.request(ADDRESS, new Ask("?"), caller(200))).code())
                .isEqualTo("room-unavailable");
    }

    @Test
    void aConsumerWithTooMuchInWork_saysSo() {
        serve((ask, who) -> Promise.<Answer>promise().future());
        Failure last = null;
        for (int i = 0; i < 5_000; i++) {
            bus.request(ADDRESS, new Ask("?"), caller(20_000));
        }

        last = failure(bus.request(ADDRESS, new Ask("?"), caller(5_000)));

        assertThat(last.code()).isEqualTo("overloaded");
        assertThat(last.status()).isEqualTo(503);
    }

    @Test
    void whatIsPublishedReachesEverySubscriber() {
        Topic<Ask> topic = new Topic<>("corebus.test.told", Ask.class);
        AtomicInteger heard = new AtomicInteger();
        get(bus.subscribe(topic, ask -> heard.incrementAndGet()));
        get(bus.subscribe(topic, ask -> heard.incrementAndGet()));

        bus.publish(topic, new Ask("!"));

        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(heard.get()).isEqualTo(2));
    }

    @Test
    void hopsAreMeasured() {
        serve((ask, who) -> Future.succeededFuture(new Answer("yes")));
        get(bus.request(ADDRESS, new Ask("?"), caller(1_000)));

        assertThat(meters.get("corebus.bus.requests")
                        .tags("address", "corebus.test.ask", "outcome", "ok")
                        .timer()
                        .count())
                .isEqualTo(1);
    }
}
