package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages.LinkUser;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** {@link IdentityMessages#LINK_USER}. */
final class LinkUserHandler implements Service<LinkUser, Done> {
    private static final String LINK = """
            WITH link AS (
                INSERT INTO corebus.foreign_identities (issuer, subject, user_id) VALUES ($6, $7, $8)
                ON CONFLICT (issuer, subject) DO NOTHING
                RETURNING issuer, subject, user_id
            ), change AS (
                SELECT user_id AS id, NULL::json AS before,
                    json_build_object('issuer', issuer, 'subject', subject) AS after
                FROM link
            ), %s
            SELECT subject FROM link
            """.formatted(UserJournal.entry("identity-linked", "true"));

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
        return database.write(LINK, arguments).recover(AccountFailures::explain).map(new Done());
    }
}
