package io.corebus.audit;

/** The first thing found wrong with an export. Its message is one clause for people; no stack trace: it is a result, not an accident. */
final class Finding extends Exception {
    private static final long serialVersionUID = 1L;

    Finding(String what) {
        super(what, null, false, false);
    }
}
