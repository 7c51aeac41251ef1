package io.corebus.bus;

/** A {@link Failure} on its way through a chain of futures. Has no stack trace: it is an answer, not an accident. */
public final class FailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public FailureException(Failure failure) {
        super(failure.code() + ": " + failure.detail(), null, false, false);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }

    /** The failure that an exception stands for: its own when it is one of ours, else {@link Failure#internal}. */
    public static Failure of(Throwable cause) {
        return cause instanceof FailureException known ? known.failure : Failure.internal();
    }
}
