package io.corebus.webhook;

import org.jspecify.annotations.Nullable;

/**
 * What came of one attempt.
 *
 * @param status of the answer; null where there was none
 * @param error one phrase, where it did not succeed; nothing of what the receiver said
 * @param retryAfterMillis how long the receiver asked to be left alone; 0 where it did not
 */
record Outcome(@Nullable Integer status, @Nullable String error, long retryAfterMillis) {
    private static final int GONE = 410;

    static Outcome failed(String error) {
        return new Outcome(null, error, 0);
    }

    static Outcome answered(int status, long retryAfterMillis) {
        boolean good = status >= 200 && status < 300;
        return new Outcome(status, good ? null : reason(status), good ? 0 : retryAfterMillis);
    }

    private static String reason(int status) {
        boolean elsewhere = status >= 300 && status < 400;
        return "the receiver answered " + status + (elsewhere ? ", and redirects are not followed" : "");
    }

    boolean delivered() {
        return error == null;
    }

    /** The receiver wants nothing any more. */
    boolean gone() {
        return status != null && status == GONE;
    }
}
