package io.corebus.storage;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.storage.JournalMessages.Appended;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** Entries without a row: many share a statement, and each is answered on its own. Belongs to one event loop. */
final class Appends {
    private static final int MAX_ATTEMPTS = 3;

    /** The salt is made here once, because it is used twice. */
    private static final String APPEND = """
            WITH given AS MATERIALIZED (
                SELECT g.*, uuid_send(gen_random_uuid()) AS salt
                FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
                    AS g(command_id, feature, resource_id, kind, actor, via, token, trace, detail)
            )
            INSERT INTO corebus.journal
                (feature, resource_id, kind, actor, via, token, trace, command_id, after, salt, payload_hash)
            SELECT feature, resource_id, kind, actor, via, token, trace, command_id, detail::json, salt,
                %s
            FROM given
            """.formatted(PayloadHash.sql("salt", "NULL", "detail"));
    /** Where one of them is there already, which is rare: to look for that first costs PostgreSQL time with each entry. */
    private static final String APPEND_THE_REST = APPEND + "ON CONFLICT (command_id) DO NOTHING";

    private final GroupCommit commits;
    private final Database database;
    private final StorageMetrics metrics;
    private final Lane<Append> lane = new Lane<>(this::execute);

    Appends(GroupCommit commits, Database database, StorageMetrics metrics) {
        this.commits = commits;
        this.database = database;
        this.metrics = metrics;
    }

    /** Succeeds when the entry is committed, or was before. */
    Future<Appended> submit(Append append) {
        return commits.submit(lane, append);
    }

    private Future<Void> execute(List<Append> batch) {
        metrics.batch("journal", "append", batch.size());
        return execute(batch, 1);
    }

    private Future<Void> execute(List<Append> batch, int attempt) {
        return database.write(attempt == 1 ? APPEND : APPEND_THE_REST, arguments(batch))
                .compose(rows -> succeedAll(batch), failure -> afterFailure(batch, attempt, failure));
    }

    private static Tuple arguments(List<Append> batch) {
        return Tuple.tuple(List.of(
                Command.column(batch, Append::commandId, UUID[]::new),
                Command.column(batch, Append::feature, String[]::new),
                Command.column(batch, Append::resourceId, UUID[]::new),
                Command.column(batch, Append::kind, String[]::new),
                Command.column(batch, Append::actor, String[]::new),
                Command.column(batch, append -> append.caller().via(), String[]::new),
                Command.column(batch, append -> append.caller().token(), String[]::new),
                Command.column(batch, append -> append.caller().trace(), String[]::new),
                Command.column(batch, Append::detail, String[]::new)));
    }

    private static Future<Void> succeedAll(List<Append> batch) {
        batch.forEach(append -> append.succeed(new Appended()));
        return Future.succeededFuture();
    }

    /** One that cannot be stored must not fail the others. */
    private Future<Void> afterFailure(List<Append> batch, int attempt, Throwable failure) {
        boolean again = DatabaseFailures.isCollision(failure) || DatabaseFailures.isTaken(failure);
        if (again && attempt < MAX_ATTEMPTS) {
            return execute(batch, attempt + 1);
        }
        if (DatabaseFailures.isOfData(failure) && batch.size() > 1) {
            return one(batch, 0);
        }
        Throwable answer = DatabaseFailures.isOfData(failure) ? unstorable() : failure;
        batch.forEach(append -> append.fail(answer));
        return Future.succeededFuture();
    }

    /** One after the other: the batch keeps the one connection it had. */
    private Future<Void> one(List<Append> batch, int index) {
        return index >= batch.size()
                ? Future.succeededFuture()
                : execute(List.of(batch.get(index)), 1).compose(answered -> one(batch, index + 1));
    }

    private static FailureException unstorable() {
        return new Failure("constraint", 422, "The database cannot hold one of these values.").exception();
    }
}
