package io.corebus.live;

import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.feature.Feature;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One client that is connected, over whichever protocol: who it is, how far it is behind, and when it has to go. Belongs to one event loop. */
abstract class Peer implements Subscription.Listener {
    private static final long RECHECK_NANOS = 60_000_000_000L;
    /** The first time soon: something may have changed while it came in. */
    private static final long FIRST_CHECK_NANOS = 3_000_000_000L;

    private static final int MAX_FAILED_CHECKS = 10;

    private final Lobby lobby;
    private final String transport;
    private final Outbox outbox;
    private final Counter deliveries;
    private @Nullable String token;
    private @Nullable Identity identity;
    private long checkAt = System.nanoTime() + FIRST_CHECK_NANOS;
    private boolean checking;
    private int failedChecks;
    private boolean gone;

    Peer(Lobby lobby, String transport) {
        this.lobby = lobby;
        this.transport = transport;
        this.outbox = new Outbox(lobby.config().maxPending().bytes());
        this.deliveries = lobby.metrics().deliveries(transport);
    }

    /** From now on it counts. */
    final void enter() {
        lobby.enter(this);
        lobby.metrics().connected(transport);
    }

    /** Writes an event, and says to {@link #sent} how large that was. */
    abstract void write(Event event);

    /** Says the reason, as far as the protocol can, and closes; what hangs is cut. */
    abstract void close(Ending ending);

    /** Once a second. */
    abstract void beat(long nowNanos);

    abstract Collection<Feature> reading();

    abstract Collection<Subscription> subscriptions();

    /** It may not read this any more. */
    abstract void lose(Feature feature, Failure refusal);

    @Override
    public final void event(Event event) {
        if (!gone) {
            deliveries.increment();
            write(event);
        }
    }

    /** Counts what was written until it is with the network. */
    final void sent(int bytes, Future<Void> written) {
        outbox.sent(bytes, written);
    }

    /** Whether an answer may be written: not to one that has gone, or for whom too much waits already, which ends it. */
    final boolean takes() {
        if (!gone && outbox.isFlooded()) {
            end(Ending.SLOW);
        }
        return !gone;
    }

    @Override
    public final boolean isFull() {
        return outbox.isFull();
    }

    @Override
    public final boolean isReady() {
        return outbox.isReady();
    }

    @Override
    public final void whenReady(Runnable callback) {
        outbox.whenReady(callback);
    }

    /** In a turn of its own: whoever tells this may be in the middle of others. */
    @Override
    public final void broken() {
        lobby.vertx().runOnContext(turn -> end(Ending.FAILED));
    }

    final Outbox outbox() {
        return outbox;
    }

    final Lobby lobby() {
        return lobby;
    }

    final @Nullable Identity identity() {
        return identity;
    }

    final boolean isGone() {
        return gone;
    }

    final boolean isOf(String user) {
        Identity known = identity;
        return known != null && known.user().equals(user);
    }

    /** Takes a token that the client showed; a later one must be of the same user, and lets the stream live longer. */
    final Future<Identity> show(String shown) {
        return lobby.rights().identify(shown).map(found -> adopt(shown, found));
    }

    /** As {@link #show}, where the token has been looked at already. */
    final Identity adopt(String shown, Identity found) {
        if (identity != null && !identity.user().equals(found.user())) {
            throw new Failure("another-user", 403, "A connection belongs to one user. Open another one.").exception();
        }
        token = shown;
        identity = found;
        return found;
    }

    /** Who the token of before is of, as far as is known now; null where none was shown. Fails with {@code invalid-token} 401 where it is over. */
    final @Nullable Future<Identity> known() {
        String shown = token;
        return shown == null ? null : lobby.rights().identify(shown).onSuccess(found -> renew(shown, found));
    }

    /** A frame may have brought a later token meanwhile. */
    private void renew(String shown, Identity found) {
        if (shown.equals(token)) {
            identity = found;
        }
    }

    final void tick(long nowNanos) {
        if (identity != null && identity.expiresAt() * 1_000 <= System.currentTimeMillis()) {
            end(Ending.EXPIRED);
        } else if (outbox.isStuck(nowNanos)) {
            end(Ending.SLOW);
        } else if (!gone) {
            if (nowNanos - checkAt > 0 && !checking) {
                recheck();
            }
            beat(nowNanos);
        }
    }

    /** Asks again who this is and what it may read: something changed, or the message that something did may have been lost. */
    final void recheck() {
        // Not all at the same time, though they may have come at the same time.
        checkAt =
                System.nanoTime() + RECHECK_NANOS + ThreadLocalRandom.current().nextLong(RECHECK_NANOS / 4);
        String shown = token;
        if (shown != null && !gone) {
            checking = true;
            lobby.rights()
                    .identifyAgain(shown)
                    .onComplete(done -> checking = false)
                    .onSuccess(found -> recheck(shown, found))
                    .onFailure(refused -> refused(shown, FailureException.of(refused)));
        } else if (!gone) {
            recheck(followed(), null);
        }
    }

    /** Asks again whether it may read this feature: what is set for it was changed. */
    final void recheck(String feature) {
        if (!gone) {
            followed().stream()
                    .filter(read -> read.name().equals(feature))
                    .forEach(read -> recheck(read, identity).onFailure(away -> again()));
        }
    }

    /** What it reads. Who has shown no token yet may still do so, unless it follows something without one. */
    private List<Feature> followed() {
        return token != null || !subscriptions().isEmpty() ? List.copyOf(reading()) : List.of();
    }

    /** A later token may have come meanwhile: then it is about that one. */
    private void recheck(String shown, Identity found) {
        if (!shown.equals(token)) {
            recheck();
            return;
        }
        identity = found;
        recheck(List.copyOf(reading()), found);
    }

    /** It is one check, however many features are read, and has failed where one of them cannot be told. */
    private void recheck(List<Feature> read, @Nullable Identity found) {
        Future.join(read.stream().map(feature -> recheck(feature, found)).toList())
                .onSuccess(checked -> failedChecks = 0)
                .onFailure(away -> again());
    }

    /** It may have become more or less of it that it may read. Fails where whoever could say is away. */
    private Future<Void> recheck(Feature feature, @Nullable Identity found) {
        Subscription running = subscriptions().stream()
                .filter(one -> one.feature().equals(feature.name()))
                .findFirst()
                .orElse(null);
        return lobby.rights()
                .mayRead(feature, running == null ? null : running.sight().asked(), found)
                .onSuccess(sight -> see(running, sight))
                .<Void>mapEmpty()
                .recover(refused -> refused(feature, refused));
    }

    private static void see(@Nullable Subscription running, Sight sight) {
        if (running != null) {
            running.see(sight);
        }
    }

    private void refused(String shown, Failure refusal) {
        if (!shown.equals(token)) {
            recheck();
        } else if (refusal.status() == 401) {
            end(Ending.of(refusal));
        } else {
            again();
        }
    }

    private Future<Void> refused(Feature feature, Throwable cause) {
        Failure refusal = FailureException.of(cause);
        if (gone || (refusal.status() >= 500 && !Ending.isOff(refusal))) {
            return Future.failedFuture(cause);
        }
        lose(feature, refusal);
        return Future.succeededFuture();
    }

    /** Whoever could say is away. */
    private void again() {
        failedChecks++;
        checkAt = System.nanoTime();
        if (failedChecks > MAX_FAILED_CHECKS) {
            end(Ending.LATER);
        }
    }

    /** Ends it from here. */
    final void end(Ending ending) {
        if (leave()) {
            lobby.metrics().cut(ending);
            close(ending);
        }
    }

    /** It has gone. */
    final boolean leave() {
        if (gone) {
            return false;
        }
        gone = true;
        new ArrayList<>(subscriptions()).forEach(Subscription::end);
        lobby.leave(this);
        lobby.metrics().disconnected(transport);
        return true;
    }
}
