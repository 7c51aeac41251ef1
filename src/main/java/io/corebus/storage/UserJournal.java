package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.storage.StorageMessages.Done;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * How a change of a user gets into the journal: in the same statement, under a command id, which is unique there. So a command that arrives again is undone by
 * PostgreSQL itself, and its first result is in the journal.
 */
final class UserJournal {
    /** How many arguments {@link #arguments} has; those of the change come after them. */
    static final int ARGUMENTS = 5;

    private static final String ACTOR = "$1";
    private static final String COMMAND = "$5";
    private static final String NO_HASH = "NULL::text";

    private static final String FIRST_RESULT = """
            SELECT entry.resource_id AS id, profile ->> 'email' AS email, users.password_hash,
                ARRAY(SELECT json_array_elements_text(profile -> 'roles')) AS roles,
                (profile ->> 'disabled')::boolean AS disabled,
                %s AS created_at
            FROM corebus.journal entry
            LEFT JOIN corebus.users users ON users.id = entry.resource_id,
            LATERAL coalesce(entry.after, entry.before) AS profile
            WHERE entry.command_id = $1 AND profile IS NOT NULL
            """.formatted(Rows.time("coalesce(users.created_at, entry.at)"));

    private static final String DONE = "SELECT 1 FROM corebus.journal WHERE command_id = $1";

    private UserJournal() {}

    /**
     * SQL that writes what the CTE {@code change} did into the journal; goes on after a comma.
     *
     * @param kind {@code user-created} and the like
     * @param condition on {@code change}, which has the columns id, before and after
     */
    static String entry(String kind, String condition) {
        return entry("users", kind, condition);
    }

    /** The same for what somebody does who needs to show no access token: unless the caller is known, it is the user whom {@code change} is about. */
    static String entryOfUser(String kind, String condition) {
        String actor = "CASE WHEN $1::text = '" + Caller.ANONYMOUS + "' THEN id::text ELSE $1::text END";
        return entry("users", kind, condition, actor, COMMAND, NO_HASH);
    }

    /** The same for all that {@code change} has, however many. The first one has the id of the command, which can stand only once: so a repeat is undone as a whole. */
    static String entries(String kind) {
        String command = "CASE row_number() OVER () WHEN 1 THEN " + COMMAND + "::uuid END";
        return entry("users", kind, "true", ACTOR, command, NO_HASH);
    }

    /** The same for a change of something else than users. */
    static String entry(String feature, String kind, String condition) {
        return entry(feature, kind, condition, ACTOR, COMMAND, NO_HASH);
    }

    /**
     * The same for what a client may have sent a key for.
     *
     * @param hash an expression for the hash of what was asked
     */
    static String entryOfRequest(String feature, String kind, String hash) {
        return entry(feature, kind, "true", ACTOR, COMMAND, hash);
    }

    /**
     * The same for what is set for a feature while it is served.
     *
     * @param feature SQL for its name
     */
    static String entryAbout(String feature, String kind) {
        return entryOf(feature, kind, "true", ACTOR, COMMAND, NO_HASH);
    }

    private static String entry(
            String feature, String kind, String condition, String actor, String command, String hash) {
        return entryOf("'" + feature + "'", kind, condition, actor, command, hash);
    }

    private static String entryOf(
            String feature, String kind, String condition, String actor, String command, String hash) {
        return """
                salted AS MATERIALIZED (
                    SELECT id, before, after, uuid_send(gen_random_uuid()) AS salt FROM change WHERE %s
                ), entry AS (
                    INSERT INTO corebus.journal
                        (feature, resource_id, kind, actor, via, token, trace, command_id, request_hash,
                         before, after, salt, payload_hash)
                    SELECT %s, id, '%s', %s, $2, $3, $4, %s, %s, before, after, salt,
                        %s
                    FROM salted
                )""".formatted(
                        condition, feature, kind, actor, command, hash, PayloadHash.sql("salt", "before", "after"));
    }

    /** The arguments of {@link #entry}. */
    static Tuple arguments(Caller caller, UUID command) {
        return Tuple.of(caller.user(), caller.via(), caller.token(), caller.trace(), command);
    }

    /** The id of a command that brings none along: the same for the same words. */
    static UUID command(String kind, Object... words) {
        byte[] digest = sha256(kind + '\n' + List.of(words));
        ByteBuffer bytes = ByteBuffer.wrap(digest);
        long high = (bytes.getLong() & ~0xf000L) | 0x8000L; // Version 8 of RFC 9562: made our own way.
        long low = (bytes.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** What the command did when it was done the first time; empty where it was not done. */
    static Future<Optional<User>> firstResult(Database database, UUID command) {
        return database.read(FIRST_RESULT, Tuple.of(command)).map(Users::first);
    }

    /** Whether the command was done, whatever came of it. */
    static Future<Boolean> isDone(Database database, UUID command) {
        return database.read(DONE, Tuple.of(command)).map(rows -> rows.size() > 0);
    }

    /**
     * Executes a statement that takes something away, and answers a row where it finds what it is about. Where it finds nothing, or is undone because its entry is there,
     * an attempt whose answer was lost may have done the command.
     *
     * @param missing why it was not done
     */
    static Future<Done> doOnce(
            Database database, String sql, Tuple arguments, UUID command, Supplier<FailureException> missing) {
        return database.write(sql, arguments)
                .map(rows -> rows.size() == 1)
                .recover(UserJournal::unlessThere)
                .compose(done -> done ? Future.succeededFuture(true) : isDone(database, command))
                .map(done -> doneOr(done, missing));
    }

    /** False where the entry of the command is in the journal already; fails otherwise. */
    static Future<Boolean> unlessThere(Throwable cause) {
        return DatabaseFailures.isTaken(cause) ? Future.succeededFuture(false) : AccountFailures.explain(cause);
    }

    private static Done doneOr(boolean done, Supplier<FailureException> missing) {
        if (!done) {
            throw missing.get();
        }
        return new Done();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }
}
