package io.corebus.webhook;

/** Why a request was not even begun. */
final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreachable(String reason) {
        super(reason, null, false, false);
    }
}
