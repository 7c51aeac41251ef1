package io.corebus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TicksTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    /** What it waited for before its start may come when it is over. */
    @Test
    void ticksThatAreStarted_afterTheirStop_doNotRun() throws Exception {
        AtomicInteger ticked = new AtomicInteger();
        Ticks ticks = new Ticks(vertx);
        ticks.stop();
        ticks.start(5, ticked::incrementAndGet);
        CountDownLatch others = new CountDownLatch(5);
        new Ticks(vertx).start(10, others::countDown);
        assertThat(others.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(ticked).hasValue(0);
    }
}
