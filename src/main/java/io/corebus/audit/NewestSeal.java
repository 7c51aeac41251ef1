package io.corebus.audit;

import io.corebus.bus.FailureException;
import io.corebus.bus.PerProcess;
import io.corebus.storage.JournalMessages.Unsealed;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import org.jspecify.annotations.Nullable;

/**
 * The newest seal that this process has seen or made. It is what keeps the owner of the database from having their own history signed: where storage shows an
 * older end of the trail, or another one, nothing is sealed. All instances of the room in a process share it, those that come later, too; a new process knows
 * nothing.
 */
final class NewestSeal implements Shareable {
    private @Nullable Head newest;
    /** Stays until the very same seal is there again: what somebody puts behind a gap proves nothing by its number. */
    private boolean gone;

    /** @param number 0 where there was none yet */
    record Head(long number, String hash) {}

    /** The one of this process. */
    static NewestSeal of(Vertx vertx) {
        return PerProcess.of(vertx, NewestSeal.class, NewestSeal::new);
    }

    /** To be asked before storage is: another instance may seal while the answer is on its way. Null where none was seen yet. */
    synchronized @Nullable Head known() {
        return newest;
    }

    /**
     * A higher number is fine: another node has sealed. Fails with {@code seals-gone} where what was known is not there.
     *
     * @param before what was known when storage was asked
     */
    synchronized void requireFollows(@Nullable Head before, Unsealed page) throws FailureException {
        Head found = new Head(page.number() - 1, page.previous());
        if (before != null) {
            boolean further = found.number() > before.number();
            if (found.equals(newest)) {
                gone = false;
            }
            if (gone || (!further && !found.equals(before))) {
                gone = true;
                throw SealFailures.gone(before.number(), before.hash(), found.number(), found.hash());
            }
        }
        made(found.number(), found.hash());
    }

    synchronized void made(long number, String hash) {
        if (newest == null || number > newest.number()) {
            newest = new Head(number, hash);
        }
    }
}
