package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages.InsertSeal;
import io.corebus.storage.JournalMessages.InsertedSeal;
import io.corebus.storage.JournalMessages.Seal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.util.Base64;
import java.util.HexFormat;

/** {@link JournalMessages#INSERT_SEAL}. Of two that make the same number at once, the primary key lets one through. */
final class InsertSealHandler implements Service<InsertSeal, InsertedSeal> {
    static final String INSERT = """
            WITH newest AS MATERIALIZED (
                SELECT coalesce(seal.number, 0) AS number, coalesce(seal.first_seq + seal.count, 1) AS next_seq,
                    coalesce(seal.hash, decode(repeat('0', 64), 'hex')) AS hash,
                    coalesce(seal.era, 0) AS era, coalesce(seal.txid, '0') AS txid, coalesce(seal.n, 0) AS n,
                    coalesce((SELECT max(era) FROM corebus.era), 1) AS current_era,
                    pg_snapshot_xmin(pg_current_snapshot()) AS horizon
                FROM (VALUES (1)) AS always
                LEFT JOIN LATERAL (
                    SELECT number, first_seq, count, hash, era, txid, n FROM corebus.seal ORDER BY number DESC LIMIT 1
                ) seal ON true
            )
            INSERT INTO corebus.seal
                (number, first_seq, count, era, txid, n, entries, leaves, root, previous, hash, at, kid, signature)
            SELECT $1, $2, $3, $4, $5::text::xid8, $6, $7, $8, $9, $10, $11, $12::text::timestamptz, $13, $14
            FROM newest
            WHERE newest.number + 1 = $1 AND newest.next_seq = $2 AND newest.hash = $10
                AND ($4, $5::text::xid8) < (newest.current_era, newest.horizon)
                AND EXISTS (SELECT FROM corebus.journal WHERE era = $4 AND txid = $5::text::xid8 AND n = $6)
                AND $6 = ($7::bigint[])[$3]
                AND $7 = ARRAY(
                    SELECT n FROM corebus.journal WHERE (era, txid, n) > (newest.era, newest.txid, newest.n)
                    ORDER BY era, txid, n LIMIT $3)
            ON CONFLICT DO NOTHING
            RETURNING number
            """;

    private static final String FIND_SAME = "SELECT EXISTS (SELECT FROM corebus.seal WHERE number = $1 AND hash = $2),"
            + " EXISTS (SELECT FROM corebus.seal_key WHERE kid = $3 AND last_seal IS NOT NULL)";

    private final Database database;

    InsertSealHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<InsertedSeal> handle(InsertSeal request, Caller caller) {
        return database.write(INSERT, arguments(request))
                .compose(rows -> rows.size() == 1
                        ? Future.succeededFuture(new InsertedSeal(true, false))
                        : whyNot(request.seal()));
    }

    private static Tuple arguments(InsertSeal request) {
        Seal seal = request.seal();
        return Tuple.tuple()
                .addLong(seal.number())
                .addLong(seal.firstSeq())
                .addInteger(seal.count())
                .addInteger(request.era())
                .addString(request.txid())
                .addLong(request.n())
                .addArrayOfLong(request.entries().toArray(Long[]::new))
                .addBuffer(Buffer.buffer(Base64.getDecoder().decode(seal.leaves())))
                .addBuffer(bytes(seal.root()))
                .addBuffer(bytes(seal.previous()))
                .addBuffer(bytes(seal.hash()))
                .addString(seal.at())
                .addString(seal.kid())
                .addString(seal.signature());
    }

    /** In a statement of its own, whose snapshot sees what the other transaction has committed meanwhile. */
    private Future<InsertedSeal> whyNot(Seal seal) {
        return database.read(FIND_SAME, Tuple.of(seal.number(), bytes(seal.hash()), seal.kid()))
                .map(rows -> rows.iterator().next())
                .map(found -> new InsertedSeal(found.getBoolean(0), !found.getBoolean(0) && found.getBoolean(1)));
    }

    private static Buffer bytes(String hex) {
        return Buffer.buffer(HexFormat.of().parseHex(hex));
    }
}
