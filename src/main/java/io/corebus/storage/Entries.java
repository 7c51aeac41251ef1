package io.corebus.storage;

import io.corebus.bus.Json;
import io.corebus.storage.JournalMessages.Entry;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Entries of the journal as rows and as records. */
final class Entries {
    /** How many columns {@link #columns} has. */
    static final int COLUMNS = 17;

    private static final HexFormat HEX = HexFormat.of();

    static final String MAX_TXID = "'18446744073709551615'::xid8";

    /** Hashes as they are: to write them in hexadecimal takes PostgreSQL longer than this side. */
    private static final String FACTS = """
            %1$s.era, %1$s.txid::text, %1$s.n, %1$s.at, %1$s.feature, %1$s.resource_id, %1$s.version, %1$s.kind, %1$s.actor,
            %1$s.via, %1$s.token, %1$s.trace, %1$s.command_id, %1$s.payload_hash""";

    private Entries() {}

    /** SQL for the columns that {@link #read} takes, which come first in their row. */
    static String columns(String entry) {
        return FACTS.formatted(entry) + ", %1$s.salt, %1$s.before::text, %1$s.after::text".formatted(entry);
    }

    /** The same without the salt, and with the payload only under a condition, which is SQL. */
    static String columnsWithoutSalt(String entry, String condition) {
        return FACTS.formatted(entry)
                + ", NULL::bytea, CASE WHEN %2$s THEN %1$s.before::text END, CASE WHEN %2$s THEN %1$s.after::text END"
                        .formatted(entry, condition);
    }

    /** As {@link Fitting#of} has it, by the payloads. */
    static String fitting(String entries, String order, String maxBytes) {
        return Fitting.of(entries, order, stored("t"), bytes("t"), maxBytes);
    }

    /** SQL for what the payload takes up in the database, often compressed. */
    static String stored(String entry) {
        return "(" + Fitting.stored(entry + ".before") + " + " + Fitting.stored(entry + ".after") + ")";
    }

    /** SQL for what the payload has in bytes. */
    static String bytes(String entry) {
        return "(" + Fitting.ofJson(entry + ".before") + " + " + Fitting.ofJson(entry + ".after") + ")";
    }

    /** Whether the row has an entry at all: one that stands beside a head may have none. */
    static boolean isThere(Row row) {
        return row.getValue(0) != null;
    }

    static Entry read(Row row) {
        return new Entry(
                row.getInteger(0),
                row.getString(1),
                row.getLong(2),
                Moments.text(row.getOffsetDateTime(3)),
                row.getString(4),
                text(row.getUUID(5)),
                row.getLong(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                text(row.getUUID(12)),
                hex(row.getBuffer(13)),
                row.getValue(14) == null ? null : hex(row.getBuffer(14)),
                json(row.getString(15)),
                json(row.getString(16)));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static String hex(Buffer bytes) {
        return HEX.formatHex(bytes.getBytes());
    }

    private static @Nullable Json json(@Nullable String text) {
        return text == null ? null : Json.of(text);
    }
}
