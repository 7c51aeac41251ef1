package io.corebus.resource;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.resource.ResourceMessages.AskPermission;
import io.corebus.resource.ResourceMessages.Permission;
import io.vertx.core.Future;

/** {@link ResourceMessages#MAY}. */
final class MayHandler implements Service<AskPermission, Permission> {
    private final ServedFeature.Catalogue features;

    MayHandler(ServedFeature.Catalogue features) {
        this.features = features;
    }

    @Override
    public Future<Permission> handle(AskPermission request, Caller caller) {
        return features.permit(request.feature(), null, request.action(), caller)
                .map(served -> permission(served, request));
    }

    private static Permission permission(ServedFeature served, AskPermission request) {
        return new Permission(
                served.query().filter(request.filter()), served.access().doing().views());
    }
}
