package io.corebus.feature;

/** Which characters a text may have: all of Unicode but NUL, which PostgreSQL cannot hold, and halves of surrogate pairs, which are no characters. */
final class Characters {
    private static final int SHOWN = 50;

    private Characters() {}

    /** How many characters (code points) the text has; -1 where one of them is not allowed. */
    static int count(String text) {
        int length = text.length();
        int pairs = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return -1;
            }
            if (Character.isSurrogate(c)) {
                if (!isPair(text, i)) {
                    return -1;
                }
                pairs++;
                i++;
            }
        }
        return length - pairs;
    }

    static boolean areAllowed(String text) {
        return count(text) >= 0;
    }

    private static boolean isPair(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
    }

    /** The text as a message may repeat it: not long, and without what would garble it. */
    static String shown(String text) {
        return shown(text, SHOWN);
    }

    static String shown(String text, int most) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (i >= most) {
                return shown.append('…').toString();
            }
            char c = text.charAt(i);
            if (Character.isSurrogate(c) && isPair(text, i)) {
                shown.append(c).append(text.charAt(++i));
            } else {
                shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\uFFFD' : c);
            }
        }
        return shown.toString();
    }
}
