package io.corebus.storage;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import java.sql.SQLException;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Why the database could not be brought up to date: one sentence for whoever starts a node, with what to do. */
final class MigrationFailures {
    private static final String INVALID_PASSWORD = "28P01";
    private static final String INVALID_AUTHORIZATION = "28000";
    private static final String NO_SUCH_DATABASE = "3D000";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String READ_ONLY = "25006";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DEADLOCK = "40P01";
    private static final String CANCELLED = "57014";
    private static final String DUPLICATE = "42P07";

    private MigrationFailures() {}

    static FailureException of(Exception failure, JdbcUrl url) {
        SQLException cause = sqlCause(failure);
        String state = cause == null ? "" : String.valueOf(cause.getSQLState());
        String reason = reason(cause == null ? failure : cause);
        if (state.equals(READ_ONLY)) {
            String detail =
                    "PostgreSQL at " + url.place() + " is read-only, as one is that is fenced or was failed over."
                            + " Let it take writes, or correct storage.url.";
            return Failure.unavailable("storage-unavailable", detail).exception();
        }
        if (meansAway(state)) {
            String detail = "PostgreSQL at " + url.place() + " cannot be reached: " + reason
                    + " Start it, or correct storage.url.";
            return Failure.unavailable("storage-unavailable", detail).exception();
        }
        if (isInTheWay(failure)) {
            return refused("The schema " + PlatformMigration.SCHEMA + " at " + url.place()
                    + " has something in it that is not Corebus'. Use another database, or rename that schema.");
        }
        return refused(refusal(state, reason, url));
    }

    /** Whether others who use the same tables were the reason: it may go well another time. */
    static boolean isInTheWay(SQLException failure) {
        return LOCK_NOT_AVAILABLE.equals(failure.getSQLState()) || isDeadlock(failure);
    }

    static boolean isDeadlock(SQLException failure) {
        return DEADLOCK.equals(failure.getSQLState());
    }

    /** Whether what should be made is there. */
    static boolean isThere(SQLException failure) {
        return DUPLICATE.equals(failure.getSQLState());
    }

    /** Why something that is not needed for a start was not done, where it may be another time; else null. */
    static @Nullable String laterReason(SQLException failure, JdbcUrl url) {
        if (isInTheWay(failure)) {
            return "something that was begun before does not come to its end, such as a backup or a transaction that was left open.";
        }
        return switch (String.valueOf(failure.getSQLState())) {
            case INSUFFICIENT_PRIVILEGE ->
                "the user " + url.user() + " may not change the tables. Run ./corebus migrate as their owner.";
            case CANCELLED -> "somebody cancelled it.";
            default -> null;
        };
    }

    /** Nothing was changed. */
    static FailureException inTheWay(SQLException failure, JdbcUrl url) {
        return refused("The tables at " + url.place()
                + " have to be changed for the descriptors, and something has been using them for a"
                + " minute, such as a backup or a transaction that was left open: " + reason(failure)
                + " Nothing was changed. Start again when that has ended.");
    }

    /** As {@link #of} for a change of a table that exists: that takes its owner. */
    static FailureException ofStep(SQLException failure, JdbcUrl url) {
        return INSUFFICIENT_PRIVILEGE.equals(failure.getSQLState())
                ? refused(
                        "The tables at " + url.place() + " have to be changed for the descriptors, and the user "
                                + url.user() + " may not do that: " + reason(failure)
                                + " Run ./corebus migrate as their owner, repeat the grants (docs/operations.md), and start again.")
                : of(failure, url);
    }

    private static String refusal(String state, String reason, JdbcUrl url) {
        return switch (state) {
            case INVALID_PASSWORD, INVALID_AUTHORIZATION ->
                "PostgreSQL at " + url.place() + " does not let the user " + url.user()
                        + " in with this password. Correct storage.url.";
            case NO_SUCH_DATABASE -> "There is no database at " + url.place() + ". Create it, or correct storage.url.";
            case INSUFFICIENT_PRIVILEGE ->
                "The user " + url.user() + " may not make the tables of Corebus at " + url.place() + ": " + reason
                        + " Grant it CREATE on the database, or migrate as its owner.";
            case LOCK_NOT_AVAILABLE ->
                "Another node has been migrating the database at " + url.place()
                        + " for a minute. Start again when it is done.";
            default ->
                "The database at " + url.place() + " could not be brought up to date: " + reason
                        + " Correct that, and start again.";
        };
    }

    /** Connection exceptions, too many connections, a server that starts or shuts down. */
    private static boolean meansAway(String state) {
        return state.startsWith("08") || state.equals("53300") || state.startsWith("57P");
    }

    private static boolean isInTheWay(Exception failure) {
        return failure instanceof FlywayException refused
                && refused.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE;
    }

    static FailureException refused(String detail) {
        return new Failure("migration-failed", 500, detail).exception();
    }

    private static @Nullable SQLException sqlCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return found;
            }
        }
        return null;
    }

    /** The first sentence: the rest is for programmers. */
    private static String reason(Exception cause) {
        String text = String.valueOf(cause.getMessage());
        String line = text.strip().lines().findFirst().orElse("no reason given");
        int end = line.indexOf(". ");
        String sentence = end < 0 ? line : line.substring(0, end);
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
