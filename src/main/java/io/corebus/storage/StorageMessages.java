package io.corebus.storage;

import io.corebus.bus.Address;
import io.corebus.bus.Health;
import io.corebus.bus.Json;
import io.corebus.feature.Criterion;
import io.corebus.feature.FieldText;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the storage room answers. Who writes, through which door and in which trace is taken from the {@link io.corebus.bus.Caller} and goes into the
 * journal in the same statement as the row.
 *
 * <p>Failures: {@code not-found} 404; {@code version-mismatch} 412 with the current version; {@code conflict} 409 (a unique rule; a row that others
 * refer to); {@code reference-not-found} and {@code constraint} 422; {@code idempotency-key-reused} 422; {@code storage-unavailable} and {@code
 * overloaded} 503 with Retry-After.
 *
 * <p>What is about rows says in which shape the asker knows them, {@link io.corebus.feature.Feature#shape}. Where this room knows them in another one, the bus asks
 * another storage room; where there is none, it fails with {@code descriptors-differ} 503. Null: in whatever shape.
 */
public final class StorageMessages {
    private static final Duration ATTEMPT = Duration.ofMillis(300);
    /** More than {@code storage.query-timeout} can be: to ask another one while PostgreSQL is at it would only double the work. */
    private static final Duration QUERY_ATTEMPT = Duration.ofMillis(2_500);
    /** A thousand rows take some tenths of a second; to begin a second time meanwhile would only make the first one wait. */
    private static final Duration TRANSACTION_ATTEMPT = Duration.ofSeconds(3);

    public static final Address<Health.Check, Health.Report> HEALTH = Health.address("storage");

    public static final Address<InsertRow, WrittenRow> INSERT = address("insert", InsertRow.class, WrittenRow.class);
    public static final Address<UpdateRow, WrittenRow> UPDATE = address("update", UpdateRow.class, WrittenRow.class);
    public static final Address<DeleteRow, WrittenRow> DELETE = address("delete", DeleteRow.class, WrittenRow.class);
    public static final Address<FindRow, FoundRow> FIND = address("find", FindRow.class, FoundRow.class);
    public static final Address<RestoreRow, WrittenRow> RESTORE =
            address("restore", RestoreRow.class, WrittenRow.class);
    /** Fails with {@code query-too-slow} 422 where it takes longer than {@code storage.query-timeout}. */
    public static final Address<ListRows, RowPage> LIST =
            address("list", ListRows.class, RowPage.class).withAttempt(QUERY_ATTEMPT);
    /** Fails like {@link #LIST}. */
    public static final Address<CountRows, RowCount> COUNT =
            address("count", CountRows.class, RowCount.class).withAttempt(QUERY_ATTEMPT);

    public static final Address<FindCommand, FoundCommand> FIND_COMMAND =
            address("find-command", FindCommand.class, FoundCommand.class);
    /** All in one transaction, or none. A failure names the writes by their places: {@code /3/id}, {@code /3/data/name}. */
    public static final Address<WriteAll, WrittenRows> WRITE_ALL =
            address("write-all", WriteAll.class, WrittenRows.class).withAttempt(TRANSACTION_ATTEMPT);

    public static final Address<FindCommands, WrittenRows> FIND_COMMANDS =
            address("find-commands", FindCommands.class, WrittenRows.class);
    /** Fails with {@code idempotency-key-reused} 422 where one of these commands was done for another request. */
    public static final Address<CheckCommands, CheckedCommands> CHECK_COMMANDS =
            address("check-commands", CheckCommands.class, CheckedCommands.class);

    public static final Address<InsertUser, User> INSERT_USER = address("insert-user", InsertUser.class, User.class);
    public static final Address<FindUser, FoundUser> FIND_USER = address("find-user", FindUser.class, FoundUser.class);
    public static final Address<ListUsers, UserPage> LIST_USERS =
            address("list-users", ListUsers.class, UserPage.class);
    public static final Address<UpdateUser, User> UPDATE_USER = address("update-user", UpdateUser.class, User.class);
    public static final Address<FindUserCommand, FoundUserCommand> FIND_USER_COMMAND =
            address("find-user-command", FindUserCommand.class, FoundUserCommand.class);
    public static final Address<DeleteUser, Done> DELETE_USER = address("delete-user", DeleteUser.class, Done.class);
    public static final Address<InsertSession, Done> INSERT_SESSION =
            address("insert-session", InsertSession.class, Done.class);
    public static final Address<RotateSession, RotatedSession> ROTATE_SESSION =
            address("rotate-session", RotateSession.class, RotatedSession.class);
    public static final Address<EndSessions, EndedSessions> END_SESSIONS =
            address("end-sessions", EndSessions.class, EndedSessions.class);
    public static final Address<InsertKey, Done> INSERT_KEY = address("insert-key", InsertKey.class, Done.class);
    public static final Address<ListKeys, Keys> LIST_KEYS = address("list-keys", ListKeys.class, Keys.class);
    public static final Address<SaveSetup, SetupState> SAVE_SETUP =
            address("save-setup", SaveSetup.class, SetupState.class);
    public static final Address<CheckSetup, Done> CHECK_SETUP = address("check-setup", CheckSetup.class, Done.class);
    public static final Address<InsertFirstAdmin, User> INSERT_FIRST_ADMIN =
            address("insert-first-admin", InsertFirstAdmin.class, User.class);

    private StorageMessages() {}

    private static <Q, R> Address<Q, R> address(String verb, Class<Q> request, Class<R> reply) {
        return Address.of("corebus.storage." + verb, request, reply).withAttempt(ATTEMPT);
    }

    // --- resources

    /**
     * Writes a new row.
     *
     * @param id UUIDv7 for the row, chosen by the asker
     * @param data a JSON object with the declared fields only, already validated
     * @param commandId UUID that names this command; a repeat is answered with the first result
     * @param requestHash what the client asked, hashed, where it sent an Idempotency-Key: a repeat with another hash is refused
     */
    public record InsertRow(
            String feature,
            String id,
            Json data,
            String commandId,
            @Nullable String requestHash,
            @Nullable String shape) {
        public InsertRow(String feature, String id, Json data, String commandId, @Nullable String requestHash) {
            this(feature, id, data, commandId, requestHash, null);
        }
    }

    /**
     * Replaces all declared fields of a row; a field that is not in {@code data} becomes null.
     *
     * @param ifVersions the row must have one of these versions now; empty: any
     */
    public record UpdateRow(
            String feature,
            String id,
            List<Long> ifVersions,
            Json data,
            String commandId,
            @Nullable String requestHash,
            @Nullable String shape) {
        public UpdateRow(
                String feature,
                String id,
                List<Long> ifVersions,
                Json data,
                String commandId,
                @Nullable String requestHash) {
            this(feature, id, ifVersions, data, commandId, requestHash, null);
        }
    }

    public record DeleteRow(
            String feature,
            String id,
            List<Long> ifVersions,
            String commandId,
            @Nullable String requestHash,
            @Nullable String shape) {
        public DeleteRow(
                String feature, String id, List<Long> ifVersions, String commandId, @Nullable String requestHash) {
            this(feature, id, ifVersions, commandId, requestHash, null);
        }
    }

    /**
     * Gives a row the content that it had before, in the journal an entry of the kind {@code restored}. A row that is there is replaced; one that was deleted is
     * written anew, under the version that follows its deletion, as created when and by whom it was first.
     *
     * @param deletion the version with which it was deleted, and which must be its last one; null where it is there
     * @param ifVersions as for a change, for a row that is there
     */
    public record RestoreRow(
            String feature,
            String id,
            @Nullable Long deletion,
            List<Long> ifVersions,
            Json data,
            String commandId,
            @Nullable String requestHash,
            @Nullable String shape) {
        public RestoreRow(
                String feature,
                String id,
                @Nullable Long deletion,
                List<Long> ifVersions,
                Json data,
                String commandId,
                @Nullable String requestHash) {
            this(feature, id, deletion, ifVersions, data, commandId, requestHash, null);
        }
    }

    /**
     * @param version the version that this command wrote; a deletion counts as one, too
     * @param body the resource as JSON after the write; for a deletion, before it
     * @param repeated whether this is the first result of a command that had been done before
     */
    public record WrittenRow(String id, long version, Json body, boolean repeated) {}

    public enum WriteKind {
        INSERT,
        UPDATE,
        DELETE
    }

    /**
     * A part of {@link WriteAll}, else like {@link InsertRow}, {@link UpdateRow} and {@link DeleteRow}.
     *
     * @param data null for a deletion
     */
    public record WriteOne(
            WriteKind kind,
            String id,
            List<Long> ifVersions,
            @Nullable Json data,
            String commandId) {}

    /**
     * Several writes of rows of one feature, in this order. One that was done before fails all: then ask with {@link FindCommands}.
     *
     * @param writes at most 1000
     */
    public record WriteAll(
            String feature,
            List<WriteOne> writes,
            @Nullable String requestHash,
            @Nullable String shape) {
        public WriteAll(String feature, List<WriteOne> writes, @Nullable String requestHash) {
            this(feature, writes, requestHash, null);
        }
    }

    /** In the order in which it was asked. */
    public record WrittenRows(List<WrittenRow> rows) {}

    /** Were these commands of one {@link WriteAll} done already? The answer has no rows where they were not. */
    public record FindCommands(
            List<String> commandIds, @Nullable String requestHash) {}

    public record CheckCommands(List<String> commandIds, String requestHash) {}

    public record CheckedCommands() {}

    public record FindRow(
            String feature, String id, @Nullable String shape) {
        public FindRow(String feature, String id) {
            this(feature, id, null);
        }
    }

    /** @param row null where there is none */
    public record FoundRow(@Nullable Row row) {}

    public record Row(String id, long version, Json body) {}

    /**
     * @param filter null: all rows
     * @param sort in order of weight; the id is always added as the last one
     * @param limit 1..1000; fewer come where they are large
     * @param after the {@code next} of the page before, or null
     * @param fields those that the resources shall have, besides the id; null: all
     * @param search words that must all be found, the last one as the beginning of a word; null: no search
     */
    public record ListRows(
            String feature,
            @Nullable Condition filter,
            List<Sort> sort,
            int limit,
            @Nullable String after,
            @Nullable List<String> fields,
            @Nullable String search,
            @Nullable String shape) {

        public ListRows(
                String feature, @Nullable Condition filter, List<Sort> sort, int limit, @Nullable String after) {
            this(feature, filter, sort, limit, after, null, null, null);
        }

        public ListRows(
                String feature,
                @Nullable Condition filter,
                List<Sort> sort,
                int limit,
                @Nullable String after,
                @Nullable List<String> fields,
                @Nullable String search) {
            this(feature, filter, sort, limit, after, fields, search, null);
        }

        /** The same list from where a page of it ended. */
        public ListRows behind(String cursor) {
            return new ListRows(feature, filter, sort, limit, cursor, fields, search, shape);
        }
    }

    /**
     * How many rows there are.
     *
     * @param filter null: all rows
     * @param search as in {@link ListRows}
     * @param estimated whether what the planner of PostgreSQL expects will do, which costs the same however many there are
     */
    public record CountRows(
            String feature,
            @Nullable Condition filter,
            @Nullable String search,
            boolean estimated,
            @Nullable String shape) {
        public CountRows(String feature, @Nullable Condition filter, @Nullable String search, boolean estimated) {
            this(feature, filter, search, estimated, null);
        }
    }

    /** @param exact whether it was counted; false for an estimate */
    public record RowCount(long count, boolean exact) {}

    public record Sort(String field, boolean descending) {}

    public enum Operator {
        AND,
        OR,
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        IN,
        NOT_IN,
        /** Text with {@code *} for any run of characters. */
        LIKE,
        NOT_LIKE,
        /** The same whatever the case of letters. */
        LIKE_ANY_CASE,
        NOT_LIKE_ANY_CASE,
        /** An array has an element, which is the value in JSON. */
        HAS,
        LACKS,
        IS_NULL,
        NOT_NULL
    }

    /**
     * A condition over declared fields and the platform's own ({@code id}, {@code version}, {@code created_at}, ...), already checked against their
     * types.
     *
     * @param field null for AND and OR
     * @param values in the text form of the field's type; one for a comparison, several for IN
     * @param parts the parts of AND and OR
     */
    public record Condition(Operator operator, @Nullable String field, List<String> values, List<Condition> parts) {

        /** The same of rows as a rule says of resources in memory: {@link Operator} has the names of {@link Criterion.Kind}. */
        public static Condition of(Criterion criterion) {
            Operator operator = Operator.valueOf(criterion.kind().name());
            List<Condition> parts =
                    criterion.parts().stream().map(Condition::of).toList();
            return new Condition(operator, criterion.field(), criterion.values(), parts);
        }

        /** The other way round. */
        public Criterion criterion(FieldText fields) {
            Criterion.Kind kind = Criterion.Kind.valueOf(operator.name());
            List<Criterion> same =
                    parts.stream().map(part -> part.criterion(fields)).toList();
            return new Criterion(kind, field, field == null ? null : fields.type(field), values, same);
        }
    }

    /**
     * @param rows a JSON array of resources
     * @param next opaque; null on the last page
     */
    public record RowPage(Json rows, int count, @Nullable String next) {}

    /** Was this command done already? */
    public record FindCommand(String commandId, @Nullable String requestHash) {}

    /** @param result null where it was not */
    public record FoundCommand(@Nullable WrittenRow result) {}

    // --- accounts

    public record Done() {}

    /**
     * @param passwordHash null for a user that signs in elsewhere
     * @param createdAt RFC 3339
     */
    public record User(
            String id,
            String email,
            @Nullable String passwordHash,
            List<String> roles,
            boolean disabled,
            String createdAt) {
        @Override
        public String toString() {
            return "User[" + id + "]";
        }
    }

    /** Fails with {@code conflict} 409 where the e-mail address, compared without regard to case, is taken. */
    public record InsertUser(
            String id, String email, @Nullable String passwordHash, List<String> roles) {
        @Override
        public String toString() {
            return "InsertUser[" + id + "]";
        }
    }

    /** Exactly one of both. */
    public record FindUser(@Nullable String id, @Nullable String email) {}

    public record FoundUser(@Nullable User user) {}

    /** @param after the id of the last user of the page before */
    public record ListUsers(int limit, @Nullable String after) {}

    public record UserPage(List<User> users, @Nullable String next) {}

    /**
     * Changes what is not null. Fails with {@code not-found} 404; with {@code last-admin} 409 where no enabled admin would be left; with {@code conflict} 409 where
     * the password is another one than was expected.
     *
     * @param samePassword whether the hash is another one of the password there was: the journal does not call it a change of the password then
     * @param endsSessions whether the sessions that there are end with it, so that no failure comes in between
     * @param keptSession the id of the one that goes on all the same; null: none
     * @param expectedHash what the hash must be, for whoever looked at it before: another one means that somebody else has changed the password meanwhile; null: any
     * @param commandId UUID that names this command; a repeat is answered with the first result; null: the trace and what is asked name it
     */
    public record UpdateUser(
            String id,
            @Nullable String passwordHash,
            @Nullable List<String> roles,
            @Nullable Boolean disabled,
            boolean samePassword,
            boolean endsSessions,
            @Nullable String keptSession,
            @Nullable String expectedHash,
            @Nullable String commandId) {
        public UpdateUser(
                String id, @Nullable String passwordHash, @Nullable List<String> roles, @Nullable Boolean disabled) {
            this(id, passwordHash, roles, disabled, false, false, null, null, null);
        }

        /** Whether the sessions end, but for this one. */
        public UpdateUser endingSessions(boolean ends, @Nullable String kept) {
            return new UpdateUser(id, passwordHash, roles, disabled, samePassword, ends, kept, expectedHash, commandId);
        }

        /** Only while the password has this hash. */
        public UpdateUser expecting(@Nullable String hash) {
            return new UpdateUser(
                    id, passwordHash, roles, disabled, samePassword, endsSessions, keptSession, hash, commandId);
        }

        /** For a repeat that cannot ask the same: a password that is hashed again has another hash. */
        public UpdateUser named(String command) {
            return new UpdateUser(
                    id, passwordHash, roles, disabled, samePassword, endsSessions, keptSession, expectedHash, command);
        }

        @Override
        public String toString() {
            return "UpdateUser[" + id + "]";
        }
    }

    /** Was this {@link UpdateUser}, which has a name, done already? */
    public record FindUserCommand(String commandId) {}

    public record FoundUserCommand(boolean done) {}

    /** Deletes a user and its sessions. Fails like {@link UpdateUser}. */
    public record DeleteUser(String id) {}

    /**
     * A sign-in that refresh tokens prolong.
     *
     * @param tokenHash SHA-256 of the refresh token, base64url
     * @param expiresAt RFC 3339
     * @param address from where it began
     */
    public record InsertSession(
            String id,
            String user,
            String tokenHash,
            String expiresAt,
            @Nullable String address,
            @Nullable String userAgent) {}

    /**
     * Exchanges a refresh token for the next one. One that was exchanged before ends the whole session: somebody copied it (RFC 9700, 4.14.2). Unless it was
     * exchanged for the same next one: then it is the bus that asks again, and the answer is the one of the first time. What ends a session so is in the journal.
     */
    public record RotateSession(String tokenHash, String nextTokenHash, String expiresAt) {}

    /**
     * @param user null where the token was unknown, expired or used before
     * @param robbed the id of the user whose session this ended, because the token came a second time; null where it did not
     */
    public record RotatedSession(
            @Nullable User user,
            @Nullable String sessionId,
            @Nullable String robbed) {
        public RotatedSession(@Nullable User user, @Nullable String sessionId) {
            this(user, sessionId, null);
        }
    }

    /**
     * Ends one session by its refresh token, or all of a user.
     *
     * @param signedOut whether that one ends because its user wants it to: then it is in the journal
     */
    public record EndSessions(
            @Nullable String tokenHash, @Nullable String user, boolean signedOut) {
        public EndSessions(@Nullable String tokenHash, @Nullable String user) {
            this(tokenHash, user, false);
        }
    }

    /** @param user whose they are; null where there was none */
    public record EndedSessions(@Nullable String user) {}

    /**
     * A key that signs access tokens.
     *
     * @param jwk the private key as a JWK (RFC 7517)
     * @param onlyIfNone insert only where there is no key yet, so that many nodes may start at once
     */
    public record InsertKey(String kid, String jwk, boolean onlyIfNone) {
        @Override
        public String toString() {
            return "InsertKey[" + kid + "]";
        }
    }

    public record ListKeys() {}

    /** Newest first; the first one signs. */
    public record Keys(List<Key> keys) {}

    public record Key(String kid, String jwk, String createdAt) {
        @Override
        public String toString() {
            return "Key[" + kid + "]";
        }
    }

    /** Offers a one-time set-up token (its SHA-256, base64url) that replaces the one before it; does nothing when there is an admin already. */
    public record SaveSetup(String tokenHash, String expiresAt) {}

    /** @param needed whether there is no admin yet */
    public record SetupState(boolean needed) {}

    /**
     * Whether a set-up token is good at the moment, for who wants to know before a password is hashed. What counts is what {@link InsertFirstAdmin} meets. Fails as
     * that does.
     */
    public record CheckSetup(String tokenHash) {
        @Override
        public String toString() {
            return "CheckSetup[]";
        }
    }

    /**
     * Creates the first admin, once per database.
     *
     * @param setupTokenHash the set-up token that was shown; null where the environment names the admin. Fails with {@code setup-closed} 409 when there is
     *     an admin, {@code setup-token} 403 when the token is not the one offered or has expired
     */
    public record InsertFirstAdmin(
            String id,
            String email,
            String passwordHash,
            @Nullable String setupTokenHash) {
        @Override
        public String toString() {
            return "InsertFirstAdmin[" + id + "]";
        }
    }
}
