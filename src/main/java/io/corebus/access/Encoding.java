package io.corebus.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The few encodings that tokens and keys are made of. Every Java platform has these algorithms. */
final class Encoding {
    private static final Base64.Encoder TO_BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private Encoding() {}

    static String base64url(byte[] bytes) {
        return TO_BASE64URL.encodeToString(bytes);
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(utf8(text));
    }

    /** Fails with {@link IllegalArgumentException} on whatever {@link #base64url} would not have written: a text has one meaning, bytes have one text. */
    static byte[] fromBase64url(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (!base64url(bytes).equals(text)) {
            throw new IllegalArgumentException("not canonical base64url");
        }
        return bytes;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Takes as long whichever character differs, so that a secret cannot be guessed piece by piece. */
    static boolean isSame(String secret, String shown) {
        return MessageDigest.isEqual(utf8(secret), utf8(shown));
    }

    /** What stands before the first dot: the name in front of a mark or seal. Empty where there is none. */
    static String nameOf(String marked) {
        return marked.substring(0, Math.max(0, marked.indexOf('.')));
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is missing", e);
        }
    }

    static byte[] hmacSha256(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is missing", e);
        }
    }
}
