package io.corebus.resource;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.feature.Feature.Action;
import io.corebus.resource.ResourceMessages.GetResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.vertx.core.Future;

/** {@link ResourceMessages#GET}. */
final class GetHandler implements Service<GetResource, Resource> {
    private final ServedFeature.Catalogue features;
    private final Reader reader;

    GetHandler(ServedFeature.Catalogue features, Reader reader) {
        this.features = features;
        this.reader = reader;
    }

    @Override
    public Future<Resource> handle(GetResource request, Caller caller) {
        return features.permit(request.feature(), request.id(), Action.READ, caller)
                .compose(served -> read(served, request, caller));
    }

    private Future<Resource> read(ServedFeature served, GetResource request, Caller caller) {
        return Identifier.read(request.id())
                .compose(id -> reader.read(served.feature(), id, caller))
                .map(row -> Writes.resource(served.access().seen(row)));
    }
}
