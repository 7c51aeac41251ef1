package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages.EntryPage;
import io.corebus.storage.JournalMessages.FindEntries;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;

/** {@link JournalMessages#FIND_ENTRIES}. */
final class FindEntriesHandler implements Service<FindEntries, EntryPage> {
    private static final String NARROWER =
            "To look for this in the whole trail takes too long. Name a shorter time with since and until, or a resource_id.";

    private final Database database;

    FindEntriesHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<EntryPage> handle(FindEntries request, Caller caller) {
        if (request.resourceId() != null && AccountId.parse(request.resourceId()) == null) {
            return Future.succeededFuture(new EntryPage(List.of(), null));
        }
        FindEntriesStatement.Query query = FindEntriesStatement.of(request);
        return database.query(query.sql(), query.arguments())
                .recover(FindEntriesHandler::translate)
                .map(rows -> page(rows, request.limit()));
    }

    private static Future<RowSet<Row>> translate(Throwable cause) {
        if (DatabaseFailures.isOfData(cause)) { // A value that PostgreSQL does not take, such as a text with a NUL.
            return Future.failedFuture(
                    new Failure("bad-query", 400, "One of these values cannot be looked for.").exception());
        }
        Failure failure = FailureException.of(cause);
        return Future.failedFuture(
                failure.code().equals(DatabaseFailures.TOO_SLOW)
                        ? new Failure(failure.code(), failure.status(), NARROWER).exception()
                        : cause);
    }

    private static EntryPage page(RowSet<Row> rows, int limit) {
        List<SealedEntry> entries = new ArrayList<>();
        long found = 0;
        for (Row row : rows) {
            if (entries.size() < limit) {
                entries.add(new SealedEntry(row.getLong(Entries.COLUMNS), Entries.read(row)));
            }
            found = row.getLong(Entries.COLUMNS + 1);
        }
        String next = found > entries.size()
                ? EntryCursor.write(entries.get(entries.size() - 1).entry())
                : null;
        return new EntryPage(entries, next);
    }
}
