package io.corebus.storage;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the journal knows of commands that were done. It is written by {@link WriteStatements}. */
final class Journal {
    private static final String FIND_COMMAND = """
            SELECT resource_id, version, coalesce(after, before)::text, request_hash FROM corebus.journal
            WHERE command_id = $1
            """;

    private static final String FIND_COMMANDS = """
            SELECT resource_id, version, coalesce(after, before)::text, request_hash, command_id FROM corebus.journal
            WHERE command_id = ANY ($1) AND version IS NOT NULL
            """;

    private static final String FIND_OTHERS = """
            SELECT 1 FROM corebus.journal
            WHERE command_id = ANY ($1) AND request_hash <> $2 LIMIT 1
            """;

    private final Database database;

    Journal(Database database) {
        this.database = database;
    }

    /**
     * The first result of a command that wrote a row, null where it was not done. Fails with {@code idempotency-key-reused} where it had been asked for something
     * else, with {@code erased} where the result is gone, whatever had been asked for.
     */
    Future<@Nullable WrittenRow> find(UUID command, @Nullable String requestHash) {
        return database.read(FIND_COMMAND, Tuple.of(command)).map(rows -> result(rows, requestHash));
    }

    private static @Nullable WrittenRow result(RowSet<Row> rows, @Nullable String requestHash) {
        if (rows.size() == 0) {
            return null;
        }
        Row entry = rows.iterator().next();
        if (entry.getLong(1) != null) {
            return result(entry, requestHash);
        }
        if (requestHash != null) {
            // The client's key names an action: that is another request.
            throw reused();
        }
        return null;
    }

    /** What was erased is told first: with it went the hash, so that nobody can say any more what had been asked. */
    private static WrittenRow result(Row entry, @Nullable String requestHash) {
        requireThere(entry);
        String asked = entry.getString(3);
        // Where another part of the same request was erased, its hash is gone, too.
        if (requestHash != null && asked != null && !requestHash.equals(asked)) {
            throw reused();
        }
        return new WrittenRow(entry.getUUID(0).toString(), entry.getLong(1), Json.of(entry.getString(2)), true);
    }

    private static void requireThere(Row entry) {
        if (entry.getString(2) == null) {
            throw erased();
        }
    }

    static FailureException erased() {
        return new Failure("erased", 410, "This was done before, and what came of it was erased since.").exception();
    }

    /** The first results of commands that were done together, in the order of the commands; empty where none was done. Fails like {@link #find}. */
    Future<List<WrittenRow>> findAll(List<UUID> commands, @Nullable String requestHash) {
        return database.read(FIND_COMMANDS, Tuple.of(commands.toArray(UUID[]::new)))
                .map(rows -> results(rows, commands, requestHash));
    }

    private static List<WrittenRow> results(RowSet<Row> rows, List<UUID> commands, @Nullable String requestHash) {
        if (rows.size() == 0) {
            return List.of();
        }
        rows.forEach(Journal::requireThere);
        if (rows.size() < commands.size()) {
            throw reused();
        }
        Map<UUID, WrittenRow> results = new HashMap<>();
        rows.forEach(entry -> results.put(entry.getUUID(4), result(entry, requestHash)));
        return commands.stream()
                .map(command -> Objects.requireNonNull(results.get(command)))
                .toList();
    }

    /** Fails with {@code idempotency-key-reused} where one of these commands was done and had been asked for something else. */
    Future<Void> requireNotReused(List<UUID> commands, String requestHash) {
        return database.read(FIND_OTHERS, Tuple.of(commands.toArray(UUID[]::new), requestHash))
                .compose(rows -> rows.size() == 0 ? Future.succeededFuture() : Future.failedFuture(reused()));
    }

    static FailureException reused() {
        return new Failure(
                        "idempotency-key-reused",
                        422,
                        "This Idempotency-Key was used for another request. Send a new key with a new request.")
                .exception();
    }
}
