package io.corebus.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final long ELEVEN_SECONDS = 11_000_000_000L;
    private static final long FOUR_SECONDS = 4_000_000_000L;
    private final Outbox outbox = new Outbox(100_000);
    private final Promise<Void> first = Promise.promise();
    private final Promise<Void> second = Promise.promise();

    @Test
    void whatIsWritten_countsUntilItIsWithTheNetwork() {
        outbox.sent(60_000, first.future());
        assertThat(outbox.isFull()).isFalse();
        outbox.sent(40_000, second.future());
        assertThat(outbox.isFull()).isTrue();
        first.complete();
        assertThat(outbox.isFull()).isFalse();
        assertThat(outbox.pending()).isEqualTo(40_000);
        second.fail("closed");
        assertThat(outbox.pending()).isZero();
    }

    @Test
    void whereNothingMovesForTenSeconds_itIsStuck() {
        assertThat(outbox.isStuck(System.nanoTime() + ELEVEN_SECONDS)).isFalse();
        outbox.sent(10, first.future());
        assertThat(outbox.isStuck(System.nanoTime())).isFalse();
        assertThat(outbox.isStuck(System.nanoTime() + ELEVEN_SECONDS)).isTrue();
        first.complete();
        assertThat(outbox.isStuck(System.nanoTime() + ELEVEN_SECONDS)).isFalse();
    }

    @Test
    void whereItIsFull_andNothingMovesForThreeSeconds_itIsStuck() {
        outbox.sent(99_999, first.future());
        assertThat(outbox.isStuck(System.nanoTime() + FOUR_SECONDS)).isFalse();
        outbox.sent(100, second.future());
        assertThat(outbox.isStuck(System.nanoTime())).as("a burst").isFalse();
        assertThat(outbox.isStuck(System.nanoTime() + FOUR_SECONDS)).isTrue();
        first.complete();
        assertThat(outbox.isStuck(System.nanoTime() + FOUR_SECONDS)).isFalse();
    }

    @Test
    void whoAsksOnAndDoesNotRead_floodsIt() {
        outbox.sent(199_999, first.future());
        assertThat(outbox.isFlooded()).isFalse();
        outbox.sent(1, second.future());
        assertThat(outbox.isFlooded()).isTrue();
    }

    @Test
    void itIsReady_onlyWhereItIsNotFull() {
        Outbox small = new Outbox(1_024);
        small.sent(1_024, first.future());
        assertThat(small.isReady()).isFalse();
    }

    @Test
    void whoWaits_isCalledOnce_whenThereIsRoom() {
        AtomicInteger calls = new AtomicInteger();
        outbox.sent(70_000, first.future());
        outbox.sent(10, second.future());
        assertThat(outbox.isReady()).isFalse();
        outbox.whenReady(calls::incrementAndGet);
        outbox.whenReady(calls::incrementAndGet);
        second.complete();
        assertThat(calls).hasValue(0);
        first.complete();
        assertThat(calls).as("one for each who waits").hasValue(2);
        outbox.sent(10, Future.succeededFuture());
        assertThat(calls).hasValue(2);
    }
}
