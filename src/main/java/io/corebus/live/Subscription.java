package io.corebus.live;

import io.corebus.journal.SealedReader;
import io.corebus.storage.JournalMessages.ReadSealed;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.SealedPage;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber's way through one feature: first what it missed, from memory or from the journal, as fast as it takes it; then, without a gap, what comes.
 * Belongs to one event loop.
 */
final class Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    private static final long PAUSE_MILLIS = 500;

    private final Vertx vertx;
    private final Hub hub;
    private final Channel channel;
    private final Listener listener;
    private final Queue<SealedEntry> ahead = new ArrayDeque<>();
    private Sight sight;
    private long seen;
    private boolean joined;
    private boolean ended;

    /** Who gets the events. */
    interface Listener {
        void event(Event event);

        /** What was between is not there any more: read the resources again, what follows comes after {@code seq}. */
        void resync(String feature, long seq);

        /** Whether so much waits for it that not even what happens now may be added. */
        boolean isFull();

        /** Whether it can take more of what it missed. */
        boolean isReady();

        /** Calls back once when it can take more. */
        void whenReady(Runnable callback);

        /** Something could not be told, and nothing more will be. */
        void broken();
    }

    /** @param seen the last event that the subscriber knows */
    Subscription(Vertx vertx, Hub hub, Channel channel, Sight sight, long seen, Listener listener) {
        this.vertx = vertx;
        this.hub = hub;
        this.channel = channel;
        this.sight = sight;
        this.seen = seen;
        this.listener = listener;
        channel.enter(this);
        channel.metrics().subscribed(channel.feature());
    }

    String feature() {
        return channel.feature();
    }

    Sight sight() {
        return sight;
    }

    /** From now on: what it may read has been looked at again. */
    void see(Sight now) {
        sight = now;
    }

    /** Begins, or goes on. */
    void go() {
        try {
            goOn();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void goOn() {
        while (!ended && !joined) {
            if (!listener.isReady()) {
                listener.whenReady(this::go);
                return;
            }
            if (!ahead.isEmpty()) {
                offer(ahead.remove());
            } else if (channel.ring().reaches(seen)) {
                offerNextOrJoin();
            } else {
                readOn();
                return;
            }
        }
    }

    private void offerNextOrJoin() {
        Event next = channel.ring().next(seen);
        if (next == null) {
            joined = true;
            channel.join(this);
        } else {
            offer(next);
        }
    }

    private void offer(SealedEntry entry) {
        Event event = Event.of(entry);
        if (event != null) {
            offer(event);
        } else {
            seen = Math.max(seen, entry.seq()); // It is none to be told, and is not read again.
        }
    }

    /** What just happened. Where too much waits already, it stays in memory or in the journal until the client has read. */
    void deliver(Event event) {
        try {
            if (listener.isFull()) {
                stepAside();
            } else {
                offer(event);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** Others get on. This one ends, because to leave out what could not be told would be a hole that nobody sees. */
    private void fail(RuntimeException cause) {
        if (!ended) {
            LOG.error("Events of {} could not be told to a subscriber, who is cut", feature(), cause);
            end();
            listener.broken();
        }
    }

    private void stepAside() {
        if (joined) {
            joined = false;
            channel.leave(this);
            listener.whenReady(this::go);
        }
    }

    private void offer(Event event) {
        if (ended || event.seq() <= seen) {
            return;
        }
        seen = event.seq();
        Event visible = sight.of(event);
        if (visible != null) {
            listener.event(visible);
        }
    }

    private void readOn() {
        hub.journal()
                .read(new ReadSealed(seen, SealedReader.PAGE, channel.feature()))
                .onSuccess(this::taken)
                .onFailure(away -> later());
    }

    private void taken(SealedPage page) {
        try {
            took(page);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void took(SealedPage page) {
        if (page.first() > seen + 1) {
            skipTo(Math.max(hub.through(), page.first() - 1));
        } else {
            ahead.addAll(page.entries());
        }
        if (ahead.isEmpty() && page.through() <= seen && !channel.ring().reaches(seen)) {
            later(); // Whoever answered is behind what was heard.
            return;
        }
        if (ahead.isEmpty()) {
            seen = Math.max(seen, page.through()); // Nothing of this feature is between.
        }
        goOn();
    }

    private void later() {
        vertx.setTimer(PAUSE_MILLIS, pause -> go());
    }

    /** What was between is not there any more. */
    void resync(long seq) {
        try {
            skipTo(seq);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** What came after that is in the journal no more, and others have its numbers. */
    void goBack(long seq) {
        try {
            ahead.removeIf(entry -> entry.seq() > seq);
            if (!ended && seen > seq) {
                beginAt(seq);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void skipTo(long seq) {
        if (!ended && seq > seen) {
            beginAt(seq);
        }
    }

    private void beginAt(long seq) {
        seen = seq;
        channel.metrics().resync(channel.feature());
        listener.resync(channel.feature(), seq);
    }

    void end() {
        if (!ended) {
            ended = true;
            ahead.clear();
            channel.exit(this);
            channel.metrics().unsubscribed(channel.feature());
        }
    }
}
