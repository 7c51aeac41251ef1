package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.SaveSetup;
import io.corebus.storage.StorageMessages.SetupState;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;

/** {@link StorageMessages#SAVE_SETUP}. A token that is offered while somebody becomes the first admin is good for nothing, so no lock is needed. */
final class SaveSetupHandler implements Service<SaveSetup, SetupState> {
    private static final String SAVE = """
            WITH state AS (
                SELECT NOT EXISTS (SELECT FROM corebus.users WHERE enabled_admin) AS needed
            ), offer AS (
                INSERT INTO corebus.setup (token_hash, expires_at)
                SELECT $1::text, $2::timestamptz FROM state WHERE needed
                ON CONFLICT (singleton)
                    DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at
            )
            SELECT needed FROM state
            """;

    private final Database database;

    SaveSetupHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<SetupState> handle(SaveSetup request, Caller caller) {
        OffsetDateTime expiresAt = OffsetDateTime.parse(request.expiresAt());
        return database.write(SAVE, Tuple.of(request.tokenHash(), expiresAt)).map(SaveSetupHandler::state);
    }

    private static SetupState state(RowSet<Row> rows) {
        return new SetupState(rows.iterator().next().getBoolean("needed"));
    }
}
