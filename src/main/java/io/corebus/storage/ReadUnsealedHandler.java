package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.ReadUnsealed;
import io.corebus.storage.JournalMessages.Unsealed;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link JournalMessages#READ_UNSEALED}. */
final class ReadUnsealedHandler implements Service<ReadUnsealed, Unsealed> {
    /**
     * Takes only what is below the horizon of its snapshot: whatever commits later has a higher transaction id. The statement must not be in a transaction that
     * has written, or its own id holds the horizon back. Of an older era there is nothing that could still commit.
     *
     * <p>One era at a time, that of the next entry, so that an index gives them in order and knows both its ends by columns of their own: of a comparison of rows
     * it would not begin there, once the era is given, but at the first entry of the era. The first row tells of the journal as a whole; the
     * others have one entry each.
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
            ), next AS MATERIALIZED (
                SELECT journal.era, CASE WHEN journal.era = head.era THEN head.txid ELSE '0' END AS since,
                    CASE WHEN journal.era = head.current_era THEN head.horizon ELSE %2$s END AS before
                FROM head CROSS JOIN LATERAL (
                    SELECT era FROM corebus.journal
                    WHERE (era, txid, n) > (head.era, head.txid, head.n)
                    ORDER BY era, txid, n LIMIT 1
                ) journal
            ), held AS MATERIALIZED (
                SELECT count(*) AS waiting, min(at) AS oldest
                FROM (
                    SELECT at FROM corebus.journal
                    WHERE era = (SELECT current_era FROM head)
                        AND (era, txid, n) > ((SELECT era FROM head), (SELECT txid FROM head), (SELECT n FROM head))
                        AND txid >= (SELECT horizon FROM head)
                    ORDER BY txid, n LIMIT %3$d
                ) following
            )
            SELECT %1$s, head.number, head.first_seq, head.previous, held.waiting, held.oldest, clock_timestamp(), head.current_era,
                NULL::bigint, NULL::bigint
            FROM head CROSS JOIN held LEFT JOIN corebus.journal entry ON false
            UNION ALL
            SELECT %4$s, NULL::bigint, NULL::bigint, NULL::text, NULL::bigint, NULL::timestamptz, NULL::timestamptz, NULL::int,
                entry.%6$s, entry.%7$s
            FROM (%5$s) entry
            """;

    private static final String FOLLOWING = """
            SELECT %1$s FROM corebus.journal
            WHERE era = (SELECT era FROM next)
                AND (era, txid, n) > ((SELECT era FROM head), (SELECT txid FROM head), (SELECT n FROM head))
                AND txid >= (SELECT since FROM next) AND txid < (SELECT before FROM next)
            ORDER BY txid, n LIMIT %2$d
            """;

    private static final int MAX_COUNTED = 10_000;
    private static final String COUNT = """
            SELECT count(*) FROM (
                SELECT FROM corebus.journal WHERE (era, txid, n) > ($1, $2::text::xid8, $3) ORDER BY era, txid, n LIMIT %d
            ) following
            """.formatted(MAX_COUNTED);

    /**
     * Nobody who hears of what was sealed looks at the payload of what is no change of a row, and most entries of a busy agent are none. Where it is large it is
     * told all the same: how many entries a seal covers goes by that.
     */
    private static final String TOLD = "(entry.version IS NOT NULL OR entry." + Fitting.BYTES + " > 1000)";

    private static final int AT = 3;

    private final Database database;
    /** By their limits, of which two are in use. */
    private final Map<Integer, Statements> statements = new HashMap<>();
    /** The limits whose pages had large payloads when they were read last: the next ones are likely to. */
    private final Set<Integer> large = new HashSet<>();

    ReadUnsealedHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Unsealed> handle(ReadUnsealed request, Caller caller) {
        Statements of = statements.computeIfAbsent(request.limit(), Statements::of);
        Future<Page> read = large.contains(request.limit())
                ? read(of.fitting(), of)
                : read(of.small(), of)
                        .compose(page -> page.large ? read(of.fitting(), of) : Future.succeededFuture(page));
        return read.compose(page -> finish(page, request));
    }

    private Future<Page> read(String statement, Statements of) {
        return database.readUnsealed(statement, Tuple.tuple()).map(rows -> {
            Page page = new Page(of.share());
            rows.forEach(page::add);
            page.entries.sort(ReadUnsealedHandler::compare); // As they came, no doubt; but no one promised it.
            return page;
        });
    }

    /** Of thousands, neighbours mostly have the same transaction. */
    private static int compare(Entry one, Entry other) {
        if (one.era() != other.era()) {
            return Integer.compare(one.era(), other.era());
        }
        return one.txid().equals(other.txid())
                ? Long.compare(one.n(), other.n())
                : Long.compareUnsigned(Long.parseUnsignedLong(one.txid()), Long.parseUnsignedLong(other.txid()));
    }

    private Future<Unsealed> finish(Page page, ReadUnsealed request) {
        if (page.large) {
            large.add(request.limit());
        } else {
            large.remove(request.limit());
        }
        return page.isAll(request.limit()) ? Future.succeededFuture(page.unsealed(page.held)) : countBehind(page);
    }

    /**
     * To add up what the payloads of a page have in bytes takes PostgreSQL as long as all else about reading it. So it is asked first for payloads up to their
     * share of what a page may have, with which none can have too much, and adds up only where one had more.
     *
     * @param share bytes that each entry of a page may have
     * @param small tells larger payloads from absent ones only by their bytes
     */
    record Statements(int share, String small, String fitting) {
        /** The limit is written into them: a statement without arguments is planned only once, and planning these takes longer than executing them. */
        static Statements of(int limit) {
            int share = Fitting.MAX_BYTES / limit;
            String fitting =
                    Entries.fitting(FOLLOWING.formatted("*", limit), "t.txid, t.n", String.valueOf(Fitting.MAX_BYTES));
            return new Statements(
                    share,
                    statement(
                            Entries.columnsWithoutSalt("entry", TOLD + " AND entry." + Fitting.BYTES + " <= " + share),
                            FOLLOWING.formatted(measured(share), limit)),
                    statement(Entries.columnsWithoutSalt("entry", TOLD), fitting));
        }

        /** What is stored in more than its share has more than that anyway, and need not be unpacked. */
        private static String measured(int share) {
            String stored = Entries.stored("journal");
            return "*, CASE WHEN %1$s > %2$d THEN %1$s ELSE %3$s END AS %4$s, NULL::bigint AS %5$s"
                    .formatted(stored, share, Entries.bytes("journal"), Fitting.BYTES, Fitting.FOUND);
        }

        private static String statement(String columns, String entries) {
            return READ.formatted(
                    Entries.columns("entry"),
                    Entries.MAX_TXID,
                    MAX_COUNTED,
                    columns,
                    entries,
                    Fitting.BYTES,
                    Fitting.FOUND);
        }
    }

    private Future<Unsealed> countBehind(Page page) {
        Entry last = page.entries.get(page.entries.size() - 1);
        return database.readUnsealed(COUNT, Tuple.of(last.era(), last.txid(), last.n()))
                .map(rows -> page.unsealed(rows.iterator().next().getLong(0)));
    }

    /** What the rows say. */
    private static final class Page {
        private final List<Entry> entries = new ArrayList<>();
        private final int share;
        private boolean large;
        private long number;
        private long firstSeq;
        private String previous = "";
        private long held;
        private @Nullable Long found;
        private int era;
        private @Nullable OffsetDateTime now;
        private @Nullable OffsetDateTime oldest;

        Page(int share) {
            this.share = share;
        }

        void add(Row row) {
            if (Entries.isThere(row)) {
                entries.add(Entries.read(row));
                long size = row.getLong(Entries.COLUMNS + 7);
                found = row.getLong(Entries.COLUMNS + 8);
                large |= size > share;
                old(row.getOffsetDateTime(AT));
            } else {
                number = row.getLong(Entries.COLUMNS);
                firstSeq = row.getLong(Entries.COLUMNS + 1);
                previous = row.getString(Entries.COLUMNS + 2);
                held = row.getLong(Entries.COLUMNS + 3);
                old(row.getOffsetDateTime(Entries.COLUMNS + 4));
                now = row.getOffsetDateTime(Entries.COLUMNS + 5);
                era = row.getInteger(Entries.COLUMNS + 6);
            }
        }

        /** Whether nothing follows that could be sealed, too. */
        boolean isAll(int limit) {
            boolean cut = found != null && found > entries.size();
            return entries.isEmpty()
                    || (entries.size() < limit
                            && !cut
                            && entries.get(entries.size() - 1).era() == era);
        }

        private void old(@Nullable OffsetDateTime at) {
            if (at != null && (oldest == null || at.isBefore(oldest))) {
                oldest = at;
            }
        }

        /** @param behind how many wait that are not in the page */
        Unsealed unsealed(long behind) {
            long age = oldest == null || now == null
                    ? 0
                    : Math.max(0, Duration.between(oldest, now).toMillis());
            long waiting = Math.min(MAX_COUNTED, entries.size() + behind);
            return new Unsealed(number, firstSeq, previous, entries, waiting, age);
        }
    }
}
