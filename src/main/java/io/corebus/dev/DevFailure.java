package io.corebus.dev;

/** Why an embedded server cannot run here: one sentence for people, with what to do. */
public final class DevFailure extends Exception {
    private static final long serialVersionUID = 1L;

    DevFailure(String sentence) {
        super(sentence, null, false, false);
    }
}
