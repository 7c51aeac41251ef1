package io.corebus.storage;

import io.corebus.storage.JournalMessages.SealedEntry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds entries by the numbers that the seals have given them. */
final class SealedEntries {
    /**
     * A seal lists its entries by their n, and they lie in the journal between the last entry of the seal before it and its own last one. What lies there and is
     * not listed is not an entry that was sealed. Era by era, as {@link ReadUnsealedHandler} does.
     *
     * <p>$1 the seq before the first one, $2 how many numbers from there, $3 a feature or null, $4 how many entries and $5 how many bytes at most.
     */
    static final String READ = """
            WITH bounds AS MATERIALIZED (
                SELECT
                    coalesce((SELECT first_seq + count - 1 FROM corebus.seal ORDER BY number DESC LIMIT 1), 0) AS head,
                    coalesce((
                        SELECT seal.first_seq + coalesce(array_position(seal.entries, oldest.n), 1) - 1
                        FROM (SELECT era, txid, n FROM corebus.journal ORDER BY era, txid, n LIMIT 1) oldest
                        CROSS JOIN LATERAL (
                            SELECT first_seq, entries FROM corebus.seal
                            WHERE (era, txid, n) >= (oldest.era, oldest.txid, oldest.n)
                            ORDER BY era, txid, n LIMIT 1
                        ) seal), 0) AS first
            ), covering AS MATERIALIZED (
                SELECT number, first_seq, entries, era, txid, n FROM corebus.seal
                WHERE first_seq >= (SELECT max(first_seq) FROM corebus.seal WHERE first_seq <= $1::bigint + 1)
                    AND first_seq <= $1::bigint + $2::bigint
            ), listed AS MATERIALIZED (
                SELECT seal.first_seq + item.place - 1 AS seq, item.n
                FROM covering seal CROSS JOIN LATERAL unnest(seal.entries) WITH ORDINALITY AS item(n, place)
                WHERE seal.first_seq + item.place - 1 > $1::bigint
                    AND seal.first_seq + item.place - 1 <= $1::bigint + $2::bigint
            ), span AS MATERIALIZED (
                SELECT coalesce(low.era, 0) AS low_era, coalesce(low.txid, '0') AS low_txid, coalesce(low.n, 0) AS low_n,
                    high.era, high.txid, high.n
                FROM (SELECT era, txid, n FROM covering ORDER BY number DESC LIMIT 1) high
                LEFT JOIN corebus.seal low ON low.number = (SELECT min(number) - 1 FROM covering)
            ), lying AS MATERIALIZED (
                SELECT journal.* FROM span CROSS JOIN generate_series(span.low_era, span.era) AS passed(era)
                CROSS JOIN LATERAL (
                    SELECT * FROM corebus.journal
                    WHERE journal.era = passed.era
                        AND journal.txid >= CASE WHEN passed.era = span.low_era THEN span.low_txid ELSE '0' END
                        AND journal.txid <= CASE WHEN passed.era = span.era THEN span.txid ELSE %2$s END
                    OFFSET 0
                ) journal
                WHERE (journal.era, journal.txid, journal.n) > (span.low_era, span.low_txid, span.low_n)
                    AND (journal.era, journal.txid, journal.n) <= (span.era, span.txid, span.n)
                    AND ($3::text IS NULL OR journal.feature = $3)
            )
            SELECT %1$s, entry.seq, bounds.head, bounds.first, entry.%4$s
            FROM bounds LEFT JOIN (%3$s) entry ON entry.%5$s <= $4::bigint
            ORDER BY entry.seq
            """.formatted(
                    Entries.columns("entry"),
                    Entries.MAX_TXID,
                    Entries.fitting("""
            SELECT listed.seq, lying.* FROM lying JOIN listed ON listed.n = lying.n
            ORDER BY listed.seq LIMIT $4::bigint + 1
            """, "t.seq", "$5::bigint"),
                    Fitting.FOUND,
                    Fitting.PLACE);

    private final Database database;

    /**
     * @param more whether there are more in the window than were read
     * @param first the oldest number whose entry is there, 0 where there is none
     * @param head the newest number, 0 where there is none
     */
    record Found(List<SealedEntry> entries, boolean more, long first, long head) {}

    SealedEntries(Database database) {
        this.database = database;
    }

    /**
     * @param after the number before the first one
     * @param window how many numbers from there
     * @param limit how many entries at most
     * @param maxBytes what their payloads have at most, where they are more than one
     */
    Future<Found> read(long after, long window, @Nullable String feature, int limit, long maxBytes) {
        return database.readJournal(READ, Tuple.of(after, window, feature, (long) limit, maxBytes))
                .map(SealedEntries::found);
    }

    private static Found found(RowSet<Row> rows) {
        List<SealedEntry> entries = new ArrayList<>();
        long count = 0;
        for (Row row : rows) {
            if (Entries.isThere(row)) {
                entries.add(new SealedEntry(row.getLong(Entries.COLUMNS), Entries.read(row)));
                count = row.getLong(Entries.COLUMNS + 3);
            }
        }
        Row bounds = rows.iterator().next();
        return new Found(
                entries,
                count > entries.size(),
                bounds.getLong(Entries.COLUMNS + 2),
                bounds.getLong(Entries.COLUMNS + 1));
    }
}
