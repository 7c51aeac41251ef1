package io.corebus.access;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Ids of new users: UUIDv7 (RFC 9562), so that they sort by the time of creation. What is random in others is derived here from the command: when the bus
 * sends a command to a second node because the first one died after its work was done, the second one can tell that the user it finds is its own.
 */
final class UserIds {
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final int TIME_DIGITS = 14;

    private UserIds() {}

    /** @param trace of the command; each has its own */
    static String create(long nowMillis, String trace, String email) {
        ByteBuffer digest = ByteBuffer.wrap(Encoding.sha256(trace + '\n' + EmailRules.comparable(email)));
        long high = (nowMillis << 16) | 0x7000 | (digest.getLong() & 0x0fff);
        long low = 0x8000_0000_0000_0000L | (digest.getLong() & 0x3fff_ffff_ffff_ffffL);
        return new UUID(high, low).toString();
    }

    static boolean areOfSameCommand(String one, String other) {
        return one.substring(TIME_DIGITS).equals(other.substring(TIME_DIGITS));
    }

    static boolean isId(String text) {
        return UUID_TEXT.matcher(text).matches();
    }
}
