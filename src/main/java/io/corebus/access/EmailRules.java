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

    /**
     * Whether two addresses are the same to a provider and to us: only A to Z are alike in both cases. {@link #comparable} takes more for the same, such as the
     * KELVIN SIGN for a k. That keeps such an address from being registered beside the other one, but whoever has it at a provider is somebody else.
     */
    static boolean isSame(String one, String other) {
        return asciiFolded(one).equals(asciiFolded(other));
    }

    private static String asciiFolded(String email) {
        StringBuilder folded = new StringBuilder(email);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded.setCharAt(i, (char) (c - 'A' + 'a'));
            }
        }
        return folded.toString();
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
