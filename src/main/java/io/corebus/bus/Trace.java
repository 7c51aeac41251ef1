package io.corebus.bus;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** W3C trace context, level 1: the {@code traceparent} header. */
public final class Trace {
    private static final Pattern PARENT = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] EMPTY =
            ("00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-00").getBytes(StandardCharsets.ISO_8859_1);
    /** Where the parts begin. */
    private static final int TRACE = 3;

    private static final int SPAN = 36;
    private static final int FLAGS = 53;

    private Trace() {}

    /** A new trace. */
    public static String start() {
        byte[] text = EMPTY.clone();
        fill(text, TRACE, SPAN - 1);
        return withSpan(text);
    }

    /** Goes on with the trace a caller sent, or starts one where it sent none or a malformed one. */
    public static String continueFrom(@Nullable String traceparent) {
        return traceparent == null || !PARENT.matcher(traceparent).matches()
                ? start()
                : withSpan(traceparent.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String withSpan(byte[] text) {
        fill(text, SPAN, FLAGS - 1);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** The 32 hex digits that name the trace. */
    public static String id(String traceparent) {
        return traceparent.substring(TRACE, SPAN - 1);
    }

    /** With random digits, of which there are a multiple of 16. */
    private static void fill(byte[] text, int from, int to) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = from; i < to; i += 16) {
            long bits = random.nextLong();
            for (int k = i; k < i + 16; k++) {
                text[k] = HEX[(int) (bits & 15)];
                bits >>>= 4;
            }
        }
    }
}
