package io.corebus.storage;

/** The hash by which a seal covers a payload: SHA-256 of the salt, the text before, a zero byte and the text after; see docs/audit.md. */
final class PayloadHash {
    private PayloadHash() {}

    /**
     * An expression of SQL.
     *
     * @param salt an expression for the salt's bytes
     * @param before an expression for JSON or its text; what is null has no bytes
     * @param after the same
     */
    static String sql(String salt, String before, String after) {
        return "sha256(" + salt + " || " + bytes(before) + " || '\\x00'::bytea || " + bytes(after) + ")";
    }

    private static String bytes(String text) {
        return "convert_to(coalesce(" + text + "::text, ''), 'UTF8')";
    }
}
