package io.corebus.access;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What counts as an e-mail address. Simple on purpose: whether mail arrives there, only mail can tell. Addresses keep the spelling they came with and are
 * compared without regard to case.
 */
final class EmailRules {
    /** RFC 5321, 4.5.3.1.3, without the angle brackets. */
    static final int MAX_LENGTH = 254;

    private static final String POINTER = "/email";

    private EmailRules() {}

    /** The address without blanks around it; what is wrong with it goes to the faults. */
    static String check(@Nullable String email, Faults faults) {
        String trimmed = trimmed(email);
        if (trimmed.isEmpty()) {
            faults.add(POINTER, "required", "An e-mail address is required.");
        } else if (Text.length(trimmed) > MAX_LENGTH) {
            faults.add(POINTER, "max-length", "An e-mail address has at most 254 characters.");
        } else if (!looksRight(trimmed)) {
            faults.add(POINTER, "format", "This is no e-mail address; one looks like ada@example.org.");
        }
        return trimmed;
    }

    /** Without blanks around it, of any script: nobody means them. */
    static String trimmed(@Nullable String email) {
        return email == null ? "" : email.strip();
    }

    /** One form for all spellings of the same address. */
    static String comparable(@Nullable String email) {
        return trimmed(email).toLowerCase(Locale.ROOT);
    }

    private static boolean looksRight(String email) {
        int at = email.indexOf('@');
        return at > 0 && at == email.lastIndexOf('@') && at < email.length() - 1 && isPrintable(email);
    }

    private static boolean isPrintable(String email) {
        return !Text.hasLoneSurrogate(email)
                && email.codePoints()
                        .noneMatch(code -> Character.isISOControl(code)
                                || Character.isWhitespace(code)
                                || Character.isSpaceChar(code));
    }
}
