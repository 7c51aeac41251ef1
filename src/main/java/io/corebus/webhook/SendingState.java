package io.corebus.webhook;

import io.corebus.bus.FailureException;
import io.corebus.webhook.WebhookMetrics.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How sending goes at one instance, for the health check and the log. */
final class SendingState {
    private static final Logger LOG = LoggerFactory.getLogger(SendingState.class);
    private static final String STARTING = "starting";
    private static final String WORKS = "works";

    private String sending = STARTING;
    private Standing standing = new Standing(0, 0, 0, 0);

    /** {@code works}, {@code starting}, or the code of the failure that keeps it from working. */
    String sending() {
        return sending;
    }

    boolean works() {
        return sending.equals(WORKS);
    }

    Standing standing() {
        return standing;
    }

    void succeeded(Standing now) {
        sending = WORKS;
        standing = now;
    }

    /** Said once, when it stops to work. */
    void failed(Throwable cause) {
        if (works() || sending.equals(STARTING)) {
            LOG.warn("Webhooks are not sent, trying on: {}", cause.getMessage());
        }
        sending = FailureException.of(cause).code();
    }
}
