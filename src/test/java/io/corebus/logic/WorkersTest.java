package io.corebus.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.extension.FeatureLogic;
import io.corebus.feature.FeatureReader;
import io.corebus.feature.Features;
import io.corebus.testing.LogicJar;
import io.corebus.testing.TestFeatures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The threads of business logic: who runs where, and what becomes of calls that take too long. */
class WorkersTest {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Workers workers = new Workers(vertx, new LogicMetrics(meters), "corebus-logic");

    @BeforeEach
    void start(@TempDir Path work) throws Exception {
        Path jars = LogicJar.directory(Path.of("src/test/resources/logic-source"), work, "com.acme.OrderLogic");
        Features features = FeatureReader.read(Path.of("src/test/resources/logic"));
        await(workers.start(Extensions.load(jars, features), 2));
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(15, TimeUnit.SECONDS)
                .join();
    }

    private <T> Future<T> call(Duration timeout, Function<FeatureLogic, Future<T>> step) {
        return Future.future(promise -> vertx.runOnContext(
                turn -> workers.call("orders", "before", timeout, step).onComplete(promise)));
    }

    @Test
    void aCall_runsOnAThreadOfItsOwn_withTheObjectOfThatThread() {
        List<Future<String>> threads = new ArrayList<>();
        Set<FeatureLogic> objects = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 50; i++) {
            threads.add(call(LONG, logic -> {
                objects.add(logic);
                return Future.succeededFuture(Thread.currentThread().getName());
            }));
        }

        assertThat(await(Future.all(threads)).<String>list()).allMatch(name -> name.startsWith("corebus-logic"));
        assertThat(objects).hasSize(2);
    }

    @Test
    void whatTakesLong_waitsForNoThread_andIsInterruptedWhenItIsGivenUp() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(2);
        List<LogicCall<Void>> calls = new ArrayList<>();
        List<Promise<Void>> promises = List.of(Promise.promise(), Promise.promise(), Promise.promise());
        List<Future<Void>> answers = promises.stream().map(Promise::future).toList();
        for (int i = 0; i < 3; i++) {
            calls.add(new LogicCall<>(logic -> {
                try {
                    Thread.sleep(10_000);
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
                return Future.succeededFuture();
            }));
        }
        vertx.runOnContext(turn -> {
            for (int i = 0; i < 3; i++) {
                workers.callIfFree("orders", "act", LONG, calls.get(i)).onComplete(promises.get(i));
            }
        });
        Throwable busy = await(answers.get(2).transform(done -> Future.succeededFuture(done.cause())));
        await(vertx.timer(200));
        calls.forEach(call -> call.giveUp(new IllegalStateException("given up")));
        Throwable over = await(answers.get(0).transform(done -> Future.succeededFuture(done.cause())));

        assertThat(busy).hasMessageContaining("logic-busy");
        assertThat(over).hasMessage("given up");
        assertThat(interrupted.await(2, TimeUnit.SECONDS)).isTrue();
        assertThat(calls.get(0).isGivenUp()).isTrue();
    }

    @Test
    void aCallThatBlocksTooLong_isInterrupted_andTheOthersGoOn() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Future<Void> blocked = call(SHORT, logic -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return Future.succeededFuture();
        });
        List<Future<String>> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(call(LONG, logic -> Future.succeededFuture("done")));
        }

        assertThatThrownBy(() -> await(blocked)).hasCauseInstanceOf(LogicCall.TooSlow.class);
        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(await(Future.all(others)).<String>list()).containsOnly("done");
        assertThat(meters.get("corebus.logic.calls")
                        .tags("outcome", "too-slow")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aCallThatWaitedTooLong_isNotBegun() {
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch open = new CountDownLatch(1);
        List<Future<Object>> blocking = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            blocking.add(call(LONG, logic -> {
                try {
                    open.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return Future.succeededFuture();
            }));
        }
        Future<Void> late = call(SHORT, logic -> {
            begun.incrementAndGet();
            return Future.succeededFuture();
        });

        assertThatThrownBy(() -> await(late)).hasCauseInstanceOf(LogicCall.TooSlow.class);
        open.countDown();
        await(Future.all(blocking));
        await(call(LONG, logic -> Future.succeededFuture()));
        await(call(LONG, logic -> Future.succeededFuture()));
        assertThat(begun).hasValue(0);
    }

    /** As when a node takes up other features while it serves: what makes the new objects must not keep the old ones from working. */
    @Test
    void whileOthersAreMade_callsGoOn_andAConstructorThatDoesNotEndIsGivenUp(@TempDir Path work) throws Exception {
        Path source = Files.createDirectories(work.resolve("source/com/acme"));
        Files.writeString(source.resolve("StuckLogic.java"), """
                package com.acme;

                public final class StuckLogic implements io.corebus.extension.FeatureLogic {
                    public StuckLogic() throws InterruptedException {
                        new java.util.concurrent.CountDownLatch(1).await();
                    }
                }
                """);
        Path jars = LogicJar.directory(work.resolve("source"), work, "com.acme.StuckLogic");
        Features features = TestFeatures.of(
                Map.of(
                        "stuck",
                        "feature: stuck\ntitle: Stuck\nlogic: com.acme.StuckLogic\nschema: {type: object, properties: {a: {type: string}}}\n"));
        Workers next = new Workers(vertx, new LogicMetrics(meters), "corebus-logic", Duration.ofMillis(500));
        Extensions stuck = Extensions.load(jars, features);
        Future<Void> started = Future.future(
                promise -> vertx.runOnContext(turn -> next.start(stuck, 2).onComplete(promise)));

        for (int i = 0; i < 20; i++) {
            String done = await(call(SHORT, logic -> Future.succeededFuture("done")));
            assertThat(done).isEqualTo("done");
        }
        assertThat(started.isComplete()).isFalse();
        assertThatThrownBy(() -> await(started))
                .hasRootCauseMessage(
                        "The constructor of the business logic of stuck does not come to its end. What takes"
                                + " its time belongs into the methods.");
    }

    @Test
    void whatItThrows_failsTheCall_alsoAnError() {
        assertThatThrownBy(() -> await(call(LONG, logic -> {
                    throw new NoClassDefFoundError("gone");
                })))
                .hasRootCauseMessage("gone");
        String next = await(call(LONG, logic -> Future.succeededFuture("next")));
        assertThat(next).isEqualTo("next");
    }

    @Test
    void callsThatNeverEnd_whenTheyHaveAllThreads_thenOthersStandInAndTheEndWaitsForNone() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Function<FeatureLogic, Future<Object>> endless = logic -> {
            while (!over.get()) {
                LockSupport.parkNanos(1_000_000);
            }
            return Future.succeededFuture();
        };
        try {
            Future<Object> first = call(SHORT, endless);
            Future<Object> second = call(SHORT, endless);
            assertThatThrownBy(() -> await(Future.join(first, second))).hasCauseInstanceOf(LogicCall.TooSlow.class);
            until(() -> workers.lost() == 2);
            assertThat(workers.areAllLost()).as("while others may come").isFalse();

            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> await(call(SHORT, logic -> Future.succeededFuture("done"))), "done"::equals);
            stopsAtOnce();
        } finally {
            over.set(true);
        }
        until(() -> workers.lost() == 0);
    }

    /** Neither the room nor what closes Vert.x waits for what never ends. */
    private void stopsAtOnce() {
        long began = System.nanoTime();
        await(Future.<Void>future(
                promise -> vertx.runOnContext(turn -> workers.stop().onComplete(promise))));
        await(vertx.close());
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }

    private static void until(BooleanSupplier reached) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
