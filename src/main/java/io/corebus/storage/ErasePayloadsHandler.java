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

/**
 * {@link JournalMessages#ERASE_PAYLOADS}. A function of the database does it: nothing else may take something from the journal. What has many entries goes in
 * portions, each with an entry and a command of its own, so that a repeat goes on where somebody stopped.
 */
final class ErasePayloadsHandler implements Service<ErasePayloads, Erased> {
    private static final int PORTION = 20_000;

    /**
     * What was there before the function, is seen as it was: an entry under this id is of a request before. Results of jobs would tell what an action answered,
     * and a job that is over with what it was begun.
     */
    private static final String ERASE = """
            WITH forgotten AS (
                DELETE FROM corebus.job_results result USING corebus.jobs job
                WHERE result.resource_id = $2 AND job.id = result.job_id AND job.feature = $1
            ), job AS (
                UPDATE corebus.jobs SET input = '{}', filter = NULL WHERE $1 = 'jobs' AND id = $2 AND ended_at IS NOT NULL
            ), results AS (
                DELETE FROM corebus.job_results WHERE $1 = 'jobs' AND job_id = $2
            )
            SELECT corebus.erase_portion($1, $2, $3, $4, $5, $6, $7, $8, $9),
                EXISTS (SELECT FROM corebus.journal WHERE command_id = $8)
            """;

    private final Database database;

    ErasePayloadsHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Erased> handle(ErasePayloads request, Caller caller) {
        return portion(request, caller, UUID.fromString(request.commandId()))
                .compose(first -> goOn(request, caller, 1, first.entries(), first));
    }

    /** @param last how many the portion before had */
    private Future<Erased> goOn(ErasePayloads request, Caller caller, int number, int last, Erased all) {
        if (last != PORTION) {
            return Future.succeededFuture(all);
        }
        return portion(request, caller, UserJournal.command("erased", request.commandId(), number))
                .compose(next -> goOn(
                        request,
                        caller,
                        number + 1,
                        next.entries(),
                        new Erased(all.entries() + next.entries(), all.repeated())));
    }

    private Future<Erased> portion(ErasePayloads request, Caller caller, UUID command) {
        return database.write(ERASE, arguments(request, caller, command))
                .recover(ErasePayloadsHandler::translate)
                .map(rows -> rows.iterator().next())
                .map(row -> new Erased(row.getInteger(0), row.getBoolean(1)));
    }

    private static Tuple arguments(ErasePayloads request, Caller caller, UUID command) {
        return Tuple.tuple()
                .addString(request.feature())
                .addUUID(FeatureTables.id(request.resourceId()))
                .addString(request.reason())
                .addString(caller.user())
                .addString(caller.via())
                .addString(caller.token())
                .addString(caller.trace())
                .addUUID(command)
                .addInteger(PORTION);
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
