package io.corebus.logic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
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
import java.time.Duration;

/** {@link LogicMessages#ACT}. */
final class ActHandler implements Service<Act, ActOutcome> {
    private final ServedLogic served;
    private final Duration timeout;

    ActHandler(ServedLogic served, Duration timeout) {
        this.served = served;
        this.timeout = timeout;
    }

    @Override
    public Future<ActOutcome> handle(Act request, Caller caller) {
        Context context = served.context(request.feature(), caller, request.dryRun());
        return served.breakers()
                .counted(
                        request.feature(),
                        served.workers().call(request.feature(), "act", timeout, logic -> act(logic, request, context)))
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
