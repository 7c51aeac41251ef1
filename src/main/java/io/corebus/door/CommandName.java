package io.corebus.door;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What a command is called: after the key that the client gave it, so that a repeat of the request is a repeat of the command; else at random. */
public final class CommandName {
    private static final int MAX_KEY_LENGTH = 255;
    /** To find the algorithm takes as long as to hash a request with it. It begins anew with every hash. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(CommandName::newSha256);

    private CommandName() {}

    /** UUID version 7 (RFC 9562, 5.7): it begins with the time, so that the index over the names of all commands grows at its end. */
    public static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = System.currentTimeMillis() << 16 | random.nextInt(1 << 16);
        return versioned(high, random.nextLong(), 7).toString();
    }

    /** A key is 1 to 255 printable ASCII characters. */
    public static boolean isKey(String key) {
        return !key.isEmpty() && key.length() <= MAX_KEY_LENGTH && key.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    /** The same for the same key of the same user. */
    public static String of(String user, String key) {
        ByteBuffer bits = ByteBuffer.wrap(SHA_256.get().digest(bytes(user + "\0" + key)));
        return versioned(bits.getLong(), bits.getLong(), 8).toString();
    }

    /** What was asked, so that a key used for something else is noticed. */
    public static String requestHash(String what, byte[] body) {
        MessageDigest digest = SHA_256.get();
        digest.update(bytes(what));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest(body));
    }

    /** A UUID (RFC 9562) of the given version over these bits. */
    private static UUID versioned(long high, long low, int version) {
        return new UUID((high & ~0xF000L) | ((long) version << 12), (low & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
