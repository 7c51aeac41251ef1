package io.corebus.logic;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Trace;
import io.corebus.extension.LogicRefusal;
import io.corebus.extension.LogicRefusal.Reason;
import io.corebus.extension.RecordFailure;
import io.corebus.resource.LogicMessages;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of an exception of business logic. */
final class LogicFailures {
    private static final Logger LOG = LoggerFactory.getLogger(LogicFailures.class);

    private LogicFailures() {}

    /** The answer for the one item that it is about; fails where all of the request is to be tried again. */
    static Future<Failure> of(Throwable cause, String feature, Duration timeout, Caller caller) {
        if (cause instanceof LogicRefusal refusal) {
            return Future.succeededFuture(refused(refusal));
        }
        if (cause instanceof LogicCall.TooSlow) {
            return Future.failedFuture(tooSlow(feature, timeout, caller));
        }
        if (cause instanceof FailureException) {
            return Future.failedFuture(cause);
        }
        if (cause instanceof RecordFailure away && away.status() > 500) {
            return Future.failedFuture(
                    Failure.unavailable(away.code(), away.detail()).exception());
        }
        LOG.error("[{}] the logic of {} failed", Trace.id(caller.trace()), feature, cause);
        return Future.succeededFuture(LogicMessages.failed(feature));
    }

    /**
     * That a room is away, or that there was no thread because of other logic, is no fault of this logic, and ends without it. What fails at what it asked for, as the
     * logic of another feature may, can fail forever.
     */
    static boolean passesByItself(Throwable cause) {
        return (cause instanceof RecordFailure refused && refused.status() > 500)
                || (cause instanceof FailureException failed && failed.failure().status() >= 500)
                || (cause instanceof LogicCall.TooSlow slow && !slow.hadBegun());
    }

    private static Failure refused(LogicRefusal refusal) {
        List<FieldFault> faults =
                refusal.reasons().stream().map(LogicFailures::fault).toList();
        String more = faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more)";
        return new Failure(LogicMessages.REFUSED, 422, detail(refusal.reasons().get(0)) + more, faults, null, null);
    }

    /** As validation says it. */
    private static String detail(Reason first) {
        return first.pointer().isEmpty() ? first.detail() : first.pointer() + ": " + first.detail();
    }

    private static FieldFault fault(Reason reason) {
        return new FieldFault(reason.pointer(), reason.code(), reason.detail());
    }

    private static FailureException tooSlow(String feature, Duration timeout, Caller caller) {
        LOG.warn("[{}] the logic of {} took longer than {} ms", Trace.id(caller.trace()), feature, timeout.toMillis());
        return Failure.unavailable(
                        LogicMessages.TOO_SLOW,
                        "The business logic of '" + feature + "' did not answer in " + timeout.toMillis()
                                + " ms, and nothing was written. Try again in a second.")
                .exception();
    }
}
