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
        return seals.isEmpty()
                ? Future.succeededFuture(new SealPage(seals, List.of()))
                : read(seals, Fitting.MAX_BYTES).compose(found -> whole(seals, found));
    }

    private Future<SealedEntries.Found> read(List<Seal> seals, long maxBytes) {
        long before = seals.get(0).firstSeq() - 1;
        int count = (int) (lastSeq(seals.get(seals.size() - 1)) - before);
        return sealed.read(before, count, null, count, maxBytes);
    }

    /** The seals whose entries were all read. The first one is never too large, unless somebody sealed with other bounds: then it comes as it is. */
    private Future<SealPage> whole(List<Seal> seals, SealedEntries.Found found) {
        if (!found.more()) {
            return Future.succeededFuture(new SealPage(seals, found.entries()));
        }
        long through = found.entries().get(found.entries().size() - 1).seq();
        List<Seal> whole =
                seals.stream().filter(seal -> lastSeq(seal) <= through).toList();
        if (whole.isEmpty()) {
            List<Seal> first = seals.subList(0, 1);
            return read(first, Long.MAX_VALUE).map(all -> new SealPage(first, all.entries()));
        }
        long end = lastSeq(whole.get(whole.size() - 1));
        return Future.succeededFuture(new SealPage(
                whole,
                found.entries().stream().filter(entry -> entry.seq() <= end).toList()));
    }

    private static long lastSeq(Seal seal) {
        return seal.firstSeq() + seal.count() - 1;
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
