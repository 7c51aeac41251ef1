package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.feature.Feature.Action;
import io.corebus.resource.ResourceMessages.DeleteResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.DeleteRow;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;

/** {@link ResourceMessages#DELETE}. */
final class DeleteHandler implements Service<DeleteResource, Resource> {
    private final ServedFeature.Catalogue features;
    private final Bus bus;
    private final Cache cache;

    DeleteHandler(ServedFeature.Catalogue features, Bus bus, Cache cache) {
        this.features = features;
        this.bus = bus;
        this.cache = cache;
    }

    @Override
    public Future<Resource> handle(DeleteResource request, Caller caller) {
        return features.permit(request.feature(), request.id(), Action.DELETE, caller)
                .compose(served -> delete(served, request, caller));
    }

    private Future<Resource> delete(ServedFeature served, DeleteResource request, Caller caller) {
        if (request.command().dryRun()) {
            return Identifier.read(request.id())
                    .compose(id -> new Rehearsal(bus).delete(served, id, request.ifVersions(), caller));
        }
        return Identifier.read(request.id())
                .map(id -> row(request, id))
                .compose(row -> bus.request(StorageMessages.DELETE, row, caller))
                .compose(written -> entomb(served, written));
    }

    private static DeleteRow row(DeleteResource request, String id) {
        return new DeleteRow(
                request.feature(),
                id,
                request.ifVersions(),
                request.command().id(),
                request.command().requestHash());
    }

    private Future<Resource> entomb(ServedFeature served, WrittenRow written) {
        return cache.entomb(served.feature(), written.id(), written.version()).map(Writes.resource(written));
    }
}
