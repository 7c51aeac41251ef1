package io.corebus.access;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * An API token as text: {@code cbt_}, 12 characters that name it, {@code _}, 43 characters with 256 bits of secret, and 6 characters that check the rest (CRC-32).
 * Letters and digits only, so that a double click marks it whole, a scanner for leaked secrets knows it, and a typing error costs no look into the database.
 */
final class TokenText {
    private static final String MARK = "cbt_";
    private static final Pattern FORM = Pattern.compile("cbt_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}");
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final int NAME_DIGITS = 12;
    private static final int SECRET_DIGITS = 43;
    private static final int CHECK_DIGITS = 6;

    private TokenText() {}

    /** The token of a seed with 256 random bits: always the same. */
    static String of(String seed) {
        String name = digits(Encoding.sha256("corebus API token, name\n" + seed), NAME_DIGITS);
        String secret = digits(Encoding.sha256("corebus API token, secret\n" + seed), SECRET_DIGITS);
        String unchecked = MARK + name + '_' + secret;
        return unchecked + check(unchecked);
    }

    /** Whether it is meant to be one: then what is wrong with it is wrong with an API token. */
    static boolean isMeant(String text) {
        return text.startsWith(MARK);
    }

    static boolean isToken(String text) {
        int end = text.length() - CHECK_DIGITS;
        return FORM.matcher(text).matches() && check(text.substring(0, end)).equals(text.substring(end));
    }

    /** How the token begins: enough to recognise it, nothing of the secret. */
    static String prefix(String token) {
        return token.substring(0, MARK.length() + NAME_DIGITS);
    }

    private static String check(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return digits(BigInteger.valueOf(crc.getValue()).toByteArray(), CHECK_DIGITS);
    }

    /** The last digits of a number, in base 62. */
    private static String digits(byte[] bytes, int count) {
        StringBuilder text = new StringBuilder();
        BigInteger rest = new BigInteger(1, bytes);
        for (int i = 0; i < count; i++) {
            BigInteger[] division = rest.divideAndRemainder(BASE);
            text.append(DIGITS.charAt(division[1].intValue()));
            rest = division[0];
        }
        return text.reverse().toString();
    }
}
