package io.corebus.audit;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a file of any length, one in memory at a time. */
final class LineReader implements Closeable {
    private static final int MAX_LINE = 256 << 20;

    private final InputStream in;
    private byte @Nullable [] line;
    private long number;
    /** Of the line, where it was read already: reading it is most of the work. */
    private @Nullable Members parsed;

    /** @param in buffered */
    LineReader(InputStream in) {
        this.in = in;
    }

    /** @return whether there is one */
    boolean next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
        int read = in.read();
        boolean any = read >= 0;
        while (read >= 0 && read != '\n') {
            bytes.write(read);
            if (bytes.size() > MAX_LINE) {
                throw new IOException("line " + (number + 1) + " is longer than 256 MiB");
            }
            read = in.read();
        }
        line = any ? bytes.toByteArray() : null;
        parsed = null;
        number++;
        return any;
    }

    /** The line that {@link #next} found. */
    Members members() {
        if (line == null) {
            throw new IllegalArgumentException("the file has ended");
        }
        Members members = parsed == null ? new Members(line) : parsed;
        parsed = members;
        return members;
    }

    /** What the line says it is; empty at the end of the file, and where it says nothing that can be read. */
    String type() {
        try {
            return line == null ? "" : members().text("type");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    boolean hasLine() {
        return line != null;
    }

    /** Counted from 1. */
    long number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
