package io.corebus.extension;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Says no, and why: thrown by a {@code before} method or an action, or what its future fails with. The caller gets {@code logic-refused} 422 with the reasons, each like a
 * fault that validation finds; nothing is written.
 */
public final class LogicRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Reason> reasons = new ArrayList<>();

    /**
     * One reason.
     *
     * @param pointer JSON Pointer (RFC 6901) to the field that it is about, such as {@code /amount}; empty: to none in particular
     * @param code yours: stable, kebab-case, so that programs can tell it
     * @param detail one sentence for people: what is wrong and what to do
     */
    public record Reason(String pointer, String code, String detail) {
        public Reason {
            Objects.requireNonNull(pointer, "the pointer of a refusal is null");
            Objects.requireNonNull(code, "the code of a refusal is null");
            Objects.requireNonNull(detail, "the detail of a refusal is null");
        }
    }

    /** About the resource as a whole. */
    public LogicRefusal(String code, String detail) {
        this("", code, detail);
    }

    /** @param pointer {@code /amount}, for a fault of one field */
    public LogicRefusal(String pointer, String code, String detail) {
        super(detail, null, false, false);
        reasons.add(new Reason(pointer, code, detail));
    }

    /** One more reason. */
    public LogicRefusal and(String pointer, String code, String detail) {
        reasons.add(new Reason(pointer, code, detail));
        return this;
    }

    /** At least one. */
    public List<Reason> reasons() {
        return List.copyOf(reasons);
    }
}
