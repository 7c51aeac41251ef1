package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.ReadUnsealed;
import io.corebus.storage.JournalMessages.Unsealed;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** {@link JournalMessages#READ_UNSEALED}. */
final class ReadUnsealedHandler implements Service<ReadUnsealed, Unsealed> {
    /**
     * Takes only what is below the horizon of its snapshot: whatever commits later has a higher transaction id. The statement must not be in a transaction that
     * has written, or its own id holds the horizon back. Of an older era there is nothing that could still commit.
     *
     * <p>What waits behind the page is counted beginning there: at full load that is next to nothing, while the page may be a thousand.
     *
     * <p>Era by era, though there is hardly ever more than one: an index scan knows its end by a column of its own, not by a comparison of rows.
     */
    private static final String READ = """
            WITH head AS MATERIALIZED (
                SELECT coalesce(seal.number, 0) + 1 AS number, coalesce(seal.first_seq + seal.count, 1) AS first_seq,
                    coalesce(encode(seal.hash, 'hex'), repeat('0', 64)) AS previous,
                    coalesce(seal.era, 0) AS era, coalesce(seal.txid, '0') AS txid, coalesce(seal.n, 0) AS n,
                    coalesce((SELECT max(era) FROM corebus.era), 1) AS current_era,
                    pg_snapshot_xmin(pg_current_snapshot()) AS horizon
                FROM (VALUES (1)) AS always
                LEFT JOIN LATERAL (
                    SELECT number, first_seq, count, hash, era, txid, n FROM corebus.seal ORDER BY number DESC LIMIT 1
                ) seal ON true
            ), page AS MATERIALIZED (
                SELECT entry.*, sum(%4$s) OVER (ORDER BY entry.era, entry.txid, entry.n) - %4$s AS bytes_before
                FROM head
                CROSS JOIN LATERAL (
                    SELECT entry.* FROM generate_series(head.era, head.current_era) AS passed(era)
                    CROSS JOIN LATERAL (
                        SELECT * FROM corebus.journal
                        WHERE journal.era = passed.era
                            AND (journal.era, journal.txid, journal.n) > (head.era, head.txid, head.n)
                            AND journal.txid >= CASE WHEN passed.era = head.era THEN head.txid ELSE '0' END
                            AND journal.txid < CASE WHEN passed.era = head.current_era THEN head.horizon ELSE %2$s END
                        ORDER BY journal.txid, journal.n LIMIT %3$d
                    ) entry
                    ORDER BY entry.era, entry.txid, entry.n LIMIT %3$d
                ) entry
            ), entry AS MATERIALIZED (
                SELECT * FROM page WHERE bytes_before < %5$d
            ), newest AS MATERIALIZED (
                SELECT coalesce(entry.era, head.era) AS era, coalesce(entry.txid, head.txid) AS txid, coalesce(entry.n, head.n) AS n
                FROM head LEFT JOIN LATERAL (
                    SELECT era, txid, n FROM entry ORDER BY era DESC, txid DESC, n DESC LIMIT 1
                ) entry ON true
            )
            SELECT %1$s, head.number, head.first_seq, head.previous, behind.waiting,
                coalesce(greatest(extract(epoch FROM clock_timestamp()
                    - least(behind.oldest, (SELECT min(at) FROM entry))) * 1000, 0), 0)::bigint AS oldest_millis
            FROM head
            CROSS JOIN LATERAL (
                SELECT count(*) AS waiting, min(at) AS oldest
                FROM (
                    SELECT journal.at FROM newest CROSS JOIN LATERAL (
                        SELECT at FROM corebus.journal
                        WHERE (era, txid, n) > (newest.era, newest.txid, newest.n)
                        ORDER BY era, txid, n LIMIT %6$d
                    ) journal
                ) following
            ) behind
            LEFT JOIN entry ON true
            ORDER BY entry.era, entry.txid, entry.n
            """;

    private static final int MAX_COUNTED = 10_000;
    private static final String COLUMNS = Entries.columns("entry");

    private final Database database;

    ReadUnsealedHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Unsealed> handle(ReadUnsealed request, Caller caller) {
        return database.readJournal(statement(request.limit()), Tuple.tuple()).map(ReadUnsealedHandler::unsealed);
    }

    /** The limit is written into it: a statement without arguments is planned only once, and planning this one takes longer than executing it. */
    static String statement(int limit) {
        return READ.formatted(COLUMNS, Entries.MAX_TXID, limit, Entries.bytes("entry"), Entries.MAX_BYTES, MAX_COUNTED);
    }

    private static Unsealed unsealed(RowSet<Row> rows) {
        List<Entry> entries = new ArrayList<>();
        for (Row row : rows) {
            if (Entries.isThere(row)) {
                entries.add(Entries.read(row));
            }
        }
        Row head = rows.iterator().next();
        return new Unsealed(
                head.getLong(Entries.COLUMNS),
                head.getLong(Entries.COLUMNS + 1),
                head.getString(Entries.COLUMNS + 2),
                entries,
                Math.min(MAX_COUNTED, entries.size() + head.getLong(Entries.COLUMNS + 3)),
                head.getLong(Entries.COLUMNS + 4));
    }
}
