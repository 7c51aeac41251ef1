package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages.ReadSeals;
import io.corebus.storage.JournalMessages.Seal;
import io.corebus.storage.JournalMessages.SealPage;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** {@link JournalMessages#READ_SEALS}. */
final class ReadSealsHandler implements Service<ReadSeals, SealPage> {
    private static final int MAX_ENTRIES = 5_000;

    /** The first one always, and those after it while their entries are not too many. */
    private static final String READ = """
            SELECT number, first_seq, count, leaves, encode(root, 'hex'), encode(previous, 'hex'), encode(hash, 'hex'), %s, kid, signature
            FROM (
                SELECT *, sum(count) OVER (ORDER BY number) AS entries_so_far
                FROM (SELECT * FROM corebus.seal WHERE number >= $1 ORDER BY number LIMIT $2) following
            ) seal
            WHERE entries_so_far <= $3 OR entries_so_far = count
            ORDER BY number
            """.formatted(Rows.time("at"));

    private final Database database;
    private final SealedEntries sealed;

    ReadSealsHandler(Database database, SealedEntries sealed) {
        this.database = database;
        this.sealed = sealed;
    }

    @Override
    public Future<SealPage> handle(ReadSeals request, Caller caller) {
        return database.readJournal(READ, Tuple.of(request.from(), (long) request.limit(), (long) MAX_ENTRIES))
                .map(ReadSealsHandler::seals)
                .compose(this::withEntries);
    }

    private Future<SealPage> withEntries(List<Seal> seals) {
        if (seals.isEmpty()) {
            return Future.succeededFuture(new SealPage(seals, List.of()));
        }
        Seal last = seals.get(seals.size() - 1);
        long before = seals.get(0).firstSeq() - 1;
        int count = (int) (last.firstSeq() + last.count() - 1 - before);
        return sealed.read(before, count, null, count, Long.MAX_VALUE)
                .map(found -> new SealPage(seals, found.entries()));
    }

    private static List<Seal> seals(RowSet<Row> rows) {
        List<Seal> seals = new ArrayList<>();
        for (Row row : rows) {
            seals.add(new Seal(
                    row.getLong(0),
                    row.getLong(1),
                    row.getInteger(2),
                    Base64.getEncoder().encodeToString(row.getBuffer(3).getBytes()),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7),
                    row.getString(8),
                    row.getString(9)));
        }
        return seals;
    }
}
