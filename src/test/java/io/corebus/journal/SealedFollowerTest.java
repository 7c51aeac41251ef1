package io.corebus.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.corebus.audit.AuditMessages;
import io.corebus.audit.AuditMessages.Sealed;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.ReadSealed;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.SealedPage;
import io.corebus.testing.SealedEntries;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SealedFollowerTest {
    /** Well under the second after which a follower looks without having heard anything. */
    private static final Duration AT_ONCE = Duration.ofMillis(500);
    /** A second, and what a busy machine takes. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Bus bus = new Bus(vertx, new SimpleMeterRegistry());
    private final Queue<Reading> readings = new ConcurrentLinkedQueue<>();
    private final Taking taking = new Taking();
    private final SealedFollower follower = new SealedFollower(vertx, bus, new SealedReader(bus), taking);

    private record Reading(long after, Promise<SealedPage> answer) {}

    private static final class Taking implements SealedFollower.Listener {
        final List<Long> taken = new CopyOnWriteArrayList<>();
        final List<Long> gone = new CopyOnWriteArrayList<>();
        final AtomicInteger missed = new AtomicInteger();
        volatile long back;
        volatile Supplier<Future<Void>> doing = Future::succeededFuture;

        @Override
        public long begin(long head) {
            return head - back;
        }

        @Override
        public Future<Void> take(List<SealedEntry> next) {
            next.forEach(entry -> taken.add(entry.seq()));
            return doing.get();
        }

        @Override
        public void skip(long through) {
            gone.add(through);
        }

        @Override
        public void missed() {
            missed.incrementAndGet();
        }
    }

    @BeforeEach
    void serve() {
        bus.serve(JournalMessages.READ_SEALED, (read, caller) -> reading(read)).await();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Future<SealedPage> reading(ReadSealed read) {
        Promise<SealedPage> answer = Promise.promise();
        readings.add(new Reading(read.after(), answer));
        return answer.future();
    }

    private void open(long head) {
        onLoop(follower::start).await();
        Future<Void> opened = reach(null);
        answer(0, page(head));
        opened.await();
    }

    private Future<Void> reach(@Nullable Long seq) {
        return onLoop(() -> follower.reach(seq));
    }

    private Future<Void> onLoop(Supplier<Future<Void>> step) {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(turn -> step.get().onComplete(done));
        return done.future();
    }

    private void answer(long after, SealedPage page) {
        await().atMost(AT_ONCE).until(() -> !readings.isEmpty());
        Reading reading = readings.remove();
        assertThat(reading.after).isEqualTo(after);
        loop.runOnContext(turn -> reading.answer.complete(page));
    }

    private void publish(long... seqs) {
        loop.runOnContext(turn -> bus.publish(AuditMessages.SEALED, new Sealed(entries(seqs))));
    }

    private static SealedPage page(long head, long... seqs) {
        return page(head == 0 ? 0 : 1, head, seqs);
    }

    private static SealedPage page(long first, long head, long[] seqs) {
        long through = seqs.length == 0 ? head : seqs[seqs.length - 1];
        return new SealedPage(entries(seqs), through, first, head);
    }

    private static List<SealedEntry> entries(long... seqs) {
        return LongStream.of(seqs)
                .mapToObj(seq -> SealedEntries.of(seq, "people", "x", 1, "created"))
                .toList();
    }

    private void awaitTaken(Long... seqs) {
        await().atMost(AT_ONCE).until(() -> taking.taken.size() >= seqs.length);
        assertThat(taking.taken).containsExactly(seqs);
    }

    /** The first timer of a process has the number 0, and is the one by which the bus gives up waiting. */
    @Test
    void oneThatEndsBeforeItBegan_endsNobodyElsesTimer() {
        follower.stop();

        Future<Void> mute = onLoop(() -> bus.request(
                        JournalMessages.READ_SEALED, new ReadSealed(0, 1, null), Caller.system(Duration.ofMillis(300)))
                .mapEmpty());

        assertThatThrownBy(() -> mute.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS))
                .hasRootCauseMessage(
                        "deadline-exceeded: No answer in time. It may still have been done: repeat with the same Idempotency-Key.");
    }

    @Test
    void whatIsHeard_isTakenAtOnce_andOnce() {
        open(0);
        publish(1);
        publish(1, 2);
        publish(3);

        awaitTaken(1L, 2L, 3L);
        assertThat(readings).isEmpty();
        assertThat(taking.missed).hasValue(0);
    }

    /** A standby that lacked the last seals took over. */
    @Test
    void aJournalThatHasGoneBack_isFollowedFromItsEnd_andThatIsTold() {
        open(10);
        Future<Void> looked = reach(11L);
        answer(10, page(7));
        answer(7, page(7));
        looked.await();
        assertThat(taking.gone).containsExactly(7L);
        assertThat(follower.lag()).isZero();

        publish(8, 9);
        awaitTaken(8L, 9L);
    }

    /** The new one seals at once and without a pause: its entries have numbers that were told before. */
    @Test
    void aJournalThatHasGoneBack_isNoticed_alsoWhereSealsAreHeardAllTheTime() {
        open(10);
        long sealing = vertx.setPeriodic(50, again -> publish(8));
        await().atMost(Duration.ofMillis(1_500)).until(() -> !readings.isEmpty());
        answer(10, page(8));
        await().atMost(AT_ONCE).until(() -> taking.gone.contains(8L));
        vertx.cancelTimer(sealing);

        publish(9);
        awaitTaken(9L);
    }

    /** At full load a seal has thousands of entries: to read them again would cost the database as much as to write them. */
    @Test
    void howeverManyAreHeardAtOnce_noneIsRead() {
        open(0);
        long[] many = LongStream.rangeClosed(1, 6_000).toArray();
        publish(many);
        publish(6_001);

        await().atMost(AT_ONCE).until(() -> taking.taken.size() == 6_001);
        assertThat(readings).isEmpty();
        assertThat(taking.missed).hasValue(0);
    }

    @Test
    void whatIsHeard_whileWhatWasMissedIsRead_isTakenBehindIt_withoutReadingOnceMore() {
        open(0);
        publish(2); // The first was lost on the way.
        await().until(() -> !readings.isEmpty());
        publish(3);
        publish(4);
        onLoop(Future::succeededFuture).await();
        answer(0, page(2, 1, 2));

        awaitTaken(1L, 2L, 3L, 4L);
        assertThat(readings).isEmpty();
        assertThat(taking.missed).hasValue(1);
    }

    @Test
    void whatIsMissed_whileAnotherReadingIsUnderWay_isReadAtOnce() {
        open(0);
        publish(2);
        await().until(() -> !readings.isEmpty());
        publish(4);
        onLoop(Future::succeededFuture).await();
        answer(0, page(2, 1, 2));

        answer(2, page(4, 3, 4));
        awaitTaken(1L, 2L, 3L, 4L);
    }

    @Test
    void whatIsSealed_whileThePlaceToBeginIsRead_isNotLeftOut() {
        onLoop(follower::start).await();
        await().until(() -> !readings.isEmpty());
        publish(8); // Sealed after the head was read, heard before it came.
        onLoop(Future::succeededFuture).await();
        answer(0, page(7));

        awaitTaken(8L);
    }

    @Test
    void whatCouldNotBeTaken_isTriedAgainWithinASecond_withWhatCameMeanwhile() {
        open(0);
        taking.doing = () -> Future.failedFuture("away");
        publish(1);
        await().until(() -> !taking.taken.isEmpty());
        publish(2);
        onLoop(Future::succeededFuture).await();
        taking.taken.clear();
        taking.doing = Future::succeededFuture;

        await().atMost(SOON).until(() -> !taking.taken.isEmpty());
        assertThat(taking.taken).containsExactly(1L, 2L);
        assertThat(readings).isEmpty();
    }

    @Test
    void whatThrows_isTriedAgain() {
        open(0);
        taking.doing = () -> {
            taking.doing = Future::succeededFuture;
            throw new IllegalStateException("broken");
        };
        publish(1);

        await().atMost(SOON).until(() -> taking.taken.size() == 2);
        assertThat(taking.taken).containsExactly(1L, 1L);
    }

    @Test
    void whatIsHeard_whileTheLastIsBeingTaken_waitsForIt() {
        open(0);
        Promise<Void> slow = Promise.promise();
        taking.doing = slow::future;
        publish(1);
        await().until(() -> !taking.taken.isEmpty());
        publish(2);
        publish(3);
        onLoop(Future::succeededFuture).await();
        assertThat(taking.taken).containsExactly(1L);
        loop.runOnContext(turn -> slow.complete());

        awaitTaken(1L, 2L, 3L);
        assertThat(readings).isEmpty();
    }

    @Test
    void itBeginsWhereTheListenerSays() {
        taking.back = 2;
        onLoop(follower::start).await();
        answer(0, page(7));
        answer(5, page(7, 6, 7));

        awaitTaken(6L, 7L);
    }

    @Test
    void whatIsGone_isSkipped_andToldSo() {
        open(2);
        publish(9);
        answer(2, page(8, 9, new long[] {8, 9}));

        awaitTaken(8L, 9L);
        assertThat(taking.gone).containsExactly(7L);
    }

    @Test
    void aPlaceAhead_isReached_byReadingAgainWhatWasReadTooEarly() {
        open(0);
        publish(2);
        await().until(() -> !readings.isEmpty()); // Begun before the third was there.
        Future<Void> reached = reach(3L);
        answer(0, page(2, 1, 2));
        answer(2, page(3, 3));

        reached.await();
        awaitTaken(1L, 2L, 3L);
        assertThat(follower.lag()).isZero();
    }

    @Test
    void whereTheJournalIsAway_whoWaitsIsTold_andItIsTriedAgain() {
        open(0);
        Future<Void> reached = reach(1L);
        await().until(() -> !readings.isEmpty());
        readings.remove().answer.fail("away");

        assertThat(reached.otherwiseEmpty().map(done -> reached.failed()).await())
                .isTrue();
        publish(2);
        answerSoon(0, page(2, 1, 2));
        awaitTaken(1L, 2L);
    }

    private void answerSoon(long after, SealedPage page) {
        await().atMost(SOON).until(() -> !readings.isEmpty());
        answer(after, page);
    }

    @Test
    void whereNothingIsHeard_itLooksWithinASecond() {
        open(0);
        answerSoon(0, page(1, 1));

        awaitTaken(1L);
    }
}
