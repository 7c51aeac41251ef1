package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.InsertUser;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** {@link StorageMessages#INSERT_USER}. The id names the command. */
final class InsertUserHandler implements Service<InsertUser, User> {
    private static final String INSERT =
            """
            WITH change AS (
                INSERT INTO corebus.users (id, email, comparable_email, password_hash, roles) VALUES ($6, $7, $8, $9, $10)
                RETURNING *, NULL::json AS before, %s AS after
            ), %s
            SELECT %s FROM change
            """.formatted(Users.profile("users"), UserJournal.entry("user-created", "true"), Users.COLUMNS);

    private final Database database;

    InsertUserHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<User> handle(InsertUser request, Caller caller) {
        UUID id = AccountId.require(request.id());
        UUID command = UserJournal.command("user-created", id);
        return database.write(INSERT, arguments(id, request, UserJournal.arguments(caller, command)))
                .map(rows -> Users.first(rows).orElseThrow())
                .recover(cause -> orRepeated(cause, command));
    }

    private static Tuple arguments(UUID id, InsertUser request, Tuple entry) {
        return entry.addUUID(id)
                .addString(request.email())
                .addString(Users.comparable(request.email()))
                .addString(request.passwordHash())
                .addArrayOfString(request.roles().toArray(String[]::new));
    }

    private Future<User> orRepeated(Throwable cause, UUID command) {
        return DatabaseFailures.isTaken(cause)
                ? UserJournal.firstResult(database, command).map(InsertUserHandler::orTaken)
                : AccountFailures.explain(cause);
    }

    private static User orTaken(Optional<User> first) {
        return first.orElseThrow(AccountFailures::emailTaken);
    }
}
