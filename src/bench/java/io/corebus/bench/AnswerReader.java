package io.corebus.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Reads one HTTP/1.1 answer after the other from a connection. Cheap, and so strict: every answer must tell its length, or be in chunks and have no line break. */
final class AnswerReader {
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "transfer-encoding: chunked".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_AT = 9;
    private static final int UNKNOWN = -1;

    private byte[] bytes = new byte[16_384];
    private int size;
    private int bodyAt = UNKNOWN;
    private int end;
    private boolean chunked;

    void clear() {
        size = 0;
        bodyAt = UNKNOWN;
    }

    /** @return whether the answer is complete */
    boolean add(Buffer data) throws BenchFailure {
        int length = data.length();
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
        }
        data.getBytes(bytes, size);
        size += length;
        if (bodyAt == UNKNOWN) {
            readHead();
        }
        if (bodyAt != UNKNOWN && chunked) {
            end = size;
            return endsWithLastChunk();
        }
        if (bodyAt != UNKNOWN && size > end) {
            throw new BenchFailure("More came than one answer: " + text());
        }
        return bodyAt != UNKNOWN && size == end;
    }

    private boolean endsWithLastChunk() {
        int from = size - LAST_CHUNK.length;
        return from >= bodyAt && Arrays.equals(bytes, from, size, LAST_CHUNK, 0, LAST_CHUNK.length);
    }

    private void readHead() throws BenchFailure {
        for (int i = 3; i < size; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
                bodyAt = i + 1;
                end = bodyAt + bodyLength();
                return;
            }
        }
    }

    private int bodyLength() throws BenchFailure {
        chunked = false;
        for (int line = 0; line < bodyAt - 2; line = nextLine(line)) {
            if (startsWith(line, LENGTH)) {
                return number(line + LENGTH.length);
            }
            if (startsWith(line, CHUNKED)) {
                chunked = true;
                return 0;
            }
        }
        throw new BenchFailure("An answer does not tell its length: " + text());
    }

    private int nextLine(int line) {
        int at = line;
        while (bytes[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    private boolean startsWith(int line, byte[] name) {
        if (line + name.length >= bodyAt) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            // Upper case to lower case; what else it changes is no letter of the name.
            if ((bytes[line + i] | 0x20) != (name[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private int number(int from) {
        int at = from;
        while (bytes[at] == ' ') {
            at++;
        }
        int number = 0;
        while (bytes[at] >= '0' && bytes[at] <= '9') {
            number = number * 10 + bytes[at++] - '0';
        }
        return number;
    }

    int status() {
        return number(STATUS_AT);
    }

    /** How often the body contains this. */
    int count(byte[] wanted) {
        int count = 0;
        for (int at = bodyAt; at <= end - wanted.length; at++) {
            if (bytes[at] == wanted[0] && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                count++;
            }
        }
        return count;
    }

    /** The beginning of what was read, for a message. */
    String text() {
        String text = new String(bytes, 0, Math.min(size, 600), StandardCharsets.UTF_8);
        return String.format(Locale.ROOT, "%d bytes, %s", size, text);
    }
}
