package io.corebus.storage;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.storage.ActMessages.FindAct;
import io.corebus.storage.ActMessages.FoundAct;
import io.corebus.storage.ActMessages.WriteAct;
import io.corebus.storage.ActMessages.WrittenAct;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link ActMessages}. */
final class Acts {
    private static final int MAX_COLLISIONS = 3;

    private static final String FIND =
            "SELECT after::text, request_hash, feature, resource_id, kind FROM corebus.journal WHERE command_id = $1";

    private static final String APPEND = """
            WITH given AS MATERIALIZED (
                SELECT $9::text AS detail, uuid_send(gen_random_uuid()) AS salt
            )
            INSERT INTO corebus.journal
                (feature, resource_id, kind, actor, via, token, trace, command_id, request_hash, after, salt, payload_hash)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $10, detail::json, salt, %s
            FROM given
            """.formatted(PayloadHash.sql("salt", "NULL", "detail"));

    private final FeatureTables tables;
    private final Database database;
    private final WriteExecution statements;

    private Acts(FeatureTables tables, Database database, WriteExecution statements) {
        this.tables = tables;
        this.database = database;
        this.statements = statements;
    }

    /** Serves all addresses on the calling verticle. */
    static Future<?> serve(Bus bus, FeatureTables tables, Database database, WriteExecution statements, Bell bell) {
        Acts acts = new Acts(tables, database, statements);
        return Future.all(
                bus.serve(ActMessages.WRITE_ACT, bell.after(acts::write)),
                bus.serve(ActMessages.FIND_ACT, (request, caller) -> acts.find(request)));
    }

    private Future<FoundAct> find(FindAct request) {
        return database.read(FIND, Tuple.of(UUID.fromString(request.commandId())))
                .map(rows -> new FoundAct(first(rows, request)));
    }

    private static @Nullable Json first(RowSet<Row> rows, FindAct request) {
        if (rows.size() == 0) {
            return null;
        }
        Row entry = rows.iterator().next();
        boolean same = entry.getString(2).equals(request.feature())
                && FeatureTables.id(request.id()).equals(entry.getUUID(3))
                && entry.getString(4).equals(request.action());
        if (!same) {
            throw Journal.reused();
        }
        String detail = entry.getString(0);
        if (detail == null) {
            throw Journal.erased();
        }
        String asked = entry.getString(1);
        String requestHash = request.requestHash();
        if (requestHash != null && asked != null && !requestHash.equals(asked)) {
            throw Journal.reused();
        }
        return Json.of(detail);
    }

    private Future<WrittenAct> write(WriteAct request, Caller caller) {
        return write(request, tables.of(request.feature(), request.shape()), caller, 1);
    }

    private Future<WrittenAct> write(WriteAct request, FeatureTable table, Caller caller, int attempt) {
        return database.transaction(connection -> change(connection, request, table, caller)
                        .compose(row ->
                                append(connection, request, caller).map(new WrittenAct(request.detail(), row, false))))
                .recover(failure -> DatabaseFailures.isCollision(failure) && attempt < MAX_COLLISIONS
                        ? write(request, table, caller, attempt + 1)
                        : orRepeated(request, table, failure));
    }

    /** The row as it is then; null where it stays as it is, which it does until the entry is written. */
    private Future<@Nullable WrittenRow> change(
            SqlConnection connection, WriteAct request, FeatureTable table, Caller caller) {
        UUID id = FeatureTables.id(request.id());
        if (request.data() == null) {
            return version(connection, table, id, " FOR NO KEY UPDATE")
                    .map(version -> requireVersion(version, request.version()));
        }
        Write write = new Write(
                Write.Kind.UPDATE,
                id,
                request.data(),
                List.of(request.version()),
                ofRow(request.commandId()),
                request.requestHash(),
                caller);
        return connection
                .preparedQuery(statements.statement(table, Write.Kind.UPDATE))
                .execute(WriteExecution.arguments(List.of(write)))
                .map(rows -> WriteExecution.written(rows).get(id))
                .compose(row -> row != null
                        ? Future.<@Nullable WrittenRow>succeededFuture(row)
                        : version(connection, table, id, "").map(now -> requireVersion(now, request.version())));
    }

    /** The change of the row is an entry of its own, and so has a name of its own. */
    private static UUID ofRow(String command) {
        return UUID.nameUUIDFromBytes(("row of " + command).getBytes(StandardCharsets.UTF_8));
    }

    /** Null where there is none. */
    private static Future<@Nullable Long> version(SqlConnection connection, FeatureTable table, UUID id, String lock) {
        return connection
                .preparedQuery("SELECT version FROM " + table.name() + " WHERE id = $1" + lock)
                .execute(Tuple.of(id))
                .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getLong(0));
    }

    private static @Nullable WrittenRow requireVersion(@Nullable Long now, long version) {
        if (now == null) {
            throw FeatureTables.notFound();
        }
        if (now != version) {
            throw WriteExecution.mismatch(now);
        }
        return null;
    }

    private static Future<RowSet<Row>> append(SqlConnection connection, WriteAct request, Caller caller) {
        Tuple arguments = Tuple.of(
                        request.feature(),
                        FeatureTables.id(request.id()),
                        request.action(),
                        caller.user(),
                        caller.via(),
                        caller.token())
                .addString(caller.trace())
                .addUUID(UUID.fromString(request.commandId()))
                .addString(request.detail().toString())
                .addString(request.requestHash());
        return connection.preparedQuery(APPEND).execute(arguments);
    }

    /** It may be this very action, done before, that stands against it now. */
    private Future<WrittenAct> orRepeated(WriteAct request, FeatureTable table, Throwable failure) {
        boolean mayBeRepeated = DatabaseFailures.isOfData(failure)
                || (failure instanceof FailureException refused
                        && refused.failure().status() < 500);
        if (!mayBeRepeated) {
            return Future.failedFuture(failure);
        }
        return find(new FindAct(
                        request.feature(), request.id(), request.action(), request.commandId(), request.requestHash()))
                .compose(found -> found.detail() == null
                        ? Future.failedFuture(ConstraintFailures.translate(table.feature(), Write.Kind.UPDATE, failure))
                        : Future.succeededFuture(new WrittenAct(found.detail(), null, true)));
    }
}
