package io.corebus.storage;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.storage.FeatureSetMessages.ActivateSet;
import io.corebus.storage.FeatureSetMessages.ActivatedSet;
import io.corebus.storage.FeatureSetMessages.ActiveSet;
import io.corebus.storage.FeatureSetMessages.ForgetNode;
import io.corebus.storage.FeatureSetMessages.ListNodes;
import io.corebus.storage.FeatureSetMessages.Node;
import io.corebus.storage.FeatureSetMessages.Nodes;
import io.corebus.storage.FeatureSetMessages.ReportNode;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link FeatureSetMessages}. */
final class FeatureSets {
    private static final String ACTIVATE =
            """
            WITH change AS MATERIALIZED (
                INSERT INTO corebus.feature_sets (files) VALUES ($6::text::json)
                RETURNING NULL::uuid AS id, NULL::json AS before,
                    json_build_object('version', version, 'files', files) AS after, version
            ), %s
            SELECT version FROM change
            """.formatted(UserJournal.entry("descriptors", "features-activated", "true"));

    private static final String ACTIVATED =
            "SELECT (after ->> 'version')::bigint AS version FROM corebus.journal WHERE command_id = $1";

    private static final String ACTIVE = """
            SELECT version, CASE WHEN version <> $8::bigint THEN files::text END AS files
            FROM corebus.feature_sets ORDER BY version DESC LIMIT 1
            """;

    private static final String REPORT = """
            WITH gone AS (
                DELETE FROM corebus.nodes WHERE seen_at < clock_timestamp() - interval '1 hour' AND id <> $1
            ), reported AS (
                INSERT INTO corebus.nodes (id, name, rooms, follows, serving, failed, failure, seen_at)
                VALUES ($1, $2, $3::text[], $4, $5::bigint, $6::bigint, $7, clock_timestamp())
                ON CONFLICT (id) DO UPDATE SET follows = excluded.follows, serving = excluded.serving,
                    failed = excluded.failed, failure = excluded.failure, seen_at = excluded.seen_at
            )
            """ + ACTIVE;

    private static final String FORGET = "DELETE FROM corebus.nodes WHERE id = $1";

    private static final String LIST = """
            SELECT coalesce((SELECT max(version) FROM corebus.feature_sets), 0) AS active,
                node.id, node.name, node.rooms, node.follows, node.serving, node.failed, node.failure
            FROM (SELECT) AS always LEFT JOIN corebus.nodes node
                ON node.seen_at > clock_timestamp() - make_interval(secs => $1)
            ORDER BY node.name, node.id
            """;

    private final Database database;

    private FeatureSets(Database database) {
        this.database = database;
    }

    /** Serves, on the calling verticle, what nodes ask. */
    static Future<?> serve(Bus bus, Database database) {
        FeatureSets sets = new FeatureSets(database);
        return Future.all(
                bus.serve(FeatureSetMessages.REPORT_NODE, sets::report),
                bus.serve(FeatureSetMessages.FORGET_NODE, sets::forget));
    }

    /** The same for what is asked straight on the database. */
    static Future<?> serveDesk(Bus bus, Database database) {
        FeatureSets sets = new FeatureSets(database);
        return Future.all(
                bus.serve(FeatureSetMessages.ACTIVATE_SET, sets::activate),
                bus.serve(FeatureSetMessages.LIST_NODES, sets::list));
    }

    private Future<ActivatedSet> activate(ActivateSet request, Caller caller) {
        UUID command = AccountId.require(request.commandId());
        Tuple arguments =
                UserJournal.arguments(caller, command).addString(new JsonObject(sorted(request.files())).encode());
        return database.write(ACTIVATE, arguments)
                .recover(cause -> DatabaseFailures.isTaken(cause)
                        ? database.read(ACTIVATED, Tuple.of(command))
                        : Future.failedFuture(cause))
                .map(rows -> new ActivatedSet(rows.iterator().next().getLong("version")));
    }

    private static Map<String, Object> sorted(Map<String, String> files) {
        return new TreeMap<>(files);
    }

    private Future<ActiveSet> report(ReportNode request, Caller caller) {
        Tuple arguments = Tuple.tuple()
                .addUUID(AccountId.require(request.node()))
                .addString(request.name())
                .addArrayOfString(request.rooms().toArray(String[]::new))
                .addBoolean(request.follows())
                .addLong(request.serving())
                .addLong(request.failed())
                .addString(request.failure())
                .addLong(request.known());
        return database.write(REPORT, arguments).map(FeatureSets::active);
    }

    private static ActiveSet active(RowSet<Row> rows) {
        return Rows.first(rows, row -> new ActiveSet(row.getLong("version"), files(row.getString("files"))))
                .orElse(new ActiveSet(0, null));
    }

    private static @Nullable Map<String, String> files(@Nullable String json) {
        if (json == null) {
            return null;
        }
        Map<String, String> files = new TreeMap<>();
        new JsonObject(json).forEach(file -> files.put(file.getKey(), String.valueOf(file.getValue())));
        return files;
    }

    private Future<Done> forget(ForgetNode request, Caller caller) {
        return database.write(FORGET, Tuple.of(AccountId.require(request.node())))
                .map(new Done());
    }

    private Future<Nodes> list(ListNodes request, Caller caller) {
        return database.read(LIST, Tuple.of((double) request.withinSeconds())).map(FeatureSets::nodes);
    }

    private static Nodes nodes(RowSet<Row> rows) {
        List<Node> nodes = Rows.all(rows, FeatureSets::node).stream()
                .filter(node -> node.name() != null)
                .toList();
        return new Nodes(rows.iterator().next().getLong("active"), nodes);
    }

    private static Node node(Row row) {
        String[] rooms = row.getArrayOfStrings("rooms");
        return new Node(
                String.valueOf(row.getUUID("id")),
                row.getString("name"),
                rooms == null ? List.of() : List.of(rooms),
                Boolean.TRUE.equals(row.getBoolean("follows")),
                row.getLong("serving") == null ? 0 : row.getLong("serving"),
                row.getLong("failed"),
                row.getString("failure"));
    }
}
