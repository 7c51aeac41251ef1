package io.corebus.access;

import org.jspecify.annotations.Nullable;

/** What a password may be: NIST SP 800-63B, 3.1.1.2. Length counts in characters (Unicode code points); there are no composition rules. */
final class PasswordRules {
    /** Long enough for every passphrase, short enough that nobody keeps a node busy with one. */
    static final int MAX_LENGTH = 128;

    private static final String POINTER = "/password";

    private final int minLength;

    PasswordRules(int minLength) {
        this.minLength = minLength;
    }

    /** A password that somebody chooses. */
    String checkNew(@Nullable String password, Faults faults) {
        String given = checkShown(password, faults);
        int length = Text.length(given);
        if (length > 0 && length < minLength) {
            faults.add(POINTER, "min-length", "A password has at least " + minLength + " characters.");
        }
        return given;
    }

    /** A password that somebody shows to sign in: it may be from a time with another minimum. */
    static String checkShown(@Nullable String password, Faults faults) {
        String given = password == null ? "" : password;
        if (given.isEmpty()) {
            faults.add(POINTER, "required", "A password is required.");
        } else if (Text.length(given) > MAX_LENGTH) {
            faults.add(POINTER, "max-length", "A password has at most 128 characters.");
        } else if (given.indexOf(0) >= 0) {
            faults.add(POINTER, "characters", "A password cannot have the character NUL (U+0000).");
        } else if (Text.hasLoneSurrogate(given)) {
            faults.add(POINTER, "characters", "A password cannot have half a character (a lone surrogate).");
        }
        return given;
    }
}
