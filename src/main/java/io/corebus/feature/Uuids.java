package io.corebus.feature;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** UUIDs as RFC 9562 writes them. */
public final class Uuids {
    private static final int LENGTH = 36;

    private Uuids() {}

    /** In lower case; null where the text is none. */
    public static @Nullable String canonical(String text) {
        if (text.length() != LENGTH) {
            return null;
        }
        boolean lower = true;
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            boolean upper = c >= 'A' && c <= 'F';
            boolean digit = upper || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (dash ? c != '-' : !digit) {
                return null;
            }
            lower &= !upper;
        }
        return lower ? text : text.toLowerCase(Locale.ROOT);
    }
}
