package io.corebus.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds what somebody may have meant. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code Did you mean <the nearest known word>?}, or null where none is near. */
    public static @Nullable String didYouMean(String written, Collection<String> known) {
        String nearest = null;
        int best = Math.max(2, written.length() / 4) + 1;
        for (String word : known) {
            int distance = distance(written, word);
            if (distance < best) {
                best = distance;
                nearest = word;
            }
        }
        return nearest == null ? null : "Did you mean " + nearest + "?";
    }

    /** Levenshtein's. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int k = 0; k < row.length; k++) {
            row[k] = k;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int k = 1; k < row.length; k++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(k - 1) ? 0 : 1);
                diagonal = row[k];
                row[k] = Math.min(replaced, Math.min(row[k], row[k - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
