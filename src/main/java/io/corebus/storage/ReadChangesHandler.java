package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages.Changes;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.ReadChanges;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** {@link JournalMessages#READ_CHANGES}. */
final class ReadChangesHandler implements Service<ReadChanges, Changes> {
    /** An entry without a version is no change: a refusal, an erasure. */
    private static final String READ = """
            SELECT %1$s, entry.more
            FROM (
                SELECT found.*, sum(%2$s) OVER (ORDER BY found.version DESC) - %2$s AS bytes_before,
                    count(*) OVER () > $4::bigint OR sum(%2$s) OVER () > $5::bigint AS more
                FROM (
                    SELECT * FROM corebus.journal
                    WHERE resource_id = $1 AND feature = $2 AND version < $3::bigint
                    ORDER BY version DESC LIMIT $4::bigint + 1
                ) found
                ORDER BY found.version DESC LIMIT $4::bigint
            ) entry
            WHERE entry.bytes_before < $5::bigint
            ORDER BY entry.version DESC
            """.formatted(Entries.columns("entry"), Entries.bytes("found"));

    private final Database database;

    ReadChangesHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Changes> handle(ReadChanges request, Caller caller) {
        Long before = request.before();
        Tuple arguments = Tuple.of(
                FeatureTables.id(request.resourceId()),
                request.feature(),
                before == null ? Long.MAX_VALUE : before,
                (long) request.limit(),
                (long) Entries.MAX_BYTES);
        return database.readJournal(READ, arguments).map(ReadChangesHandler::changes);
    }

    private static Changes changes(RowSet<Row> rows) {
        List<Entry> entries = new ArrayList<>();
        boolean more = false;
        for (Row row : rows) {
            entries.add(Entries.read(row));
            more = row.getBoolean(Entries.COLUMNS);
        }
        return new Changes(entries, more);
    }
}
