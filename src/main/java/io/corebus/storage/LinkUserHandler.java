package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages.LinkUser;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/**
 * {@link IdentityMessages#LINK_USER}. The user is locked by a statement of its own: a statement sees what was there when it began, so of two links of one user
 * that come at once the second one must not look before it has the lock.
 */
final class LinkUserHandler implements Service<LinkUser, Done> {
    private static final String LOCK = "SELECT id FROM corebus.users WHERE id = $1 FOR NO KEY UPDATE";

    private static final String LINK = """
            WITH link AS (
                INSERT INTO corebus.foreign_identities (issuer, subject, user_id)
                SELECT $6, $7, $8
                WHERE NOT EXISTS (SELECT FROM corebus.foreign_identities WHERE issuer = $6 AND user_id = $8)
                ON CONFLICT (issuer, subject) DO NOTHING
                RETURNING issuer, subject, user_id
            ), change AS (
                SELECT user_id AS id, NULL::json AS before,
                    json_build_object('issuer', issuer, 'subject', subject) AS after
                FROM link
            ), %s
            SELECT subject FROM link
            """.formatted(UserJournal.entry("identity-linked", "true"));

    /** Also where an attempt whose answer was lost had linked the user, who was unlinked since. */
    private static final String IS_DONE = "SELECT 1 FROM corebus.foreign_identities WHERE issuer = $1 AND subject = $2"
            + " UNION ALL SELECT 1 FROM corebus.journal WHERE command_id = $3";

    private final Database database;

    LinkUserHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Done> handle(LinkUser request, Caller caller) {
        UUID user = AccountId.parse(request.user());
        if (user == null) {
            return Future.failedFuture(AccountFailures.noSuchUser());
        }
        UUID command = UserJournal.command("identity-linked", caller.trace(), request.issuer(), request.subject());
        Tuple arguments = UserJournal.arguments(caller, command)
                .addString(request.issuer())
                .addString(request.subject())
                .addUUID(user);
        return database.transaction(connection -> link(connection, user, arguments))
                .recover(UserJournal::unlessThere)
                .compose(linked -> linked ? Future.succeededFuture(true) : isDone(request, command))
                .map(LinkUserHandler::orOtherwise);
    }

    private static Future<Boolean> link(SqlConnection connection, UUID user, Tuple arguments) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(user))
                .map(LinkUserHandler::requireUser)
                .compose(locked -> connection.preparedQuery(LINK).execute(arguments))
                .map(rows -> rows.size() == 1);
    }

    private static RowSet<Row> requireUser(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw AccountFailures.referencedUserMissing();
        }
        return rows;
    }

    private Future<Boolean> isDone(LinkUser request, UUID command) {
        return database.read(IS_DONE, Tuple.of(request.issuer(), request.subject(), command))
                .map(rows -> rows.size() > 0);
    }

    private static Done orOtherwise(boolean done) {
        if (!done) {
            throw AccountFailures.linkedOtherwise();
        }
        return new Done();
    }
}
