package io.corebus.logic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.extension.Draft;
import io.corebus.extension.FeatureLogic;
import io.corebus.extension.LogicContext;
import io.corebus.extension.Resource;
import io.corebus.feature.StrictJson;
import io.corebus.resource.LogicMessages;
import io.corebus.resource.LogicMessages.Decide;
import io.corebus.resource.LogicMessages.Decided;
import io.corebus.resource.LogicMessages.Intent;
import io.corebus.resource.LogicMessages.Outcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** {@link LogicMessages#DECIDE}. */
final class DecideHandler implements Service<Decide, Decided> {
    private final ServedLogic served;
    private final Duration timeout;

    DecideHandler(ServedLogic served, Duration timeout) {
        this.served = served;
        this.timeout = timeout;
    }

    @Override
    public Future<Decided> handle(Decide request, Caller caller) {
        Context context = served.context(request.feature(), caller, request.dryRun());
        Outcome[] outcomes = new Outcome[request.intents().size()];
        AtomicBoolean givenUp = new AtomicBoolean();
        List<Future<Void>> lanes = new ArrayList<>();
        for (int first = 0; first < Math.min(served.workers().threads(), outcomes.length); first++) {
            lanes.add(decide(request, first, outcomes, context, givenUp).onFailure(failed -> givenUp.set(true)));
        }
        return Future.all(lanes).map(all -> new Decided(List.of(outcomes)));
    }

    /** One after the other, as many beside each other as there are threads: none of a batch waits for its own companions, which would count as its own time. */
    private Future<Void> decide(Decide request, int place, Outcome[] outcomes, Context context, AtomicBoolean givenUp) {
        if (place >= outcomes.length || givenUp.get()) {
            return Future.succeededFuture();
        }
        return decide(request.feature(), request.intents().get(place), context).compose(outcome -> {
            outcomes[place] = outcome;
            return decide(request, place + served.workers().threads(), outcomes, context, givenUp);
        });
    }

    private Future<Outcome> decide(String feature, Intent intent, Context context) {
        return served.breakers()
                .counted(
                        feature,
                        served.workers()
                                .call(feature, "before", timeout, logic -> decide(logic, feature, intent, context)))
                .recover(cause -> LogicFailures.of(cause, feature, timeout, context.caller())
                        .map(refusal -> new Outcome(null, refusal)));
    }

    /** On the thread of a worker. */
    private static Future<Outcome> decide(FeatureLogic logic, String feature, Intent intent, LogicContext context) {
        return switch (intent.kind()) {
            case CREATE -> draft(feature, intent, null, draft -> logic.beforeCreate(draft, context));
            case UPDATE -> draft(feature, intent, before(intent), draft -> logic.beforeUpdate(draft, context));
            case DELETE ->
                logic.beforeDelete(new Resource(feature, intent.id(), intent.version(), before(intent)), context)
                        .map(Outcome.AS_IT_IS);
        };
    }

    private interface Step {
        Future<Void> take(Draft draft);
    }

    private static Future<Outcome> draft(String feature, Intent intent, @Nullable ObjectNode before, Step step) {
        Json asked = Objects.requireNonNull(intent.after(), "after");
        Draft draft = new Draft(feature, intent.id(), StrictJson.parseObject(asked.utf8()), before);
        return step.take(draft).map(decided -> outcome(asked, draft.fields()));
    }

    private static Outcome outcome(Json asked, ObjectNode fields) {
        Json written = Given.json(fields, asked.utf8().length);
        return written.equals(asked) ? Outcome.AS_IT_IS : new Outcome(written, null);
    }

    private static ObjectNode before(Intent intent) {
        return StrictJson.parseObject(
                Objects.requireNonNull(intent.before(), "before").utf8());
    }
}
