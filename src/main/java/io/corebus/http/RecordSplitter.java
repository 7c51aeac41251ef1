package io.corebus.http;

import io.corebus.bus.Failure;
import io.corebus.storage.ImportMessages.SentRecord;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts an upload into its records: at the ends of lines, in CSV those outside of quoted cells. Reads nothing of what a record says; whether a quotation mark may
 * stand where it does is seen by whoever reads the record.
 */
final class RecordSplitter {
    /** UTF-8 with a byte order mark, as spreadsheets write it. */
    private static final int[] MARK = {0xEF, 0xBB, 0xBF};

    private final boolean csv;
    private final long maxRecord;
    private final ByteArrayOutputStream current = new ByteArrayOutputStream();
    private List<SentRecord> records = new ArrayList<>();
    private long bytes;
    private long seen;
    private long line = 1;
    private long begin = 1;
    private Place place = Place.BEGIN;

    /** Where in a cell of CSV we are. Only at its begin a quotation mark opens one; behind another one it is a character of the text. */
    private enum Place {
        BEGIN,
        PLAIN,
        QUOTED,
        MARK_IN_QUOTED;

        Place after(byte one) {
            if (this == QUOTED) {
                return one == '"' ? MARK_IN_QUOTED : QUOTED;
            }
            if (one == ',' || one == '\n') {
                return BEGIN;
            }
            return one == '"' && this != PLAIN ? QUOTED : PLAIN;
        }
    }

    RecordSplitter(boolean csv, long maxRecord) {
        this.csv = csv;
        this.maxRecord = maxRecord;
    }

    /** Fails with {@code body-too-large} 413 where one record is longer than a request may be. */
    void add(Buffer some) {
        for (int i = 0; i < some.length(); i++) {
            byte one = some.getByte(i);
            boolean mark = seen < MARK.length && (one & 0xFF) == MARK[(int) seen];
            seen = mark ? seen + 1 : Math.max(seen, MARK.length);
            if (!mark) {
                take(one);
            }
        }
    }

    private void take(byte one) {
        line += one == '\n' ? 1 : 0;
        boolean quoted = place == Place.QUOTED;
        place = csv ? place.after(one) : Place.PLAIN;
        if (one == '\n' && !quoted) {
            finish();
            return;
        }
        write(one);
        if (current.size() > maxRecord) {
            throw new Failure(
                            "body-too-large",
                            413,
                            "The record in line " + begin + " has more than " + maxRecord + " bytes.")
                    .exception();
        }
    }

    /** The database knows no text with NUL, so it travels as what it can never be mistaken for, and is refused by whoever reads the record. */
    private void write(byte one) {
        if (one == 0) {
            current.writeBytes(SentRecord.NUL.getBytes(StandardCharsets.ISO_8859_1));
        } else {
            current.write(one);
        }
    }

    /** The last line may have no end. */
    void end() {
        finish();
    }

    private void finish() {
        String record = current.toString(StandardCharsets.ISO_8859_1);
        record = record.endsWith("\r") ? record.substring(0, record.length() - 1) : record;
        if (!record.isBlank()) {
            records.add(new SentRecord(begin, record));
            bytes += record.length();
        }
        current.reset();
        begin = line;
    }

    int size() {
        return records.size();
    }

    /** Of the records that are complete. */
    long bytes() {
        return bytes;
    }

    List<SentRecord> taken() {
        List<SentRecord> taken = records;
        records = new ArrayList<>();
        bytes = 0;
        return taken;
    }
}
