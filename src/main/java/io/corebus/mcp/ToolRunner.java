package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Futures;
import io.corebus.bus.Trace;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one call: arguments, work, result, and its entry in the trail, which is on disk before anything is answered. What was read and cannot be recorded is
 * not told; what was written is told all the same, because it has an entry of its own.
 */
final class ToolRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ToolRunner.class);

    private final AgentCatalogue catalogue;
    private final AgentTrail trail;
    private final OfferLimits limits;
    private final Function<String, Future<Void>> admission;

    /** @param admission counts a call for a feature, or fails where there are too many */
    ToolRunner(
            AgentCatalogue catalogue, AgentTrail trail, OfferLimits limits, Function<String, Future<Void>> admission) {
        this.catalogue = catalogue;
        this.trail = trail;
        this.limits = limits;
        this.admission = admission;
    }

    /** The future never fails. */
    Future<Outcome> run(Tool tool, ToolCall call) {
        AgentTrail.Begun entry = trail.begun(call, feature(tool, call));
        return Futures.begun(() -> work(tool, call))
                .transform((answer, cause) -> recorded(tool, call, entry, ended(tool, call, answer, cause)));
    }

    /**
     * Records a call that is not made.
     *
     * @param why for the trail
     */
    Future<Void> refused(Tool tool, ToolCall call, String why) {
        return trail.begun(call, feature(tool, call)).ended(why, null).onFailure(cause -> warn(tool, call, cause));
    }

    /**
     * @param word for the trail
     * @param written as of {@link ToolAnswer.Done}
     */
    private record Ended(
            Outcome outcome, String word, @Nullable String written) {
        boolean isDone() {
            return !(outcome instanceof Outcome.Result result && result.isError());
        }
    }

    private Future<ToolAnswer> work(Tool tool, ToolCall call) {
        if (call.abandoned().getAsBoolean()) {
            throw cancelled();
        }
        ToolArguments arguments = ToolArguments.of(tool, call.arguments());
        AgentFeature fixed = tool.fixed();
        if (fixed == null && !tool.namesFeature()) {
            return tool.work().run(new ToolRequest(call, arguments, null));
        }
        if (fixed != null) {
            return admitted(tool, call, arguments, fixed);
        }
        return catalogue.with(
                arguments.requiredText(ToolBox.FEATURE),
                tool.verb(),
                call.caller(),
                feature -> admitted(tool, call, arguments, feature));
    }

    private Future<ToolAnswer> admitted(Tool tool, ToolCall call, ToolArguments arguments, AgentFeature feature) {
        return admission
                .apply(feature.name())
                .compose(counted -> tool.work().run(new ToolRequest(call, arguments, feature)));
    }

    static FailureException cancelled() {
        return new Failure("cancelled", 499, "The call was cancelled before it was carried out. Nothing was done.")
                .exception();
    }

    /** Of answer and cause, one is null. */
    private Ended ended(Tool tool, ToolCall call, @Nullable ToolAnswer answer, @Nullable Throwable cause) {
        try {
            return answer == null ? failed(tool, call, Objects.requireNonNull(cause)) : ended(tool, answer);
        } catch (Throwable unusable) {
            return failed(tool, call, unusable);
        }
    }

    private Ended ended(Tool tool, ToolAnswer answer) {
        if (answer instanceof ToolAnswer.Ask ask) {
            return new Ended(ask.question(), "asked", null);
        }
        ToolAnswer.Done done = (ToolAnswer.Done) answer;
        Outcome.Result result = ToolResults.success(done.result());
        if (tool.safety().reads() && isTooLarge(result)) {
            throw tooLarge(done.result());
        }
        return new Ended(result, done.outcome(), done.written());
    }

    private boolean isTooLarge(Outcome.Result result) {
        WrittenJson structured = result.structured();
        return structured != null && structured.bytes() > limits.maxBytes() + ToolResults.FRAME;
    }

    private FailureException tooLarge(ObjectNode result) {
        JsonNode record = AgentJson.read(result.path(RecordReading.RECORD));
        return record.isObject()
                ? RecordView.tooLarge(record, limits.maxBytes())
                : RecordView.tooLarge("The result has more than " + limits.maxBytes() + " bytes.");
    }

    private Ended failed(Tool tool, ToolCall call, Throwable cause) {
        Failure failure = FailureException.of(cause);
        if (!(cause instanceof FailureException)) {
            LOG.error("{} [{}] failed", tool.name(), Trace.id(call.caller().trace()), cause);
        }
        return new Ended(fault(tool, call, failure), failure.code(), null);
    }

    private static Outcome fault(Tool tool, ToolCall call, Failure failure) {
        boolean keyed = call.arguments().hasNonNull(ToolBox.IDEMPOTENCY_KEY);
        boolean repeatable = keyed || tool.safety().isIdempotent();
        return ToolResults.fault(ToolFault.of(failure, repeatable, call.caller().trace()));
    }

    private Future<Outcome> recorded(Tool tool, ToolCall call, AgentTrail.Begun entry, Ended ended) {
        Outcome outcome = written(call, ended.outcome());
        return entry.ended(ended.word(), ended.written())
                .transform((done, cause) ->
                        Future.succeededFuture(cause == null ? outcome : unrecorded(tool, call, ended, cause)));
    }

    /** The answer while what it says is in the processor's caches: when the entry is on disk, it is not any more. */
    private static Outcome written(ToolCall call, Outcome outcome) {
        return outcome instanceof Outcome.Result result ? call.writer().apply(result) : outcome;
    }

    private Outcome unrecorded(Tool tool, ToolCall call, Ended ended, Throwable cause) {
        warn(tool, call, cause);
        boolean reveals = tool.safety().reads() && ended.isDone();
        return reveals ? fault(tool, call, FailureException.of(cause)) : ended.outcome();
    }

    private static void warn(Tool tool, ToolCall call, Throwable cause) {
        String trace = Trace.id(call.caller().trace());
        LOG.warn("{} [{}] has no entry in the journal: {}", tool.name(), trace, cause.getMessage());
    }

    /** What it was about, where that is a feature that is offered: an agent can write anything there. */
    private @Nullable String feature(Tool tool, ToolCall call) {
        AgentFeature fixed = tool.fixed();
        AgentFeature named = fixed == null
                ? catalogue.find(call.arguments().path(ToolBox.FEATURE).asText())
                : fixed;
        return named == null ? null : named.name();
    }
}
