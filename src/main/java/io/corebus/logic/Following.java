package io.corebus.logic;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.Futures;
import io.corebus.journal.SealedReader;
import io.corebus.storage.FollowerMessages;
import io.corebus.storage.FollowerMessages.MoveFollower;
import io.corebus.storage.JournalMessages.ReadSealed;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.SealedPage;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the changes of one feature to its logic, one after the other, in the order of the journal. The cursor in storage follows what is done, so whoever comes
 * after a crash tells some changes once more, and leaves none out. Belongs to one event loop.
 */
final class Following {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration END = Duration.ofSeconds(3);
    /** The cursor is kept when something was told, and else after so many entries. */
    private static final int MAX_SKIPPED = 1_000;

    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;

    private final Vertx vertx;
    private final Bus bus;
    private final String worker;
    private final String feature;
    private final AfterCommit afterCommit;
    private final BooleanSupplier holds;
    private final SealedReader reader;
    private @Nullable Future<Void> round;
    private boolean rung;
    private boolean resting;
    private boolean stopped;
    private boolean complained;
    /** How often the next one was tried. */
    private int attempts;
    /** How many pauses there were in a row, also those that waited for what is only away. */
    private int pauses;

    private boolean toldSince;
    /** Everything up to here is done. */
    private long done;
    /** The cursor in storage, as far as it is known here. */
    private long kept;

    private long head;

    /** @param holds whether this instance may still work: else another one may be at it */
    Following(
            Vertx vertx,
            Bus bus,
            String worker,
            String feature,
            long cursor,
            AfterCommit afterCommit,
            BooleanSupplier holds) {
        this.vertx = vertx;
        this.bus = bus;
        this.worker = worker;
        this.feature = feature;
        this.done = cursor;
        this.kept = cursor;
        this.afterCommit = afterCommit;
        this.holds = holds;
        this.reader = new SealedReader(bus);
    }

    boolean isStopped() {
        return stopped;
    }

    /** How many entries it has not looked at yet. */
    long lag() {
        return Math.max(0, head - done);
    }

    /** Begins nothing more; completes when the call that is under way has ended, or is not to be waited for. Never fails. */
    Future<Void> stop() {
        stopped = true;
        return round == null
                ? Future.succeededFuture()
                : round.timeout(END.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    private boolean mayWork() {
        return !stopped && holds.getAsBoolean();
    }

    /** There may be something to tell. While a round is under way, or rests, many rings are as good as one. */
    void ring() {
        rung = true;
        goOn();
    }

    private void goOn() {
        if (!rung || round != null || resting || !mayWork()) {
            return;
        }
        rung = false;
        Future<Void> begun = round().transform(this::over);
        round = begun.isComplete() ? null : begun;
    }

    private Future<Void> round() {
        return reader.read(new ReadSealed(done, SealedReader.PAGE, feature)).compose(this::tell);
    }

    private Future<Void> tell(SealedPage page) {
        head = page.head();
        rung |= page.through() < page.head();
        Future<Void> told = Future.succeededFuture();
        for (SealedEntry each : page.entries()) {
            told = told.compose(before -> each.seq() > done && mayWork() ? tell(each) : Future.succeededFuture());
        }
        return told.onSuccess(all -> done = mayWork() ? Math.max(done, page.through()) : done)
                .eventually(this::keep);
    }

    private Future<Void> tell(SealedEntry entry) {
        return Futures.begun(() -> afterCommit.tell(feature, entry))
                .recover(cause -> failed(entry, cause))
                .map(told -> told(entry.seq()));
    }

    private @Nullable Void told(long seq) {
        attempts = 0;
        pauses = 0;
        done = Math.max(done, seq);
        toldSince = true;
        return null;
    }

    private Future<Void> failed(SealedEntry entry, Throwable cause) {
        attempts += LogicFailures.passesByItself(cause) ? 0 : 1;
        return attempts < afterCommit.maxAttempts()
                ? Future.failedFuture(cause)
                : afterCommit.giveUp(feature, entry, cause);
    }

    /** What was done is kept, whatever came after it. */
    private Future<Void> keep() {
        if (done == kept || (!toldSince && done - kept < MAX_SKIPPED)) {
            return Future.succeededFuture();
        }
        long reached = done;
        return bus.request(
                        FollowerMessages.MOVE_FOLLOWER,
                        new MoveFollower(worker, AfterCommit.follower(feature), reached),
                        Caller.system(PATIENCE))
                .map(moved -> kept(moved.moved(), reached));
    }

    /** Where it is somebody else's by now, this one has nothing more to do; the next look at what it holds tells. */
    private @Nullable Void kept(boolean moved, long reached) {
        stopped |= !moved;
        kept = reached;
        toldSince = false;
        return null;
    }

    private Future<Void> over(AsyncResult<Void> ended) {
        round = null;
        if (ended.succeeded()) {
            complained = false;
            pauses = 0;
            // Not from here: the round is over only when this has returned.
            vertx.runOnContext(later -> goOn());
        } else {
            rest(ended.cause());
        }
        return Future.succeededFuture();
    }

    /** The same change is told again after a while. */
    private void rest(Throwable cause) {
        if (!complained) {
            boolean expected = cause instanceof FailureException;
            LOG.warn(
                    "The logic of {} does not get on after {}: {}",
                    feature,
                    done,
                    cause.getMessage(),
                    expected ? null : cause);
        }
        complained = true;
        resting = true;
        rung = true;
        vertx.setTimer(pauseMillis(pauses++), over -> {
            resting = false;
            goOn();
        });
    }

    /** @param before how many there were in a row */
    static long pauseMillis(int before) {
        return Math.min(FIRST_PAUSE_MILLIS << Math.min(before, 10), LONGEST_PAUSE_MILLIS);
    }
}
