package io.corebus.bus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was not done, in the form in which it travels between rooms and from which every door makes its answer.
 *
 * @param code stable, kebab-case; callers may rely on it
 * @param status the HTTP status that fits (RFC 9110)
 * @param detail one sentence for people: what is wrong and what to do
 * @param errors the faults of single fields; empty where it is not about fields
 * @param currentVersion the version a resource has now, where a precondition failed
 * @param retryAfter seconds after which another try makes sense, where it does
 */
public record Failure(
        String code,
        int status,
        String detail,
        List<FieldFault> errors,
        @Nullable Long currentVersion,
        @Nullable Integer retryAfter) {
    private static final String DIFFERING = "descriptors-differ";

    public Failure {
        errors = errors == null ? List.of() : List.copyOf(errors);
    }

    public Failure(String code, int status, String detail) {
        this(code, status, detail, List.of(), null, null);
    }

    /** Something went wrong that is nobody's request's fault. What it was is in the log, never in the answer. */
    public static Failure internal() {
        return new Failure(
                "internal", 500, "Something went wrong on our side. The log has the details under this trace id.");
    }

    /** Nobody has said who asks. */
    public static Failure unauthenticated() {
        return new Failure("unauthenticated", 401, "Sign in first: send a token as 'Authorization: Bearer ...'.");
    }

    /**
     * The room that was asked has another descriptor than the asker, as while a change is rolled over the cluster. Another node may have the same: the bus asks on.
     */
    public static Failure differing(String feature) {
        return unavailable(
                DIFFERING,
                "No node that could do this has the descriptor of '" + feature
                        + "' as the node has it that was asked. Try again when the change is rolled out.");
    }

    boolean isDiffering() {
        return code.equals(DIFFERING);
    }

    /** A part that is needed is away for a moment. */
    public static Failure unavailable(String code, String detail) {
        return new Failure(code, 503, detail, List.of(), null, 1);
    }

    public FailureException exception() {
        return new FailureException(this);
    }
}
