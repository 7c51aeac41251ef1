package io.corebus.feature;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A {@code pattern} of a JSON Schema: a regular expression as ECMAScript's {@code u} mode reads it, for that is how clients read the published schema. What
 * means something else in Java is translated, what is known to one of the two only is refused.
 */
final class EcmaPattern {
    private static final int MAX_LENGTH = 1_000;

    private final String source;
    private final Pattern pattern;

    private EcmaPattern(String source, Pattern pattern) {
        this.source = source;
        this.pattern = pattern;
    }

    /** Fails with an {@link IllegalArgumentException} whose message says what is wrong, to follow "is not a regular expression that ...". */
    static EcmaPattern compile(String source) {
        if (source.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("it is longer than " + MAX_LENGTH + " characters");
        }
        try {
            return new EcmaPattern(source, Pattern.compile(new EcmaTranslation(source).toJava()));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("it does not compile", e);
        }
    }

    String source() {
        return source;
    }

    /** Whether the pattern is found in the text. Not where looking for it takes too long: a text that makes it so is not one that was meant. */
    boolean isFoundIn(String text) {
        try {
            return pattern.matcher(new Patience(text, text.length())).find();
        } catch (StackOverflowError | OutOfPatience e) {
            return false;
        }
    }

    private static final class OutOfPatience extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfPatience() {
            super("", null, false, false);
        }
    }

    /** Counts how often the text is looked at: a pattern that tries again and again would else hold an event loop for hours. */
    private static final class Patience implements CharSequence {
        private static final long LOOKS = 500_000;
        private static final long LOOKS_A_CHARACTER = 20;

        private final String text;
        private long left;

        Patience(String text, int length) {
            this.text = text;
            this.left = LOOKS + LOOKS_A_CHARACTER * length;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new OutOfPatience();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
