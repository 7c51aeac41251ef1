package io.corebus.resource;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.resource.ResourceMessages.CheckAct;
import io.corebus.resource.ResourceMessages.CheckedAct;
import io.vertx.core.Future;

/** {@link ResourceMessages#CHECK_ACT}. */
final class CheckActHandler implements Service<CheckAct, CheckedAct> {
    private final ServedFeature.Catalogue features;
    private final NamedActions actions;

    CheckActHandler(ServedFeature.Catalogue features, NamedActions actions) {
        this.features = features;
        this.actions = actions;
    }

    @Override
    public Future<CheckedAct> handle(CheckAct request, Caller caller) {
        return features.permitAct(request.feature(), null, request.action(), caller)
                .map(served -> check(request));
    }

    private CheckedAct check(CheckAct request) {
        actions.requireInput(request.feature(), request.action(), request.input());
        return new CheckedAct();
    }
}
