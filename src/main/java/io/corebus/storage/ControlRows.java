package io.corebus.storage;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.storage.ControlMessages.AllControls;
import io.corebus.storage.ControlMessages.Controls;
import io.corebus.storage.ControlMessages.FeatureControls;
import io.corebus.storage.ControlMessages.Generation;
import io.corebus.storage.ControlMessages.ReadControls;
import io.corebus.storage.ControlMessages.Rollout;
import io.corebus.storage.ControlMessages.WriteControls;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@link ControlMessages}. */
final class ControlRows {
    /** Where somebody else was faster with the first controls of a feature, which nobody can lock. */
    private static final int MAX_ROUNDS = 5;

    private static final String COLUMNS =
            "feature, version, enabled, read_only, reason, rollout_percentage, rollout_roles, requests_per_second, updated_by, "
                    + Rows.time("updated_at") + " AS updated_at";

    /** One statement for both, because many ask every second. */
    private static final String READ = "SELECT " + COLUMNS
            + ", generation FROM corebus.controls FULL JOIN corebus.row_generations USING (feature) ORDER BY feature";

    private static final String FIND = "SELECT " + COLUMNS + " FROM corebus.controls WHERE feature = $1";

    /** The row is locked first, so that {@code before} is what the change met. */
    private static final String WRITE = """
            WITH target AS (
                SELECT * FROM corebus.controls WHERE feature = $6::text FOR UPDATE
            ), change AS (
                INSERT INTO corebus.controls AS held
                    (feature, version, enabled, read_only, reason, rollout_percentage, rollout_roles, requests_per_second,
                     updated_by)
                SELECT $6::text, 1, $7, $8, $9, $10, $11, $12, $1::text
                WHERE cardinality($13::bigint[]) = 0 OR coalesce((SELECT version FROM target), 0) = ANY ($13::bigint[])
                ON CONFLICT (feature) DO UPDATE SET version = held.version + 1, enabled = excluded.enabled,
                    read_only = excluded.read_only, reason = excluded.reason,
                    rollout_percentage = excluded.rollout_percentage, rollout_roles = excluded.rollout_roles,
                    requests_per_second = excluded.requests_per_second,
                    updated_at = now(), updated_by = excluded.updated_by
                WHERE held.version = (SELECT version FROM target)
                RETURNING held.*, NULL::uuid AS id, (SELECT %s FROM target) AS before, %s AS after
            ), %s
            SELECT %s FROM change
            """.formatted(
                    told("target"), told("held"), UserJournal.entryAbout("$6::text", "controls-changed"), COLUMNS);

    private final Database database;

    private ControlRows(Database database) {
        this.database = database;
    }

    /**
     * Serves all addresses on the calling verticle.
     *
     * @param bell for what is in the journal
     */
    static Future<?> serve(Bus bus, Database database, Bell bell) {
        ControlRows rows = new ControlRows(database);
        return Future.all(List.of(
                bus.serve(ControlMessages.READ_CONTROLS, rows::read),
                bus.serve(ControlMessages.WRITE_CONTROLS, bell.after(rows::write))));
    }

    /** SQL for what the journal tells of a row. */
    private static String told(String row) {
        return """
                json_strip_nulls(json_build_object('version', %1$s.version, 'enabled', %1$s.enabled,
                    'read_only', %1$s.read_only, 'reason', %1$s.reason, 'rollout', json_build_object(
                        'percentage', %1$s.rollout_percentage, 'roles', to_json(%1$s.rollout_roles)), 'limits',
                    CASE WHEN %1$s.requests_per_second IS NOT NULL
                        THEN json_build_object('requests_per_second', %1$s.requests_per_second) END))""".formatted(row);
    }

    private Future<AllControls> read(ReadControls request, Caller caller) {
        return database.read(READ, Tuple.tuple()).map(ControlRows::all);
    }

    private static AllControls all(RowSet<Row> rows) {
        List<FeatureControls> features = new ArrayList<>();
        List<Generation> generations = new ArrayList<>();
        for (Row row : rows) {
            if (row.getLong("version") != null) {
                features.add(controls(row));
            }
            Long generation = row.getLong("generation");
            if (generation != null) {
                generations.add(new Generation(row.getString("feature"), generation));
            }
        }
        return new AllControls(features, generations);
    }

    private static FeatureControls controls(Row row) {
        Controls controls = new Controls(
                row.getBoolean("enabled"),
                row.getBoolean("read_only"),
                row.getString("reason"),
                new Rollout(row.getInteger("rollout_percentage"), List.of(row.getArrayOfStrings("rollout_roles"))),
                row.getInteger("requests_per_second"));
        return new FeatureControls(
                row.getString("feature"),
                controls,
                row.getLong("version"),
                row.getString("updated_at"),
                row.getString("updated_by"));
    }

    private Future<FeatureControls> write(WriteControls request, Caller caller) {
        return write(request, caller, 1);
    }

    private Future<FeatureControls> write(WriteControls request, Caller caller, int round) {
        return database.write(WRITE, arguments(request, caller))
                .map(rows -> Rows.first(rows, ControlRows::controls))
                .recover(cause -> DatabaseFailures.isTaken(cause)
                        ? Future.succeededFuture(Optional.empty())
                        : AccountFailures.explain(cause))
                .compose(written -> written.isPresent()
                        ? Future.succeededFuture(written.get())
                        : afterNothing(request, caller, round));
    }

    private static Tuple arguments(WriteControls request, Caller caller) {
        Controls controls = request.controls();
        return UserJournal.arguments(caller, UUID.fromString(request.commandId()))
                .addString(request.feature())
                .addBoolean(controls.enabled())
                .addBoolean(controls.readOnly())
                .addString(controls.reason())
                .addInteger(controls.rollout().percentage())
                .addArrayOfString(controls.rollout().roles().toArray(String[]::new))
                .addInteger(controls.requestsPerSecond())
                .addArrayOfLong(request.ifVersions().toArray(Long[]::new));
    }

    /** It was done before, or somebody else was faster. */
    private Future<FeatureControls> afterNothing(WriteControls request, Caller caller, int round) {
        return UserJournal.isDone(database, UUID.fromString(request.commandId()))
                .compose(done -> find(request.feature())
                        .compose(now -> done
                                ? Future.succeededFuture(now)
                                : request.ifVersions().isEmpty() && round < MAX_ROUNDS
                                        ? write(request, caller, round + 1)
                                        : Future.failedFuture(mismatch(now))));
    }

    private Future<FeatureControls> find(String feature) {
        return database.read(FIND, Tuple.of(feature))
                .map(rows -> Rows.first(rows, ControlRows::controls).orElse(FeatureControls.none(feature)));
    }

    private static FailureException mismatch(FeatureControls now) {
        String detail = "The controls of '" + now.feature() + "' have version " + now.version()
                + " now, not the one you named. Read them again and repeat your change.";
        Long version = now.version() == 0 ? null : now.version();
        return new Failure("version-mismatch", 412, detail, List.of(), version, null).exception();
    }
}
