package io.corebus.logic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.extension.ActionCall;
import io.corebus.extension.Draft;
import io.corebus.extension.FeatureLogic;
import io.corebus.feature.FeatureAction;
import io.corebus.feature.PlatformFields;
import io.corebus.feature.StrictJson;
import io.corebus.resource.LogicMessages;
import io.corebus.resource.LogicMessages.Act;
import io.corebus.resource.LogicMessages.ActOutcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

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
        served.admit(request.feature());
        AtomicReference<@Nullable Context> context = new AtomicReference<>();
        LogicCall<ActOutcome> call =
                new LogicCall<>(logic -> act(logic, request, Objects.requireNonNull(context.get())));
        Duration time = time(request);
        ActUnderWay act = new ActUnderWay(request.call(), call, FeatureAction.isLong(time));
        context.set(new Context(served.vertx(), served.bus(), caller, request.dryRun(), null, act));
        Future<ActOutcome> called = served.breakers().counted(request.feature(), call(request, time, act, call));
        served.acts().begins(act, called);
        return called.recover(cause -> LogicFailures.of(cause, request.feature(), time, caller)
                .map(refusal -> new ActOutcome(null, null, refusal)));
    }

    private Duration time(Act request) {
        Long millis = request.timeoutMillis();
        return millis == null ? timeout : Duration.ofMillis(millis);
    }

    /** What takes long keeps no thread from what does not. */
    private Future<ActOutcome> call(Act request, Duration time, ActUnderWay act, LogicCall<ActOutcome> call) {
        return act.isLong()
                ? served.longWorkers().callIfFree(request.feature(), "act", time, call)
                : served.workers().call(request.feature(), "act", time, call);
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
                        draft.fields().equals(fields)
                                ? null
                                : Given.json(draft.fields(), request.before().utf8().length),
                        output == null ? null : Given.json(output),
                        null));
    }
}
