package io.corebus.webhook;

import java.security.SecureRandom;
import java.util.Base64;

/** The secret that a webhook shares with its receiver, as Standard Webhooks writes it. */
final class Secret {
    static final String RULE = "must be whsec_ and the base64 of 24 to 64 random bytes.";

    private static final String PREFIX = "whsec_";
    private static final int SIZE = 32;
    private static final int MIN = 24;
    private static final int MAX = 64;
    private static final int LONGEST = PREFIX.length() + 88;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secret() {}

    static String random() {
        byte[] key = new byte[SIZE];
        RANDOM.nextBytes(key);
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    static boolean isOne(String text) {
        if (!text.startsWith(PREFIX) || text.length() > LONGEST) {
            return false;
        }
        try {
            int size = key(text).length;
            return size >= MIN && size <= MAX;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    static byte[] key(String secret) {
        return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    }
}
