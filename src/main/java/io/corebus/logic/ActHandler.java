package io.corebus.logic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.extension.ActionCall;
import io.corebus.extension.Draft;
import io.corebus.extension.FeatureLogic;
import io.corebus.feature.PlatformFields;
import io.corebus.feature.StrictJson;
import io.corebus.resource.LogicMessages;
import io.corebus.resource.LogicMessages.Act;
import io.corebus.resource.LogicMessages.ActOutcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/** {@link LogicMessages#ACT}. */
final class ActHandler implements Service<Act, ActOutcome> {
    private final Vertx vertx;
    private final Bus bus;
    private final Workers workers;
    private final List<String> features;
    private final Duration timeout;

    /** @param features those that have logic here */
    ActHandler(Vertx vertx, Bus bus, Workers workers, List<String> features, Duration timeout) {
        this.vertx = vertx;
        this.bus = bus;
        this.workers = workers;
        this.features = features;
        this.timeout = timeout;
    }

    @Override
    public Future<ActOutcome> handle(Act request, Caller caller) {
        if (!features.contains(request.feature())) {
            // Another node may have another descriptor.
            return Future.failedFuture(Failure.differing(request.feature()).exception());
        }
        Context context = new Context(vertx, bus, caller, request.dryRun(), null);
        return workers.call(request.feature(), "act", timeout, logic -> act(logic, request, context))
                .recover(cause -> LogicFailures.of(cause, request.feature(), timeout, caller)
                        .map(refusal -> new ActOutcome(null, null, refusal)));
    }

    /** On the thread of a worker. */
    private static Future<ActOutcome> act(FeatureLogic logic, Act request, Context context) {
        ObjectNode before = StrictJson.parseObject(request.before().utf8());
        ObjectNode fields = before.deepCopy();
        fields.remove(PlatformFields.NAMES);
        Draft draft = new Draft(request.feature(), request.id(), fields.deepCopy(), before);
        ActionCall call = new ActionCall(
                request.action(), draft, StrictJson.parseObject(request.input().utf8()));
        return logic.act(call, context)
                .map(output -> new ActOutcome(
                        draft.fields().equals(fields) ? null : json(draft.fields()),
                        output == null ? null : json(output),
                        null));
    }

    private static Json json(ObjectNode object) {
        return Json.of(object.toString());
    }
}
