package io.corebus.feature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * A mark of what resources look like: their fields in order, with their types. While a changed descriptor is rolled over a cluster there are nodes that know
 * fields of which others know nothing. By this mark they tell each other apart, so that none reads or writes resources for another without these fields.
 */
final class Shape {
    /** Of base64, 6 bits each: two shapes of one feature meet in a roll, not thousands. */
    private static final int LENGTH = 8;

    private Shape() {}

    static String of(List<Field> fields) {
        StringBuilder text = new StringBuilder();
        for (Field field : fields) {
            text.append(field.name()).append(' ').append(field.type()).append(field.required() ? " required\n" : "\n");
        }
        byte[] hash = sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().encodeToString(hash).substring(0, LENGTH);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
