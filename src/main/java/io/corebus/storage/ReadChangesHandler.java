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
            SELECT %s, entry.%s
            FROM (%s) entry
            ORDER BY entry.version DESC LIMIT $4::bigint
            """.formatted(
                    Entries.columns("entry"), Fitting.FOUND, Entries.fitting("""
            SELECT * FROM corebus.journal
            WHERE resource_id = $1 AND feature = $2 AND version < $3::bigint
            ORDER BY version DESC LIMIT $4::bigint + 1
            """, "t.version DESC", "$5::bigint"));

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
                (long) Fitting.MAX_BYTES);
        return database.readJournal(READ, arguments).map(ReadChangesHandler::changes);
    }

    private static Changes changes(RowSet<Row> rows) {
        List<Entry> entries = new ArrayList<>();
        long found = 0;
        for (Row row : rows) {
            entries.add(Entries.read(row));
            found = row.getLong(Entries.COLUMNS);
        }
        return new Changes(entries, found > entries.size());
    }
}
