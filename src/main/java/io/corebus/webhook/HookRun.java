package io.corebus.webhook;

import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.storage.HookMessages;
import io.corebus.storage.HookMessages.DueDelivery;
import io.corebus.storage.HookMessages.FindDue;
import io.corebus.storage.HookMessages.HeldHook;
import io.corebus.storage.HookMessages.Hook;
import io.corebus.storage.HookMessages.QueueDeliveries;
import io.corebus.storage.HookMessages.Queued;
import io.corebus.storage.HookMessages.Wanted;
import io.corebus.storage.JournalMessages.SealedPage;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to one hook. Takes what the hook wants from the journal, page by page, and puts it in line in storage, where the cursor moves in the same statement; first
 * attempts go one after the other in the order of the events, repeats beside them. Nothing depends on what is in memory here: whoever holds the hook next goes
 * on from storage. Belongs to one event loop.
 */
final class HookRun {
    private static final Logger LOG = LoggerFactory.getLogger(HookRun.class);
    private static final int FIRSTS = 100;
    private static final int RETRIES = 4;
    /** The cursor is kept when something is put in line, and else after so many entries. */
    private static final int MAX_SKIPPED = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration END = Duration.ofSeconds(3);

    private final RunParts parts;
    private final Attempts attempts;
    /** What was just put in line, so that it need not be read again. */
    private final Map<Long, Event> fresh = new HashMap<>();
    /** {@link SealedJournal#erasures()} when these were read. */
    private long freshAt;

    private final Set<Long> retrying = new HashSet<>();
    private Hook hook;
    private @Nullable Selection selection;
    private @Nullable Future<Void> round;
    private boolean rung;
    private boolean lookingForRetries;
    private boolean stopped;
    /** It was switched off from here; what storage says next counts. */
    private boolean paused;

    private boolean complained;
    /** Its filter cannot be understood any more, with the features that there are. */
    private boolean stalled;

    private int pending;
    /** The cursor in storage, as far as this run knows. */
    private long kept;
    /** How far it has looked. */
    private long through;
    /** How far it had looked when storage said last how the hook is, and the time before: up to there, what it was then has surely counted. */
    private long lookedLast;

    private long lookedBefore;

    private long head;

    HookRun(RunParts parts, HeldHook held) {
        this.parts = parts;
        this.attempts = new Attempts(parts);
        this.hook = held.hook();
        this.kept = hook.cursor();
        this.through = kept;
        this.lookedLast = kept;
        this.lookedBefore = kept;
        hold(held);
    }

    /** How the hook is now. */
    void hold(HeldHook held) {
        boolean changed = held.hook().version() != hook.version();
        hook = held.hook();
        pending = held.pending();
        paused = false;
        if (hook.cursor() != kept) {
            goOnFrom(hook.cursor());
        }
        if (changed) {
            judgeAnew();
        }
        lookedBefore = lookedLast;
        lookedLast = through;
        ring();
        retry();
    }

    private void goOnFrom(long cursor) {
        kept = cursor;
        through = cursor;
        lookedLast = Math.min(lookedLast, cursor);
        lookedBefore = Math.min(lookedBefore, cursor);
        fresh.clear();
    }

    /** What was passed over since the settings may have changed, it looks at again: nothing that the new ones want may be missed. */
    private void judgeAnew() {
        selection = null;
        through = Math.max(kept, lookedBefore);
    }

    int pending() {
        return pending;
    }

    boolean stalled() {
        return stalled;
    }

    long lag() {
        return Math.max(0, head - through);
    }

    /** Begins nothing more; completes when the attempt that is under way has ended, or is not to be waited for. Never fails. */
    Future<Void> stop() {
        stopped = true;
        return round == null
                ? Future.succeededFuture()
                : round.timeout(END.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    private boolean mayWork() {
        return !stopped && !paused && parts.mayWork().getAsBoolean();
    }

    /** There may be something to send. While a round is under way many rings are as good as one. */
    void ring() {
        rung = true;
        goOn();
    }

    private void goOn() {
        if (!rung || round != null || !mayWork()) {
            return;
        }
        rung = false;
        Future<Void> begun = round().transform(this::over);
        round = begun.isComplete() ? null : begun;
    }

    /** After a failure it rests until it is rung: that is some seconds at most. */
    private Future<Void> over(AsyncResult<Void> done) {
        round = null;
        if (done.succeeded()) {
            complained = false;
            // Not from here: the round is over only when this has returned.
            parts.vertx().runOnContext(later -> goOn());
        } else {
            complain(done.cause());
        }
        return Future.succeededFuture();
    }

    private void complain(Throwable cause) {
        if (!complained) {
            boolean expected = cause instanceof FailureException;
            LOG.warn("The webhook {} does not get on: {}", hook.id(), cause.getMessage(), expected ? null : cause);
        }
        complained = true;
        rung = false;
    }

    private Future<Void> round() {
        FindDue question = new FindDue(hook.id(), FIRSTS, 0, List.of());
        return parts.bus()
                .request(HookMessages.FIND_DUE, question, Caller.system(PATIENCE))
                .compose(due -> due.deliveries().isEmpty() ? readOn() : sendAll(due.deliveries()));
    }

    private Future<Void> sendAll(List<DueDelivery> due) {
        rung = true;
        Future<Void> sent = Future.succeededFuture();
        for (DueDelivery delivery : due) {
            sent = sent.compose(before -> mayWork() ? attempt(delivery) : Future.succeededFuture());
        }
        return sent;
    }

    /** Nothing that may have been erased since. */
    private Map<Long, Event> fresh() {
        if (freshAt != parts.journal().erasures()) {
            freshAt = parts.journal().erasures();
            fresh.clear();
        }
        return fresh;
    }

    private Future<Void> attempt(DueDelivery due) {
        Event known = fresh().remove(due.seq());
        Future<@Nullable Event> event =
                known == null ? parts.journal().event(due.seq()) : Future.succeededFuture(known);
        return event.compose(found -> attempts.make(hook, due, found)).map(this::sent);
    }

    private @Nullable Void sent(boolean switchedOff) {
        paused |= switchedOff;
        return null;
    }

    /** Looks for what the hook wants in what follows. */
    private Future<Void> readOn() {
        if (pending >= parts.config().maxPending()) {
            return Future.succeededFuture();
        }
        long from = kept;
        long after = through;
        long version = hook.version();
        return parts.journal()
                .read(after, Selection.onlyFeature(hook.settings()))
                .onSuccess(page -> head = page.head())
                .compose(page -> selection()
                        .compose(wanted -> from == kept && after == through && version == hook.version()
                                ? take(page, wanted)
                                : readAnew()));
    }

    /**
     * The cursor was moved while the page was on its way, by a replay for example: it begins behind what is to be sent now. Or other settings count.
     */
    private Future<Void> readAnew() {
        rung = true;
        return Future.succeededFuture();
    }

    private Future<Selection> selection() {
        Selection known = selection;
        if (known != null) {
            return Future.succeededFuture(known);
        }
        long version = hook.version();
        return Selection.of(hook.settings(), parts.features(), parts.bus(), Caller.system(PATIENCE))
                .onSuccess(made -> selection = version == hook.version() ? made : null)
                .onComplete(made -> stalled = Selection.isSenseless(made.cause()));
    }

    private Future<Void> take(SealedPage page, Selection wanted) {
        if (page.through() <= through) {
            return Future.succeededFuture();
        }
        List<Event> events = page.entries().stream()
                .filter(each -> each.seq() > through)
                .map(Event::of)
                .filter(Objects::nonNull)
                .filter(wanted::takes)
                .toList();
        rung |= page.through() < page.head();
        if (events.isEmpty() && page.through() - kept < MAX_SKIPPED) {
            through = page.through();
            return Future.succeededFuture();
        }
        return queue(events, page.through());
    }

    private Future<Void> queue(List<Event> events, long upTo) {
        List<Wanted> wanted = new ArrayList<>();
        for (Event event : events) {
            wanted.add(new Wanted(event.seq(), event.feature(), event.entry().resourceId(), event.kind()));
        }
        QueueDeliveries command = new QueueDeliveries(hook.id(), kept, upTo, wanted, hook.version());
        return parts.bus()
                .request(HookMessages.QUEUE_DELIVERIES, command, Caller.system(PATIENCE))
                .map(queued -> queued(queued, events, upTo));
    }

    /** Where somebody else has moved the cursor or changed the settings, a replay for example, it goes on from there when it knows more. */
    private @Nullable Void queued(Queued queued, List<Event> events, long upTo) {
        goOnFrom(queued.moved() ? upTo : queued.cursor());
        rung = queued.moved();
        if (queued.moved()) {
            pending += events.size();
            events.forEach(event -> fresh().put(event.seq(), event));
        }
        return null;
    }

    /** Repeats what failed and whose time has come, a few at a time, as long as there is any. */
    private void retry() {
        if (lookingForRetries || pending == 0 || retrying.size() >= RETRIES || !mayWork()) {
            return;
        }
        lookingForRetries = true;
        FindDue question = new FindDue(hook.id(), 0, RETRIES - retrying.size(), List.copyOf(retrying));
        parts.bus()
                .request(HookMessages.FIND_DUE, question, Caller.system(PATIENCE))
                .onSuccess(due -> due.deliveries().forEach(this::retry))
                .onComplete(looked -> lookingForRetries = false);
    }

    private void retry(DueDelivery due) {
        retrying.add(due.seq());
        attempt(due).onComplete(done -> retried(due, done));
    }

    private void retried(DueDelivery due, AsyncResult<Void> done) {
        retrying.remove(due.seq());
        if (done.succeeded()) {
            retry();
        } else {
            complain(done.cause());
        }
    }
}
