package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.feature.Feature.Action;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.resource.ResourceMessages.ResourcePage;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.RowPage;
import io.vertx.core.Future;

/** {@link ResourceMessages#LIST}. */
final class ListHandler implements Service<ListResources, ResourcePage> {
    private final ServedFeature.Catalogue features;
    private final Bus bus;

    ListHandler(ServedFeature.Catalogue features, Bus bus) {
        this.features = features;
        this.bus = bus;
    }

    @Override
    public Future<ResourcePage> handle(ListResources request, Caller caller) {
        return features.permit(request.feature(), null, Action.READ, caller)
                .compose(served -> list(served, request, caller));
    }

    private Future<ResourcePage> list(ServedFeature served, ListResources request, Caller caller) {
        return bus.request(StorageMessages.LIST, served.query().read(request), caller)
                .map(ListHandler::page)
                .map(page -> served.access().seen(page));
    }

    private static ResourcePage page(RowPage page) {
        return new ResourcePage(page.rows(), page.count(), page.next());
    }
}
