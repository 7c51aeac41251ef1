package io.corebus.storage;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Executes batches of writes. Every write gets an answer of its own: where one breaks a rule of the data the statement fails as a whole, and then those of its
 * writes that were not done before are executed one by one.
 */
final class WriteExecution {
    private static final int MAX_COLLISIONS = 3;
    /** So many rows of a transaction wait for their turn; with more it would need too many locks. */
    private static final int MAX_IN_TURN = 128;
    /** Of one write that is overtaken each time. */
    private static final int MAX_OVERTAKEN = 20;

    private final Database database;
    private final Journal journal;
    private final StorageMetrics metrics;
    private final Map<String, Statements> statements = new HashMap<>();
    private final Map<String, Statements> statementsOfMany = new HashMap<>();

    private record Statements(String insert, String update, String delete, String restore, String revive) {
        String of(Write.Kind kind) {
            return switch (kind) {
                case INSERT -> insert;
                case UPDATE -> update;
                case DELETE -> delete;
                case RESTORE -> restore;
                case REVIVE -> revive;
            };
        }
    }

    WriteExecution(Database database, Journal journal, StorageMetrics metrics) {
        this.database = database;
        this.journal = journal;
        this.metrics = metrics;
    }

    /** Answers every write of the batch, then completes. Never fails. */
    Future<Void> execute(FeatureTable table, Write.Kind kind, List<Write> batch) {
        metrics.batch(table.feature().name(), kind.name().toLowerCase(Locale.ROOT), batch.size());
        return execute(table, kind, batch, 1);
    }

    private Future<Void> execute(FeatureTable table, Write.Kind kind, List<Write> batch, int attempt) {
        return database.write(statement(table, kind), arguments(batch))
                .compose(
                        rows -> answer(table, kind, batch, attempt, rows),
                        failure -> afterFailure(table, kind, batch, attempt, failure))
                .recover(failure -> failAll(batch, failure));
    }

    /** Of a transaction with nothing else. */
    String statement(FeatureTable table, Write.Kind kind) {
        return statement(table, kind, 1);
    }

    /** @param rows of the transaction as a whole */
    static boolean isInTurn(int rows) {
        return rows <= MAX_IN_TURN;
    }

    /** @param rows of the transaction as a whole */
    String statement(FeatureTable table, Write.Kind kind, int rows) {
        boolean inTurn = isInTurn(rows);
        return (inTurn ? statements : statementsOfMany)
                .computeIfAbsent(table.name(), name -> prepare(table, inTurn))
                .of(kind);
    }

    private static Statements prepare(FeatureTable table, boolean inTurn) {
        WriteStatements sql = new WriteStatements(table, inTurn);
        return new Statements(sql.insert(), sql.update(), sql.delete(), sql.restore(), sql.revive());
    }

    static Tuple arguments(List<Write> batch) {
        return Tuple.tuple(List.of(
                Command.column(batch, Write::id, UUID[]::new),
                Command.column(batch, Write::commandId, UUID[]::new),
                Command.column(batch, Write::requestHash, String[]::new),
                Command.column(batch, write -> write.caller().user(), String[]::new),
                Command.column(batch, write -> write.caller().via(), String[]::new),
                Command.column(batch, write -> write.caller().token(), String[]::new),
                Command.column(batch, write -> write.caller().trace(), String[]::new),
                Command.column(batch, Write::data, String[]::new),
                Command.column(batch, Write::versions, String[]::new)));
    }

    private Future<Void> answer(FeatureTable table, Write.Kind kind, List<Write> batch, int attempt, RowSet<Row> rows) {
        Map<UUID, WrittenRow> written = written(rows);
        List<Future<Void>> undone = new ArrayList<>();
        for (Write write : batch) {
            WrittenRow done = written.get(write.id());
            if (done == null) {
                undone.add(explain(table, kind, write, attempt));
            } else {
                write.succeed(done);
            }
        }
        return undone.isEmpty() ? Future.succeededFuture() : Future.join(undone).mapEmpty();
    }

    /** What a statement says it has done, by the ids of the rows. */
    static Map<UUID, WrittenRow> written(RowSet<Row> rows) {
        Map<UUID, WrittenRow> written = new HashMap<>();
        for (Row row : rows) {
            UUID id = row.getUUID(0);
            written.put(id, new WrittenRow(id.toString(), row.getLong(1), Json.of(row.getString(2)), false));
        }
        return written;
    }

    /** Why a change or deletion found no row: it was done before, or the row is another version, or there is none. */
    private Future<Void> explain(FeatureTable table, Write.Kind kind, Write write, int attempt) {
        return journal.find(write.commandId(), write.requestHash())
                .compose(before -> before == null ? refuse(table, kind, write, attempt) : succeed(write, before))
                .recover(failure -> failAll(List.of(write), failure));
    }

    private static Future<Void> succeed(Write write, WrittenRow before) {
        write.succeed(before);
        return Future.succeededFuture();
    }

    /** What was overtaken is done alone, in a transaction with another number. */
    private Future<Void> refuse(FeatureTable table, Write.Kind kind, Write write, int attempt) {
        return database.read("SELECT version FROM " + table.name() + " WHERE id = $1", Tuple.of(write.id()))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getLong(0))
                .compose(version -> {
                    if (!write.wasOvertaken(version)) {
                        return Future.failedFuture(refusal(version));
                    }
                    return attempt < MAX_OVERTAKEN
                            ? execute(table, kind, List.of(write), attempt + 1)
                            : Future.failedFuture(DatabaseFailures.overtaken());
                });
    }

    private static FailureException refusal(@Nullable Long version) {
        return version == null ? FeatureTables.notFound() : mismatch(version);
    }

    static FailureException mismatch(long version) {
        String detail = "The resource has version " + version
                + " now, not the one you named. Read it again and repeat your change.";
        return new Failure("version-mismatch", 412, detail, List.of(), version, null).exception();
    }

    private Future<Void> afterFailure(
            FeatureTable table, Write.Kind kind, List<Write> batch, int attempt, Throwable failure) {
        if (DatabaseFailures.isCollision(failure) && attempt < MAX_COLLISIONS) {
            return execute(table, kind, batch, attempt + 1);
        }
        if (!DatabaseFailures.isOfData(failure)) {
            return failAll(batch, failure);
        }
        return batch.size() == 1 ? settle(table, batch.get(0), failure) : one(table, kind, batch, 0);
    }

    /** A repeated command breaks the rule that a command is done once, or a rule that its own first result now breaks: it gets the first result. */
    private Future<Void> settle(FeatureTable table, Write write, Throwable failure) {
        return journal.find(write.commandId(), write.requestHash())
                .onSuccess(before -> settle(table, write, failure, before))
                .<Void>mapEmpty()
                .recover(unanswered -> failAll(List.of(write), unanswered));
    }

    private static void settle(FeatureTable table, Write write, Throwable failure, @Nullable WrittenRow before) {
        if (before != null) {
            write.succeed(before);
        } else {
            write.fail(ConstraintFailures.translate(table.feature(), write.kind(), failure));
        }
    }

    /** One after the other: the batch keeps the one connection it had. */
    private Future<Void> one(FeatureTable table, Write.Kind kind, List<Write> batch, int index) {
        if (index >= batch.size()) {
            return Future.succeededFuture();
        }
        return execute(table, kind, List.of(batch.get(index)), 1)
                .compose(answered -> one(table, kind, batch, index + 1));
    }

    private static Future<Void> failAll(List<Write> batch, Throwable failure) {
        batch.forEach(write -> write.fail(Objects.requireNonNull(failure)));
        return Future.succeededFuture();
    }
}
