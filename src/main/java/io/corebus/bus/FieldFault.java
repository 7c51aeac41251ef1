package io.corebus.bus;

/**
 * One thing wrong with one place of what a caller sent.
 *
 * @param pointer JSON Pointer (RFC 6901) into the body; empty for the body as a whole
 * @param code stable, kebab-case: {@code required}, {@code max-length}, {@code unknown-field}, ...
 * @param detail one sentence that says what would be right
 */
public record FieldFault(String pointer, String code, String detail) {
    /** The pointer to a member of the whole. */
    public static String pointer(String member) {
        return "/" + member.replace("~", "~0").replace("/", "~1");
    }
}
