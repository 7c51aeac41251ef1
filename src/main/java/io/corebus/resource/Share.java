package io.corebus.resource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Which part of all users somebody belongs to, for one feature: always the same, on every node, and another one for another feature. See docs/controls.md. */
final class Share {
    private static final int PARTS = 100;

    private Share() {}

    /** 0..99. Whoever is below a percentage has the feature, and so keeps it when the percentage grows. */
    static int of(String feature, String user) {
        byte[] digest = sha256(feature + "\n" + user);
        return (int) Long.remainderUnsigned(ByteBuffer.wrap(digest).getLong(), PARTS);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
