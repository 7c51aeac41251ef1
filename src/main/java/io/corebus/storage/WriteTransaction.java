package io.corebus.storage;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Several writes within one transaction, in their order: those of one kind that follow each other share a statement. Fails with the place of the write. */
final class WriteTransaction {
    private static final int MAX_FAULTS = 100;
    private static final String NO_ROW = "there is no resource with this id, or it was deleted.";
    private static final String NOTHING_DONE = " Nothing was done.";

    private final SqlConnection connection;
    private final WriteExecution statements;
    private final FeatureTable table;
    private final List<Write> writes;
    private final boolean rowByRow;
    private final List<WrittenRow> done = new ArrayList<>();
    private final Promise<List<WrittenRow>> over = Promise.promise();

    /** @param rowByRow each write has a statement of its own, so that it is known which one fails */
    WriteTransaction(
            SqlConnection connection,
            WriteExecution statements,
            FeatureTable table,
            List<Write> writes,
            boolean rowByRow) {
        this.connection = connection;
        this.statements = statements;
        this.table = table;
        this.writes = writes;
        this.rowByRow = rowByRow;
    }

    Future<List<WrittenRow>> run() {
        UUID[] changed = writes.stream()
                .filter(write -> write.kind() != Write.Kind.INSERT)
                .map(Write::id)
                .toArray(UUID[]::new);
        boolean several = some().size() < writes.size();
        if (several && changed.length > 0 && WriteExecution.isInTurn(writes.size())) {
            connection
                    .preparedQuery(WriteStatements.TURNS)
                    .execute(Tuple.of(changed))
                    .onSuccess(turn -> next())
                    .onFailure(this::fail);
        } else {
            next();
        }
        return over.future();
    }

    /** Not a chain of futures: it could become a thousand links long. */
    private void next() {
        if (done.size() == writes.size()) {
            over.complete(done);
            return;
        }
        List<Write> some = some();
        if (some.get(0).isOverdue()) {
            over.fail(new Failure("deadline-exceeded", 504, "The writes were not done in time. Nothing was done.")
                    .exception());
            return;
        }
        connection
                .preparedQuery(statements.statement(table, some.get(0).kind(), writes.size()))
                .execute(WriteExecution.arguments(some))
                .compose(rows -> took(some, WriteExecution.written(rows)))
                .onSuccess(taken -> next())
                .onFailure(this::fail);
    }

    /** Those that come next and can share a statement: of one kind, each row once. */
    private List<Write> some() {
        Write first = writes.get(done.size());
        Set<UUID> targets = new HashSet<>();
        int end = done.size();
        while (end < writes.size()
                && writes.get(end).kind() == first.kind()
                && targets.add(writes.get(end).id())) {
            end++;
        }
        return writes.subList(done.size(), rowByRow ? done.size() + 1 : end);
    }

    private Future<Void> took(List<Write> some, Map<UUID, WrittenRow> written) {
        if (written.size() < some.size()) {
            List<Write> undone = some.stream()
                    .filter(write -> !written.containsKey(write.id()))
                    .toList();
            return refuse(undone);
        }
        some.forEach(write -> done.add(written.get(write.id())));
        return Future.succeededFuture();
    }

    /** The rows that were to be changed are not there, or have another version. */
    private Future<Void> refuse(List<Write> undone) {
        UUID[] ids = undone.stream().map(Write::id).toArray(UUID[]::new);
        return connection
                .preparedQuery("SELECT id, version FROM " + table.name() + " WHERE id = ANY ($1)")
                .execute(Tuple.of(ids))
                .compose(rows -> Future.failedFuture(refusal(undone, versions(rows))));
    }

    private static Map<UUID, Long> versions(RowSet<Row> rows) {
        Map<UUID, Long> versions = new HashMap<>();
        rows.forEach(row -> versions.put(row.getUUID(0), row.getLong(1)));
        return versions;
    }

    private FailureException refusal(List<Write> undone, Map<UUID, Long> versions) {
        if (undone.stream().anyMatch(write -> write.wasOvertaken(versions.get(write.id())))) {
            return DatabaseFailures.overtaken();
        }
        List<FieldFault> faults = undone.stream()
                .limit(MAX_FAULTS)
                .map(write -> fault(write, versions.get(write.id())))
                .toList();
        Write first = undone.get(0);
        Long version = versions.get(first.id());
        String item = "Item " + writes.indexOf(first) + ": ";
        return version == null
                ? new Failure("not-found", 404, item + NO_ROW + NOTHING_DONE, faults, null, null).exception()
                : new Failure("version-mismatch", 412, item + another(version) + NOTHING_DONE, faults, version, null)
                        .exception();
    }

    private static String another(long version) {
        return "the resource has version " + version + " now, not the one you named.";
    }

    private FieldFault fault(Write write, @Nullable Long version) {
        String place = "/" + writes.indexOf(write);
        return version == null
                ? new FieldFault(place + "/id", "not-found", NO_ROW)
                : new FieldFault(place + "/version", "version-mismatch", another(version));
    }

    private void fail(Throwable cause) {
        Write write = writes.get(Math.min(done.size(), writes.size() - 1));
        boolean known = rowByRow && DatabaseFailures.isOfData(cause);
        over.fail(known ? placed(ConstraintFailures.translate(table.feature(), write.kind(), cause)) : cause);
    }

    private Throwable placed(Throwable cause) {
        if (!(cause instanceof FailureException refused)) {
            return cause;
        }
        Failure failure = refused.failure();
        int index = done.size();
        List<FieldFault> faults = new ArrayList<>();
        for (FieldFault fault : failure.errors()) {
            faults.add(new FieldFault("/" + index + "/data" + fault.pointer(), fault.code(), fault.detail()));
        }
        if (faults.isEmpty()) {
            faults.add(new FieldFault("/" + index, failure.code(), failure.detail()));
        }
        String detail = "Item " + index + ": " + failure.detail() + NOTHING_DONE;
        return new Failure(failure.code(), failure.status(), detail, faults, null, null).exception();
    }
}
