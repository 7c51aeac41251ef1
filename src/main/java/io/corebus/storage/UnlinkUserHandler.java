package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages.UnlinkUser;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/**
 * {@link IdentityMessages#UNLINK_USER}. The trace and the user name the command. An attempt that comes after one that unlinked is undone by the entry of that one: whoever
 * was linked meanwhile stays linked.
 */
final class UnlinkUserHandler implements Service<UnlinkUser, Done> {
    /** The lock on the user keeps two of these, or one and a deletion of the user, from locking the same links in different orders. */
    private static final String UNLINK = """
            WITH owner AS (
                SELECT id FROM corebus.users WHERE id = $6 FOR NO KEY UPDATE
            ), link AS (
                DELETE FROM corebus.foreign_identities USING owner WHERE user_id = owner.id
                RETURNING issuer, subject, user_id
            ), change AS (
                SELECT user_id AS id, json_build_object('issuer', issuer, 'subject', subject) AS before,
                    NULL::json AS after
                FROM link
            ), %s
            SELECT id FROM owner
            """.formatted(UserJournal.entries("identity-unlinked"));

    private final Database database;

    UnlinkUserHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Done> handle(UnlinkUser request, Caller caller) {
        UUID user = AccountId.parse(request.user());
        if (user == null) {
            return Future.failedFuture(AccountFailures.noSuchUser());
        }
        UUID command = UserJournal.command("identity-unlinked", caller.trace(), user);
        Tuple arguments = UserJournal.arguments(caller, command).addUUID(user);
        return UserJournal.doOnce(database, UNLINK, arguments, command, AccountFailures::noSuchUser);
    }
}
