package io.corebus.resource;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Service;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.FeatureAction;
import io.corebus.resource.ResourceMessages.AskRights;
import io.corebus.resource.ResourceMessages.FeatureRights;
import io.corebus.resource.ResourceMessages.Rights;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link ResourceMessages#RIGHTS}. */
final class RightsHandler implements Service<AskRights, Rights> {
    private final ServedFeature.Catalogue features;

    RightsHandler(ServedFeature.Catalogue features) {
        this.features = features;
    }

    @Override
    public Future<Rights> handle(AskRights request, Caller caller) {
        String one = request.feature();
        Collection<ServedFeature> asked = one == null ? features.all() : List.of(features.find(one));
        List<FeatureRights> found = new ArrayList<>();
        for (ServedFeature served : asked) {
            FeatureRights rights = rights(served, caller);
            if (!rights.actions().isEmpty() || !rights.named().isEmpty()) {
                found.add(rights);
            }
        }
        return Future.succeededFuture(new Rights(found));
    }

    private static FeatureRights rights(ServedFeature served, Caller caller) {
        Refusals refusals = new Refusals();
        List<Action> actions = new ArrayList<>();
        List<Action> onSome = new ArrayList<>();
        FieldSet readable = FieldSet.NONE;
        FieldSet writable = FieldSet.NONE;
        for (Action action : Action.values()) {
            Reach reach = refusals.unless(served.rule().decide(caller, action));
            if (reach == null) {
                continue;
            }
            actions.add(action);
            if (reach.limitsRows()) {
                onSome.add(action);
            }
            if (action == Action.READ) {
                readable = reach.someFields();
            } else if (isWrite(action)) {
                writable = writable.union(reach.someFields());
            }
        }
        List<String> named = served.feature().actions().stream()
                .map(FeatureAction::name)
                .filter(action -> refusals.unless(served.rule().decide(caller, action)) != null)
                .toList();
        return new FeatureRights(
                served.name(),
                actions,
                onSome,
                names(served, readable),
                names(served, writable),
                named,
                refusals.readOnly);
    }

    /** Why some of it may not be done. */
    private static final class Refusals {
        /** Why it can only be read, where the caller may do more. */
        private @Nullable String readOnly;

        /** How far the caller may do it; null where it may not. */
        @Nullable
        Reach unless(AccessRule.Decision decision) {
            Failure refusal = decision.refusal();
            if (readOnly == null && refusal != null && refusal.code().equals(ControlDeskMessages.READ_ONLY)) {
                readOnly = refusal.detail();
            }
            return decision.reach();
        }
    }

    private static boolean isWrite(Action action) {
        return action == Action.CREATE || action == Action.UPDATE;
    }

    /** In the order of the descriptor; null for all. */
    static @Nullable List<String> names(ServedFeature served, FieldSet fields) {
        Set<String> names = fields.names();
        return names == null
                ? null
                : served.feature().fields().stream()
                        .map(field -> field.name())
                        .filter(names::contains)
                        .toList();
    }
}
