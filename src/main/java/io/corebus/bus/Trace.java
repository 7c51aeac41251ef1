package io.corebus.bus;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** W3C trace context, level 1: the {@code traceparent} header. */
public final class Trace {
    private static final Pattern PARENT = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Trace() {}

    /** A new trace. */
    public static String start() {
        return "00-" + hex(32) + "-" + hex(16) + "-00";
    }

    /** Goes on with the trace a caller sent, or starts one where it sent none or a malformed one. */
    public static String continueFrom(@Nullable String traceparent) {
        if (traceparent == null || !PARENT.matcher(traceparent).matches()) {
            return start();
        }
        return traceparent.substring(0, 36) + hex(16) + traceparent.substring(52);
    }

    /** The 32 hex digits that name the trace. */
    public static String id(String traceparent) {
        return traceparent.substring(3, 35);
    }

    private static String hex(int digits) {
        char[] text = new char[digits];
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 0; i < digits; i += 16) {
            long bits = random.nextLong();
            for (int k = i; k < i + 16; k++) {
                text[k] = HEX[(int) (bits & 15)];
                bits >>>= 4;
            }
        }
        return new String(text);
    }
}
