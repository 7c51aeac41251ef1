package io.corebus.webhook;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.storage.HookMessages;
import io.corebus.storage.HookMessages.DisableHook;
import io.corebus.storage.HookMessages.DueDelivery;
import io.corebus.storage.HookMessages.Hook;
import io.corebus.storage.HookMessages.RecordAttempt;
import io.corebus.storage.HookMessages.Recorded;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one event to one hook and keeps what came of it; a hook that wants nothing any more, or fails for days, is switched off. */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String LOST = "the journal does not have this event any more";

    private final Bus bus;
    private final Sender sender;
    private final WebhookConfig config;
    private final WebhookMetrics metrics;
    private final Backoff backoff;

    Attempts(RunParts parts) {
        this.bus = parts.bus();
        this.sender = parts.sender();
        this.config = parts.config();
        this.metrics = parts.metrics();
        this.backoff = new Backoff(config.firstRetry(), config.longestRetry());
    }

    /**
     * Fails only where the outcome cannot be kept: then the event is sent again.
     *
     * @param event null where the journal does not have it any more
     * @return whether the hook was switched off
     */
    Future<Boolean> make(Hook hook, DueDelivery due, @Nullable Event event) {
        if (event == null) {
            return keep(hook, due, Outcome.failed(LOST), "failed").map(false);
        }
        return sender.send(hook, Parcel.of(hook.id(), event), config.timeout().toMillis())
                .compose(outcome -> keep(hook, due, outcome));
    }

    private Future<Boolean> keep(Hook hook, DueDelivery due, Outcome outcome) {
        metrics.attempted(outcome);
        boolean last = due.attempts() + 1 >= config.maxAttempts();
        String status = outcome.delivered() ? "delivered" : last ? "failed" : "pending";
        return keep(hook, due, outcome, status).compose(recorded -> judge(hook, outcome, recorded));
    }

    private Future<Recorded> keep(Hook hook, DueDelivery due, Outcome outcome, String status) {
        long pause = Math.max(backoff.millis(due.attempts() + 1), outcome.retryAfterMillis());
        RecordAttempt attempt = new RecordAttempt(
                hook.id(), due.seq(), due.attempts(), status, pause, outcome.status(), outcome.error());
        return bus.request(HookMessages.RECORD_ATTEMPT, attempt, Caller.system(PATIENCE));
    }

    private Future<Boolean> judge(Hook hook, Outcome outcome, Recorded recorded) {
        if (outcome.gone()) {
            return disable(hook, "The receiver answered 410 Gone.", 0);
        }
        long patience = config.disableAfter().toMillis();
        return outcome.delivered() || recorded.failingMillis() < patience
                ? Future.succeededFuture(false)
                : disable(hook, "No attempt has succeeded for " + words(patience) + ".", patience);
    }

    private static String words(long millis) {
        Duration time = Duration.ofMillis(millis);
        return time.toDays() > 1 ? time.toDays() + " days" : time.toSeconds() + " seconds";
    }

    private Future<Boolean> disable(Hook hook, String reason, long failingMillis) {
        LOG.warn("The webhook {} is switched off: {}", hook.id(), reason);
        metrics.disabled();
        DisableHook command = new DisableHook(hook.id(), reason, failingMillis);
        return bus.request(HookMessages.DISABLE_HOOK, command, Caller.system(PATIENCE))
                .map(true);
    }
}
