package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import io.corebus.bus.Address;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.feature.FeatureAction;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ActJobMessages;
import io.corebus.resource.ActJobMessages.BeginJob;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.ActOnResource;
import io.corebus.resource.ResourceMessages.Acted;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.storage.JobMessages.InsertedJob;
import io.corebus.storage.JobMessages.Job;
import io.corebus.storage.JobMessages.JobResult;
import io.corebus.storage.JobMessages.ListResults;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code run_action}: what the business logic of a feature does by name. */
final class RecordAction {
    static final String ACTION = "action";
    static final String INPUT = "input";

    private static final String UNDER_WAY =
            "It takes long and is done as a job. Make the same call with the same idempotency_key to see how far it is and what came of it, or ask GET /api/jobs/{id}.";

    private final Bus bus;
    private final OfferLimits limits;

    RecordAction(Bus bus, OfferLimits limits) {
        this.bus = bus;
        this.limits = limits;
    }

    Future<ToolAnswer> act(ToolRequest request) {
        Command command = RecordCommand.of(request, AgentVerb.ACT);
        Long version = request.arguments().integer(ToolBox.VERSION);
        ObjectNode input = request.arguments().object(INPUT);
        ActOnResource act = new ActOnResource(
                request.subject().name(),
                request.arguments().requiredText(ToolBox.ID),
                request.arguments().requiredText(ACTION),
                version == null ? List.of() : List.of(version),
                Json.of(AgentJson.bytes(input)),
                command);
        FeatureAction action = request.subject().feature().action(act.action());
        if (action != null && !command.dryRun() && action.outlasts(request.patience())) {
            return begin(act, request.caller());
        }
        Address<ActOnResource, Acted> address =
                action == null || command.dryRun() ? ResourceMessages.ACT : ResourceMessages.act(action);
        return bus.request(address, act, request.caller()).map(acted -> answer(acted, command));
    }

    private Future<ToolAnswer> begin(ActOnResource act, Caller caller) {
        BeginJob request = BeginJob.alone(
                UuidCreator.getTimeOrderedEpoch().toString(),
                act.feature(),
                act.action(),
                act.input(),
                act.id(),
                act.ifVersions(),
                act.command());
        return bus.request(ActJobMessages.BEGIN, request, caller)
                .compose(begun -> begun.job().endedAt() == null
                        ? Future.succeededFuture(ToolAnswer.ok(job(begun)))
                        : outcome(begun, caller));
    }

    static ObjectNode job(InsertedJob begun) {
        Job job = begun.job();
        ObjectNode result = AgentJson.object().put("repeated", begun.repeated());
        ObjectNode told = result.putObject("job").put("id", job.id()).put("state", job.state());
        if (job.reason() != null) {
            told.put("reason", RecordText.visible(job.reason()));
        }
        if (job.current() != null) {
            told.set(
                    "current", RecordText.visible(StrictJson.parse(job.current().utf8())));
        }
        if (job.endedAt() == null) {
            result.put("hint", UNDER_WAY);
        }
        return result;
    }

    /** Of a call that came again, when it was over: as if it had been waited for. */
    private Future<ToolAnswer> outcome(InsertedJob begun, Caller caller) {
        ListResults question = new ListResults(begun.job().id(), 1, null);
        return bus.request(ActJobMessages.RESULTS, question, caller)
                .map(found -> found.results().isEmpty()
                        ? ToolAnswer.ok(job(begun))
                        : answer(begun, found.results().get(0)));
    }

    private ToolAnswer answer(InsertedJob begun, JobResult outcome) {
        if (outcome.failure() != null) {
            throw outcome.failure().exception();
        }
        ObjectNode result = job(begun);
        Long version = outcome.version();
        if (version != null) {
            result.put("version", version);
        }
        addOutput(result, outcome.output());
        return ToolAnswer.ok(result);
    }

    /** What it answers goes along where it is not too large: that it was done is told in any case. */
    private ToolAnswer answer(Acted acted, Command command) {
        ObjectNode result = AgentJson.object().put("version", acted.version());
        result.put("repeated", acted.repeated());
        if (command.dryRun()) {
            result.put(ToolBox.DRY_RUN, true);
        }
        addOutput(result, acted.output());
        return new ToolAnswer.Done(result, command.dryRun() ? ToolAnswer.DRY_RUN : ToolAnswer.OK);
    }

    private void addOutput(ObjectNode result, @Nullable Json output) {
        if (output != null && output.utf8().length <= limits.maxBytes()) {
            result.set("output", RecordText.visible(StrictJson.parseObject(output.utf8())));
        } else {
            result.put("hint", "What the action answered is too large to be shown. It is done all the same.");
        }
    }
}
