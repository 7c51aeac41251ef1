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
import java.util.List;

/** {@link ResourceMessages#DELETE}. */
final class DeleteHandler implements Service<DeleteResource, Resource> {
    private final ServedFeature.Catalogue features;
    private final Bus bus;
    private final Reader reader;
    private final Contention contention;
    private final Cache cache;
    private final Rehearsal rehearsal;
    private final Logic logic;

    DeleteHandler(ServedFeature.Catalogue features, Bus bus, Reader reader, Contention contention, Cache cache) {
        this.features = features;
        this.bus = bus;
        this.reader = reader;
        this.contention = contention;
        this.cache = cache;
        this.rehearsal = new Rehearsal(bus, features);
        this.logic = new Logic(bus);
    }

    @Override
    public Future<Resource> handle(DeleteResource request, Caller caller) {
        return features.permit(request.feature(), request.id(), Action.DELETE, caller)
                .compose(served -> delete(served, request, caller));
    }

    private Future<Resource> delete(ServedFeature served, DeleteResource request, Caller caller) {
        if (served.access().isLimited() || Logic.of(served)) {
            return Identifier.read(request.id())
                    .compose(id -> inRounds(served, id, request, caller))
                    .recover(refused -> features.denied(refused, served, request.id(), Action.DELETE, caller));
        }
        return Identifier.read(request.id()).compose(id -> delete(served, id, request.ifVersions(), request, caller));
    }

    /** Whether the caller may delete it, or logic lets it, depends on what is there. */
    private Future<Resource> inRounds(ServedFeature served, String id, DeleteResource request, Caller caller) {
        ChangeRule rule = new ChangeRule(served, Action.DELETE, caller);
        return new Rounds(
                        bus,
                        reader,
                        contention,
                        rule,
                        id,
                        request.ifVersions(),
                        request.command(),
                        current -> logic.beforeDelete(
                                        served, current, request.command().dryRun(), caller)
                                .compose(may -> delete(served, id, List.of(current.version()), request, caller)))
                .first();
    }

    private Future<Resource> delete(
            ServedFeature served, String id, List<Long> ifVersions, DeleteResource request, Caller caller) {
        if (request.command().dryRun()) {
            return rehearsal.delete(served, id, ifVersions, caller).map(served.access()::written);
        }
        DeleteRow row = new DeleteRow(
                request.feature(),
                id,
                ifVersions,
                request.command().id(),
                request.command().requestHash(),
                served.shape());
        return bus.request(StorageMessages.DELETE, row, caller).compose(written -> entomb(served, written));
    }

    private Future<Resource> entomb(ServedFeature served, WrittenRow written) {
        return cache.entomb(served.feature(), written.id(), written.version())
                .map(served.access().written(Writes.resource(written)));
    }
}
