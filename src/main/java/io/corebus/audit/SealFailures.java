package io.corebus.audit;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import java.util.Set;

/** Why a node seals nothing until somebody has done something. */
final class SealFailures {
    private static final String MISSING = "seal-key-missing";
    private static final String REPLACED = "seal-key-replaced";
    private static final String GONE = "seals-gone";
    private static final Set<String> CODES = Set.of(MISSING, REPLACED, GONE);

    private SealFailures() {}

    static FailureException missing(String kid) {
        String detail =
                "Seals are signed with a configured key, " + kid + ", and this node has none. Set audit.key as on "
                        + "the other nodes, or audit.key=database to go back to a key in the database.";
        return new Failure(MISSING, 503, detail).exception();
    }

    static FailureException replaced(String kid) {
        String detail = "The key " + kid + " was replaced: another one has sealed since. Set audit.key as on the other "
                + "nodes, or to a new key: one that was replaced does not come back.";
        return new Failure(REPLACED, 503, detail).exception();
    }

    /**
     * @param number of the newest seal that this process knows of
     * @param newest the number of the newest one that there is
     */
    static FailureException gone(long number, String hash, long newest, String newestHash) {
        String known = "This process has seen seal " + number + " with the hash " + hash;
        String found = newest == 0
                ? "the database has no seal"
                : "the newest one in the database is seal " + newest + " with the hash " + newestHash;
        String detail = known + ", and " + found + ". Seals were removed or changed by somebody who can change the "
                + "database, or another state of it was restored, or a standby that lacked the last seals took over. "
                + "To sign what is there now could make a history that was written anew look genuine. Bring the seals "
                + "back; or find out why they are gone, keep this message with your checkpoints, and restart all nodes "
                + "with the audit room: they go on from what the database has then.";
        return new Failure(GONE, 503, detail).exception();
    }

    /** Whether trying again is of no use until somebody does something. */
    static boolean areFor(String code) {
        return CODES.contains(code);
    }
}
