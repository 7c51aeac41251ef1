package io.corebus.extension;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Says no, and why: thrown by a {@code before} method or an action, or what its future fails with. The caller gets {@code logic-refused} 422 with the reasons, each like a
 * fault that validation finds; nothing is written. More than {@value #MAX_REASONS} reasons are left out, and what is longer than its bound is cut, with … at its end.
 */
public final class LogicRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** As many reasons are told. */
    public static final int MAX_REASONS = 100;
    /** As many characters of a detail, and of a pointer, are told. */
    public static final int MAX_DETAIL = 1_000;
    /** As many characters of a code are told. */
    public static final int MAX_CODE = 100;

    private final transient List<Reason> reasons = new ArrayList<>();

    /**
     * One reason.
     *
     * @param pointer JSON Pointer (RFC 6901) to the field that it is about, such as {@code /amount}, of at most 1,000 characters; empty: to none in particular
     * @param code yours: stable, kebab-case, so that programs can tell it; at most 100 characters
     * @param detail one sentence for people: what is wrong and what to do; at most 1,000 characters
     */
    public record Reason(String pointer, String code, String detail) {
        public Reason {
            Objects.requireNonNull(pointer, "the pointer of a refusal is null");
            Objects.requireNonNull(code, "the code of a refusal is null");
            Objects.requireNonNull(detail, "the detail of a refusal is null");
            pointer = cut(pointer, MAX_DETAIL);
            code = cut(code, MAX_CODE);
            detail = cut(detail, MAX_DETAIL);
        }
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        // Half a pair would be no character.
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + '…';
    }

    /** About the resource as a whole. */
    public LogicRefusal(String code, String detail) {
        this("", code, detail);
    }

    /** @param pointer {@code /amount}, for a fault of one field */
    public LogicRefusal(String pointer, String code, String detail) {
        this(new Reason(pointer, code, detail));
    }

    private LogicRefusal(Reason reason) {
        super(reason.detail(), null, false, false);
        reasons.add(reason);
    }

    /** One more reason; one beyond {@value #MAX_REASONS} is left out. */
    public LogicRefusal and(String pointer, String code, String detail) {
        Reason reason = new Reason(pointer, code, detail);
        if (reasons.size() < MAX_REASONS) {
            reasons.add(reason);
        }
        return this;
    }

    /** At least one. */
    public List<Reason> reasons() {
        return List.copyOf(reasons);
    }
}
