package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.feature.Feature.Action;
import io.corebus.resource.ResourceMessages.CountResources;
import io.corebus.resource.ResourceMessages.ResourceCount;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.RowCount;
import io.vertx.core.Future;

/** {@link ResourceMessages#COUNT}. */
final class CountHandler implements Service<CountResources, ResourceCount> {
    private final ServedFeature.Catalogue features;
    private final Bus bus;

    CountHandler(ServedFeature.Catalogue features, Bus bus) {
        this.features = features;
        this.bus = bus;
    }

    @Override
    public Future<ResourceCount> handle(CountResources request, Caller caller) {
        return features.permit(request.feature(), null, Action.READ, caller)
                .map(served -> served.query().count(request))
                .compose(rows -> bus.request(StorageMessages.COUNT, rows, caller))
                .map(CountHandler::count);
    }

    static ResourceCount count(RowCount rows) {
        return new ResourceCount(rows.count(), rows.exact());
    }
}
