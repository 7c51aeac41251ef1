package io.corebus.storage;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells PostgreSQL being away from PostgreSQL refusing a statement. */
final class DatabaseFailures {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFailures.class);

    private static final String QUERY_CANCELED = "57014";

    private DatabaseFailures() {}

    /** What PostgreSQL says of a statement stays a {@link PgException}; all else of the driver means that there was no answer. */
    static <T> Future<T> translate(Throwable cause) {
        if (cause instanceof FailureException
                || (cause instanceof PgException refused && !meansAway(refused.getSqlState()))) {
            return Future.failedFuture(cause);
        }
        LOG.warn("PostgreSQL did not answer: {}", cause.toString());
        return Future.failedFuture(unavailable());
    }

    /** For a statement of which the client chose what it has to do: where it was broken off, that is no failure of PostgreSQL. */
    static <T> Future<T> tooSlow(Throwable cause) {
        boolean brokenOff = cause instanceof PgException refused && QUERY_CANCELED.equals(refused.getSqlState());
        return Future.failedFuture(
                brokenOff
                        ? new Failure(
                                        "query-too-slow",
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

    /** Whether the same statement may succeed when it is tried again: it met another transaction. */
    static boolean isCollision(Throwable cause) {
        return cause instanceof PgException refused
                && (refused.getSqlState().equals("40001")
                        || refused.getSqlState().equals("40P01"));
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
        return cause instanceof PgException refused
                && (refused.getSqlState().startsWith("22")
                        || refused.getSqlState().startsWith("23")
                        || refused.getSqlState().startsWith("54"));
    }

    /** Connection exceptions, too many connections, shutdown, start-up, and a statement that was broken off. */
    private static boolean meansAway(String state) {
        return state.startsWith("08") || state.startsWith("53") || state.startsWith("57") || state.startsWith("58");
    }
}
