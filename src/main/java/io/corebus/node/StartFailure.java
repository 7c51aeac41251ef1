package io.corebus.node;

/** Why a node does not start: one sentence for people, with what to do. */
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public StartFailure(String sentence) {
        super(sentence, null, false, false);
    }

    /** @param cause shown only where the log level is debug */
    public StartFailure(String sentence, Throwable cause) {
        super(sentence, cause, false, false);
    }
}
