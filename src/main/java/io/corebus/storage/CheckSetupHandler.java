package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.CheckSetup;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/** {@link StorageMessages#CHECK_SETUP}. */
final class CheckSetupHandler implements Service<CheckSetup, Done> {
    private static final String CHECK = """
            SELECT EXISTS (SELECT FROM corebus.users WHERE enabled_admin) AS closed,
                EXISTS (SELECT FROM corebus.setup WHERE token_hash = $1 AND expires_at > now()) AS good
            """;

    private final Database database;

    CheckSetupHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Done> handle(CheckSetup request, Caller caller) {
        return database.read(CHECK, Tuple.of(request.tokenHash()))
                .map(rows -> checked(rows.iterator().next()));
    }

    private static Done checked(Row row) {
        if (row.getBoolean("closed")) {
            throw AccountFailures.setupClosed();
        }
        if (!row.getBoolean("good")) {
            throw AccountFailures.setupToken();
        }
        return new Done();
    }
}
