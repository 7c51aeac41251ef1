package io.corebus.node;

import io.corebus.bus.FailureException;
import io.corebus.config.Config;
import java.io.IOException;

/** Turns what went wrong in a start into a sentence for people. */
final class Failures {
    private Failures() {}

    static StartFailure ofRoom(Throwable failure, String room, Config config) {
        IOException bind = Port.reason(failure);
        return bind == null
                ? new StartFailure("The " + room + " room cannot start: " + text(failure), failure)
                : new Port(room, config.value(room + ".host"), config.value(room + ".port")).failure(bind);
    }

    static StartFailure ofVertx(Throwable failure) {
        return new StartFailure("The cluster cannot be joined: " + text(failure), failure);
    }

    /** The message of the innermost cause that has one. */
    static String text(Throwable failure) {
        String text = failure.toString();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailureException answer) {
                return answer.failure().detail();
            }
            text = cause.getMessage() == null ? text : cause.getMessage();
        }
        return text;
    }
}
