package io.corebus.audit;

import io.corebus.audit.AuditMessages.Sealed;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.InsertSeal;
import io.corebus.storage.JournalMessages.InsertedSeal;
import io.corebus.storage.JournalMessages.ReadUnsealed;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.Unsealed;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives entries of the journal their seals: when the bell rings, and from time to time in case it was not heard. Any number of instances may do so: the seal
 * number is unique in storage, so of two that make the same seal one loses and looks again. Belongs to one event loop.
 */
final class Sealer {
    /** More than come between two looks under load, where a second look would cost as much as the first. */
    static final int PAGE = 2_000;

    /** Younger ones are left to the instance that is at it. */
    private static final long LEFT_TO_OTHERS_MILLIS = 250;

    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** A seal takes milliseconds. */
    private static final Duration END = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Bus bus;
    private final SealingKeys keys;
    private final Clock clock;
    private final SealingState state;
    private final NewestSeal newest;
    private final AuditMetrics metrics;
    private final Pace pace = new Pace();
    private @Nullable Future<Void> look;
    private boolean rung;
    private boolean timed;
    private boolean stopped;
    /** The number that the next seal had when this instance last knew; 0: it never looked. */
    private long nextNumber;

    Sealer(
            Vertx vertx,
            Bus bus,
            SealingKeys keys,
            Clock clock,
            SealingState state,
            NewestSeal newest,
            AuditMetrics metrics) {
        this.vertx = vertx;
        this.bus = bus;
        this.keys = keys;
        this.clock = clock;
        this.state = state;
        this.newest = newest;
        this.metrics = metrics;
    }

    void start() {
        vertx.setPeriodic(0, EVERY.toMillis(), timer -> ring());
    }

    /** Completes when the seal that is under way is made, or is not to be waited for. Never fails. */
    Future<Void> stop() {
        stopped = true;
        return look == null
                ? Future.succeededFuture()
                : look.timeout(END.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    /** There may be something to seal. While a look is under way, or has to wait, many rings are as good as one. */
    void ring() {
        rung = true;
        goOn();
    }

    private void goOn() {
        if (!rung || look != null || timed || stopped) {
            return;
        }
        long pause = pace.pauseMillis();
        if (pause > 0) {
            timed = true;
            vertx.setTimer(pause, timer -> timeHasCome());
            return;
        }
        rung = false;
        Future<Void> begun = look().transform(this::over);
        look = begun.isComplete() ? null : begun;
    }

    private void timeHasCome() {
        timed = false;
        goOn();
    }

    private Future<Void> over(AsyncResult<Void> done) {
        look = null;
        if (done.succeeded()) {
            state.succeeded();
        } else {
            state.failed(done.cause());
            pace.failed();
            rung = true;
        }
        // Not from here: the look is over only when this has returned.
        vertx.runOnContext(later -> goOn());
        return Future.succeededFuture();
    }

    private Future<Void> look() {
        Caller caller = Caller.system(PATIENCE);
        return keys.sealing(caller).compose(key -> look(key, caller));
    }

    private Future<Void> look(SealingKey key, Caller caller) {
        NewestSeal.Head known = newest.known();
        return bus.request(JournalMessages.READ_UNSEALED, new ReadUnsealed(PAGE), caller)
                .compose(page -> decide(page, known, key, caller));
    }

    private Future<Void> decide(Unsealed page, NewestSeal.@Nullable Head known, SealingKey key, Caller caller) {
        state.looked(page.waiting(), page.oldestMillis());
        newest.requireFollows(known, page);
        boolean othersAreAtIt = nextNumber != 0 && page.number() > nextNumber;
        nextNumber = page.number();
        if (othersAreAtIt && (page.entries().isEmpty() || page.oldestMillis() < LEFT_TO_OTHERS_MILLIS)) {
            return standBack();
        }
        return page.entries().isEmpty() ? rest(page) : seal(page, page.entries().size() >= PAGE, key, caller);
    }

    private Future<Void> standBack() {
        pace.standBack();
        rung = true;
        return Future.succeededFuture();
    }

    /** Nothing can be sealed now. */
    private Future<Void> rest(Unsealed page) {
        if (page.waiting() > 0) {
            pace.held();
            rung = true;
        } else {
            pace.steady(0);
        }
        return Future.succeededFuture();
    }

    /** Seals a page in as many portions as it takes. */
    private Future<Void> seal(Unsealed page, boolean full, SealingKey key, Caller caller) {
        int count = Portion.of(page.entries());
        InsertSeal command = Seals.make(page, count, key, clock.instant());
        return bus.request(JournalMessages.INSERT_SEAL, command, caller)
                .compose(answer -> kept(answer, page, command, full, key, caller));
    }

    private Future<Void> kept(
            InsertedSeal answer, Unsealed page, InsertSeal command, boolean full, SealingKey key, Caller caller) {
        if (answer.replaced()) {
            return keys.replaced();
        }
        if (!answer.inserted()) {
            return standBack();
        }
        int count = command.seal().count();
        newest.made(command.seal().number(), command.seal().hash());
        nextNumber = page.number() + 1;
        state.sealed(count);
        metrics.sealed(count);
        bus.publish(AuditMessages.SEALED, new Sealed(numbered(page, count)));
        if (count < page.entries().size()) {
            return seal(rest(page, count, command.seal().hash()), full, key, caller);
        }
        return allSealed(full, count);
    }

    private Future<Void> allSealed(boolean full, int sealed) {
        if (full) {
            pace.atOnce();
            rung = true;
        } else {
            pace.steady(sealed);
            rung |= state.waiting() > 0;
        }
        return Future.succeededFuture();
    }

    private static List<SealedEntry> numbered(Unsealed page, int count) {
        List<SealedEntry> numbered = new ArrayList<>(count);
        for (Entry entry : page.entries().subList(0, count)) {
            numbered.add(new SealedEntry(page.firstSeq() + numbered.size(), entry));
        }
        return numbered;
    }

    private static Unsealed rest(Unsealed page, int count, String previous) {
        return new Unsealed(
                page.number() + 1,
                page.firstSeq() + count,
                previous,
                page.entries().subList(count, page.entries().size()),
                page.waiting() - count,
                page.oldestMillis());
    }
}
