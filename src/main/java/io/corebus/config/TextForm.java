package io.corebus.config;

import org.jspecify.annotations.Nullable;

/** What the text of a setting must look like, known by the room that uses it. Has a constructor without parameters. */
public interface TextForm {
    /** Null where it is right; else what is wrong, to stand behind the name of the setting, such as {@code must be ...}. Quotes nothing of the text. */
    @Nullable
    String fault(String text);

    /** Every text is right. */
    final class Any implements TextForm {
        @Override
        public @Nullable String fault(String text) {
            return null;
        }
    }
}
