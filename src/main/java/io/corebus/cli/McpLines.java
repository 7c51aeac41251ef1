package io.corebus.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream, as the bytes they are, without what ends them: CR, LF, or both. A byte order mark at the start is left out (RFC 8259, section 8.1).
 * Takes from the stream no more than there is, so that nobody waits for a line that has come.
 */
final class McpLines {
    /** Of one message, in either direction. More than any server takes unless it is told to. */
    static final int MAX_BYTES = 64 * 1024 * 1024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[8_192];
    private int place;
    private int end;
    private boolean begun;
    private boolean returned;

    McpLines(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** The line is left out; the next one can be read. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong(int maxBytes) {
            super("This line is longer than " + maxBytes + " bytes.");
        }
    }

    /** Null at the end. Fails with {@link TooLong} behind a line that is. */
    byte @Nullable [] next() throws IOException {
        if (!isMore()) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean ended = false;
        while (!ended && (place < end || fill())) {
            int from = place;
            ended = pass();
            int length = ended ? place - 1 - from : place - from;
            // One byte too many is kept, and tells that there were.
            line.write(buffer, from, Math.min(length, maxBytes + 1 - line.size()));
        }
        if (line.size() > maxBytes) {
            throw new TooLong(maxBytes);
        }
        return unmarked(line.toByteArray());
    }

    /** Passes over the LF of a CRLF first: whoever waited for it before would wait for the next line. */
    private boolean isMore() throws IOException {
        if (place == end && !fill()) {
            return false;
        }
        if (returned && buffer[place] == '\n') {
            place++;
        }
        returned = false;
        return place < end || fill();
    }

    /** To behind the end of the line; false where this is not here yet. */
    private boolean pass() {
        while (place < end) {
            byte one = buffer[place++];
            if (one == '\n' || one == '\r') {
                returned = one == '\r';
                return true;
            }
        }
        return false;
    }

    private boolean fill() throws IOException {
        place = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    private byte[] unmarked(byte[] line) {
        int mark = BYTE_ORDER_MARK.length;
        boolean marked = !begun && line.length >= mark && Arrays.equals(line, 0, mark, BYTE_ORDER_MARK, 0, mark);
        begun = true;
        return marked ? Arrays.copyOfRange(line, mark, line.length) : line;
    }
}
