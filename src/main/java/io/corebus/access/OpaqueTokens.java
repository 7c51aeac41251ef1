package io.corebus.access;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/** Secrets that are shown once and kept only as their hash: refresh tokens and set-up tokens. 256 bit, base64url. */
final class OpaqueTokens {
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final SecureRandom random = new SecureRandom();

    String create() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Encoding.base64url(bytes);
    }

    /**
     * The token that follows another one. Derived instead of drawn, so that it is the same on every node that the bus asks for the same refresh: two
     * different ones would look as if the first had been stolen. Nobody without the key can compute it.
     *
     * @param trace of the command; each has its own
     */
    static String following(String token, String trace, SigningKey key) {
        return Encoding.base64url(key.derive("refresh-token\n" + trace + '\n' + token));
    }

    /** What storage keeps of a token. */
    static String hash(String token) {
        return Encoding.base64url(Encoding.sha256(token));
    }

    static boolean isToken(String text) {
        return FORM.matcher(text).matches();
    }
}
