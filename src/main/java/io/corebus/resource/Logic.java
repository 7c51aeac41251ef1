package io.corebus.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.bus.Trace;
import io.corebus.feature.StrictJson;
import io.corebus.resource.LogicMessages.Decide;
import io.corebus.resource.LogicMessages.Decided;
import io.corebus.resource.LogicMessages.Intent;
import io.corebus.resource.LogicMessages.Kind;
import io.corebus.resource.LogicMessages.Outcome;
import io.corebus.storage.StorageMessages.Row;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the business logic of a feature, where it has any, what it makes of what is about to be written. What that is then is held against the schema once more,
 * but against no right of the caller: logic may set what the caller may not.
 */
final class Logic {
    private static final Logger LOG = LoggerFactory.getLogger(Logic.class);

    private final Bus bus;

    Logic(Bus bus) {
        this.bus = bus;
    }

    /** Whether a feature has logic, which has to see what there is before it changes. */
    static boolean of(ServedFeature served) {
        return served.feature().logic() != null;
    }

    /** The data to be written. */
    Future<Json> beforeCreate(ServedFeature served, String id, Json data, boolean dryRun, Caller caller) {
        return of(served)
                ? data(served, new Intent(Kind.CREATE, id, 0, null, data), dryRun, caller)
                : Future.succeededFuture(data);
    }

    /** The data to be written. */
    Future<Json> beforeUpdate(ServedFeature served, Row current, Json data, boolean dryRun, Caller caller) {
        return of(served)
                ? data(served, intent(Kind.UPDATE, current, data), dryRun, caller)
                : Future.succeededFuture(data);
    }

    /** Fails where it must not be deleted. */
    Future<Void> beforeDelete(ServedFeature served, Row current, boolean dryRun, Caller caller) {
        return of(served)
                ? one(served, intent(Kind.DELETE, current, null), dryRun, caller)
                        .mapEmpty()
                : Future.succeededFuture();
    }

    static Intent intent(Kind kind, Row current, @Nullable Json data) {
        return new Intent(kind, current.id(), current.version(), current.body(), data);
    }

    private Future<Json> data(ServedFeature served, Intent intent, boolean dryRun, Caller caller) {
        return one(served, intent, dryRun, caller).map(written -> Objects.requireNonNull(written));
    }

    private Future<@Nullable Json> one(ServedFeature served, Intent intent, boolean dryRun, Caller caller) {
        return decide(served, List.of(intent), dryRun, caller)
                .map(outcomes -> written(served, intent, outcomes.get(0), caller));
    }

    /** An outcome for each, in their order. */
    Future<List<Outcome>> decide(ServedFeature served, List<Intent> intents, boolean dryRun, Caller caller) {
        return bus.request(LogicMessages.DECIDE, new Decide(served.name(), dryRun, intents), caller)
                .map(Decided::outcomes);
    }

    /** What is to be written, null for a deletion. Fails with the refusal, or where the schema does not allow what logic made of it. */
    static @Nullable Json written(ServedFeature served, Intent intent, Outcome outcome, Caller caller) {
        if (outcome.refusal() != null) {
            throw outcome.refusal().exception();
        }
        Json changed = outcome.fields();
        return changed == null ? intent.after() : checked(served, intent, changed, caller);
    }

    private static Json checked(ServedFeature served, Intent intent, Json changed, Caller caller) {
        var validator = served.validator();
        Json before = intent.before();
        try {
            // Even this may fail: there are bounds for how long and how deep.
            ObjectNode fields = StrictJson.parseObject(changed.utf8());
            return Json.of(validator.canonical(
                    before == null
                            ? validator.validForCreate(fields)
                            : validator.validForChange(fields, StrictJson.parseObject(before.utf8()))));
        } catch (FailureException refused) {
            // The fault is in the program: its caller has sent nothing that it could mend.
            LOG.error(
                    "[{}] the logic of {} made of a resource what its schema does not allow: {}",
                    Trace.id(caller.trace()),
                    served.name(),
                    refused.failure().detail());
            throw LogicMessages.failed(served.name()).exception();
        }
    }
}
