package io.corebus.http;

import io.corebus.bus.Failure;
import io.corebus.door.Exchange;
import io.corebus.resource.ResourceMessages.Command;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Names the command a request gives: after its Idempotency-Key where it has one, so that a repeat of the request is a repeat of the command. */
final class Commands {
    private static final int MAX_KEY_LENGTH = 255;

    private Commands() {}

    /** Fails with {@code bad-header} 400 where the key is empty, too long or not printable ASCII. */
    static Command of(Exchange exchange, byte[] body) {
        String key = exchange.header("idempotency-key");
        if (key == null) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            return new Command(
                    versioned(random.nextLong(), random.nextLong(), 4).toString(), null);
        }
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH || !key.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw new Failure("bad-header", 400, "Idempotency-Key takes 1 to 255 printable ASCII characters.")
                    .exception();
        }
        byte[] name = hash(exchange.caller().user(), key);
        ByteBuffer bits = ByteBuffer.wrap(name);
        UUID id = versioned(bits.getLong(), bits.getLong(), 8);
        return new Command(id.toString(), requestHash(exchange, body));
    }

    /** What was asked, so that a key used for something else is noticed. */
    private static String requestHash(Exchange exchange, byte[] body) {
        MessageDigest digest = sha256();
        digest.update((exchange.request().method() + "\0" + exchange.request().path() + "\0")
                .getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest(body));
    }

    private static byte[] hash(String user, String key) {
        return sha256().digest((user + "\0" + key).getBytes(StandardCharsets.UTF_8));
    }

    /** A UUID (RFC 9562) of the given version over these bits. */
    private static UUID versioned(long high, long low, int version) {
        return new UUID((high & ~0xF000L) | ((long) version << 12), (low & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
