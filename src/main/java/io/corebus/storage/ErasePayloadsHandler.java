package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages.ErasePayloads;
import io.corebus.storage.JournalMessages.Erased;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** {@link JournalMessages#ERASE_PAYLOADS}. A function of the database does it: nothing else may take something from the journal. */
final class ErasePayloadsHandler implements Service<ErasePayloads, Erased> {
    /** What was there before the function, is seen as it was: an entry under this id is of a request before. Results of jobs would tell what an action answered. */
    private static final String ERASE = """
            WITH forgotten AS (
                DELETE FROM corebus.job_results result USING corebus.jobs job
                WHERE result.resource_id = $2 AND job.id = result.job_id AND job.feature = $1
            )
            SELECT corebus.erase_payloads($1, $2, $3, $4, $5, $6, $7, $8),
                EXISTS (SELECT FROM corebus.journal WHERE command_id = $8)
            """;

    private final Database database;

    ErasePayloadsHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Erased> handle(ErasePayloads request, Caller caller) {
        return database.write(ERASE, arguments(request, caller))
                .recover(ErasePayloadsHandler::translate)
                .map(rows -> rows.iterator().next())
                .map(row -> new Erased(row.getInteger(0), row.getBoolean(1)));
    }

    private static Tuple arguments(ErasePayloads request, Caller caller) {
        return Tuple.tuple()
                .addString(request.feature())
                .addUUID(FeatureTables.id(request.resourceId()))
                .addString(request.reason())
                .addString(caller.user())
                .addString(caller.via())
                .addString(caller.token())
                .addString(caller.trace())
                .addUUID(UUID.fromString(request.commandId()));
    }

    private static Future<RowSet<Row>> translate(Throwable cause) {
        if (DatabaseFailures.isTaken(cause)) {
            return Future.failedFuture(new Failure(
                            "idempotency-key-reused",
                            422,
                            "This Idempotency-Key was used for another request. Send a new key with a new request.")
                    .exception());
        }
        return Future.failedFuture(
                DatabaseFailures.isOfData(cause)
                        ? new Failure("constraint", 422, "The database cannot hold one of these values.").exception()
                        : cause);
    }
}
