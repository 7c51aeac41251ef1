package io.corebus.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of texts as arguments of statements. */
final class TextArray {
    private TextArray() {}

    /** Null stays null. */
    static String @Nullable [] of(@Nullable List<String> texts) {
        return texts == null ? null : texts.toArray(String[]::new);
    }
}
