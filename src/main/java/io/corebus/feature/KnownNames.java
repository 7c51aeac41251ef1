package io.corebus.feature;

import java.nio.charset.StandardCharsets;

/** The names of fields are few and come again and again: one that was seen is not decoded again, and has its hash already. */
final class KnownNames {
    private static final int MAX_LENGTH = 64;
    /** By hash; the newest of several takes the place. Shared by all threads without a lock: whichever name is read there is compared first. */
    private static final String[] KNOWN = new String[1_024];

    private KnownNames() {}

    /** The name that stands there, in UTF-8 and without escapes. */
    static String of(byte[] json, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + json[i];
        }
        int place = (hash ^ (hash >>> 16)) & (KNOWN.length - 1);
        String known = KNOWN[place];
        if (known != null && isAt(known, json, from, to)) {
            return known;
        }
        String name = new String(json, from, to - from, StandardCharsets.UTF_8);
        if (name.length() <= MAX_LENGTH) {
            KNOWN[place] = name;
        }
        return name;
    }

    /** Only of ASCII, which the names of fields are, a byte is a character. */
    private static boolean isAt(String name, byte[] json, int from, int to) {
        if (name.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (json[i] != name.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }
}
