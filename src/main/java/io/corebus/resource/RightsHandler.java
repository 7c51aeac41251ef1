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
import java.util.stream.Stream;
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
        List<Action> actions = new ArrayList<>();
        List<Action> onSome = new ArrayList<>();
        FieldSet writable = FieldSet.NONE;
        for (Action action : Action.values()) {
            Reach reach = served.rule().reach(caller, action);
            if (reach != null) {
                actions.add(action);
                writable = isWrite(action) ? writable.union(reach.someFields()) : writable;
            }
            if (reach != null && reach.limitsRows()) {
                onSome.add(action);
            }
        }
        Reach seeing = served.rule().reach(caller, Action.READ);
        FieldSet readable = seeing == null ? FieldSet.NONE : seeing.someFields();
        return new FeatureRights(
                served.name(),
                actions,
                onSome,
                names(served, readable),
                names(served, writable),
                named(served, caller),
                readOnly(served, caller));
    }

    private static @Nullable String readOnly(ServedFeature served, Caller caller) {
        Stream<AccessRule.Decision> writes =
                Stream.of(Action.values()).map(action -> served.rule().decide(caller, action));
        Stream<AccessRule.Decision> acts =
                served.feature().actions().stream().map(action -> served.rule().decide(caller, action.name()));
        return Stream.concat(writes, acts)
                .map(AccessRule.Decision::refusal)
                .filter(refusal -> refusal != null && refusal.code().equals(ControlDeskMessages.READ_ONLY))
                .map(Failure::detail)
                .findFirst()
                .orElse(null);
    }

    private static List<String> named(ServedFeature served, Caller caller) {
        return served.feature().actions().stream()
                .map(FeatureAction::name)
                .filter(action -> served.rule().decide(caller, action).reach() != null)
                .toList();
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
