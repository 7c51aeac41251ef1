package io.corebus.storage;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.OutageLog;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells PostgreSQL being away from PostgreSQL refusing a statement. */
final class DatabaseFailures {
    static final String TOO_SLOW = "query-too-slow";

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFailures.class);

    private static final String OVERTAKEN = "contended";
    private static final String QUERY_CANCELED = "57014";
    private static final String READ_ONLY = "25006";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static final OutageLog AWAY = new OutageLog(LOG, "PostgreSQL answers again");
    private static final OutageLog WRITES = new OutageLog(LOG, "PostgreSQL takes writes again");
    private static final OutageLog RIGHTS =
            new OutageLog(LOG, "PostgreSQL has not refused the database user anything for a while");

    private DatabaseFailures() {}

    /**
     * What PostgreSQL says of a statement stays a {@link PgException}, unless it says that no statement of the kind would do better now; all else of the driver
     * means that there was no answer.
     */
    static <T> Future<T> translate(Throwable cause) {
        if (isReadOnly(cause)) {
            WRITES.failed(
                    "PostgreSQL is read-only, as one is that is fenced or was failed over: writes are refused until it"
                            + " takes them again. If another server is the primary now, let storage.url name that one");
            return Future.failedFuture(readOnly());
        }
        if (cause instanceof PgException refused && INSUFFICIENT_PRIVILEGE.equals(refused.getSqlState())) {
            RIGHTS.failed("PostgreSQL does not let the user of storage.url do what Corebus needs: "
                    + refused.getErrorMessage()
                    + ". Grant it, as docs/operations.md says under \"What the database lets nobody change\"");
            return Future.failedFuture(notGranted());
        }
        if (cause instanceof FailureException
                || (cause instanceof PgException refused && !meansAway(refused.getSqlState()))) {
            return Future.failedFuture(cause);
        }
        AWAY.failed("PostgreSQL did not answer: " + cause);
        return Future.failedFuture(unavailable());
    }

    /** PostgreSQL did what it was asked to. */
    static void answered() {
        AWAY.succeeded();
        RIGHTS.succeeded();
    }

    /** PostgreSQL changed what it was asked to. */
    static void written() {
        WRITES.succeeded();
    }

    /** For a statement of which the client chose what it has to do: where it was broken off, that is no failure of PostgreSQL. */
    static <T> Future<T> tooSlow(Throwable cause) {
        boolean brokenOff = cause instanceof PgException refused && QUERY_CANCELED.equals(refused.getSqlState());
        return Future.failedFuture(
                brokenOff
                        ? new Failure(
                                        TOO_SLOW,
                                        422,
                                        "This takes too long. Ask for less, or filter and sort by fields that the descriptor has under storage.index.")
                                .exception()
                        : cause);
    }

    static FailureException unavailable() {
        return Failure.unavailable(
                        "storage-unavailable", "PostgreSQL cannot be reached at the moment. Try again in a second.")
                .exception();
    }

    private static FailureException readOnly() {
        return Failure.unavailable(
                        "storage-unavailable", "PostgreSQL takes no writes at the moment. Try again in a second.")
                .exception();
    }

    private static FailureException notGranted() {
        return Failure.unavailable(
                        "storage-unavailable",
                        "PostgreSQL does not let Corebus do this. Whoever runs it finds in its log what to grant.")
                .exception();
    }

    /** Whether PostgreSQL refuses all that would change something. */
    static boolean isReadOnly(Throwable cause) {
        return cause instanceof PgException refused && READ_ONLY.equals(refused.getSqlState());
    }

    /** Whether the same statement may succeed when it is tried again: it met another transaction. */
    static boolean isCollision(Throwable cause) {
        return isOvertaken(cause)
                || (cause instanceof PgException refused
                        && (refused.getSqlState().equals("40001")
                                || refused.getSqlState().equals("40P01")));
    }

    /** For what one that began to write later has written already: in a transaction of its own it has its place behind that. */
    static FailureException overtaken() {
        return Failure.unavailable(
                        OVERTAKEN,
                        "The resources are changed too often just now: others were faster each time. Try again in a second.")
                .exception();
    }

    private static boolean isOvertaken(Throwable cause) {
        return cause instanceof FailureException failure
                && failure.failure().code().equals(OVERTAKEN);
    }

    /** Whether a row with this key is there already. */
    static boolean isTaken(Throwable cause) {
        return cause instanceof PgException refused && refused.getSqlState().equals("23505");
    }

    /**
     * Whether the data of a statement broke a rule: classes 22 (data exception) and 23 (integrity constraint violation) of SQL, and 54 of PostgreSQL (program limit
     * exceeded), as a value does that is too long for an index.
     */
    static boolean isOfData(Throwable cause) {
        return cause instanceof PgException refused && isOfData(refused.getSqlState());
    }

    /** The same of the code that PostgreSQL gives. */
    static boolean isOfData(String state) {
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    }

    /** Connection exceptions, too many connections, shutdown, start-up, and a statement that was broken off. */
    private static boolean meansAway(String state) {
        return state.startsWith("08") || state.startsWith("53") || state.startsWith("57") || state.startsWith("58");
    }
}
