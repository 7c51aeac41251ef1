package io.corebus.http;

import io.corebus.bus.Failure;
import io.corebus.storage.ImportMessages.SentRecord;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cuts an upload into its records: at the ends of lines, in CSV those outside of quotation marks. Reads nothing of what a record says. */
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
    private boolean quoted;

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
        quoted ^= csv && one == '"';
        line += one == '\n' ? 1 : 0;
        if (one == '\n' && !quoted) {
            finish();
            return;
        }
        // The database knows no text with this character, and neither does JSON or any field.
        current.write(one == 0 ? 1 : one);
        if (current.size() > maxRecord) {
            throw new Failure(
                            "body-too-large",
                            413,
                            "The record in line " + begin + " has more than " + maxRecord + " bytes.")
                    .exception();
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
