package io.corebus.access;

/** Which text can be stored and encoded at all. */
final class Text {
    private Text() {}

    /** A surrogate without its other half is no character: it has no form in UTF-8, so different texts would become the same bytes. */
    static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(code -> code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE);
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
