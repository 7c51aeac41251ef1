package io.corebus.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what a server of WebSockets sends: the answer to the handshake, then frames. Cheap, and so strict: every message must be one frame. */
final class FrameReader {
    private static final byte[] ACCEPTED = "HTTP/1.1 101 ".getBytes(StandardCharsets.US_ASCII);
    private static final int FINAL = 0x80;
    private static final int TEXT = 1;
    private static final int PING = 9;
    private static final int TWO_BYTES = 126;

    private final Listener listener;
    private byte[] bytes = new byte[1_024];
    private int size;
    private boolean open;

    /** Who is told. */
    interface Listener {
        void opened();

        /** What stands between these places is valid until the call returns. */
        void text(byte[] frame, int from, int to);

        void pinged();

        void failed(String reason);
    }

    FrameReader(Listener listener) {
        this.listener = listener;
    }

    void add(Buffer data) {
        int length = data.length();
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
        }
        data.getBytes(bytes, size);
        size += length;
        int read = open ? 0 : readHandshake();
        if (open) {
            read = readFrames(read);
        }
        System.arraycopy(bytes, read, bytes, 0, size - read);
        size -= read;
    }

    private int readHandshake() {
        for (int i = 3; i < size; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
                open = Arrays.equals(bytes, 0, ACCEPTED.length, ACCEPTED, 0, ACCEPTED.length);
                if (open) {
                    listener.opened();
                } else {
                    listener.failed("The handshake was refused: " + text(size));
                }
                return i + 1;
            }
        }
        return 0;
    }

    /** @return where the first one begins that is not complete */
    private int readFrames(int from) {
        int at = from;
        while (size - at >= 2) {
            boolean isLong = bytes[at + 1] == TWO_BYTES;
            int data = at + (isLong ? 4 : 2);
            if (data > size) {
                return at;
            }
            int end = data + (isLong ? ((bytes[at + 2] & 0xff) << 8) | (bytes[at + 3] & 0xff) : bytes[at + 1]);
            if (bytes[at + 1] > TWO_BYTES || bytes[at + 1] < 0) {
                listener.failed("A frame is masked or longer than any that is expected here.");
                return size;
            }
            if (end > size) {
                return at;
            }
            tell(bytes[at] & 0xff, data, end);
            at = end;
        }
        return at;
    }

    private void tell(int kind, int from, int to) {
        if (kind == (FINAL | TEXT)) {
            listener.text(bytes, from, to);
        } else if (kind == (FINAL | PING)) {
            listener.pinged();
        } else {
            listener.failed("An unexpected frame came, of kind " + Integer.toHexString(kind) + ".");
        }
    }

    private String text(int to) {
        return new String(bytes, 0, Math.min(to, 600), StandardCharsets.UTF_8);
    }
}
