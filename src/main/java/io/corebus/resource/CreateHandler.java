package io.corebus.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ResourceMessages.CreateResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.InsertRow;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;

/** {@link ResourceMessages#CREATE}. */
final class CreateHandler implements Service<CreateResource, Resource> {
    private final ServedFeature.Catalogue features;
    private final Bus bus;
    private final Cache cache;
    private final Rehearsal rehearsal;
    private final Logic logic;

    CreateHandler(ServedFeature.Catalogue features, Bus bus, Cache cache) {
        this.features = features;
        this.bus = bus;
        this.cache = cache;
        this.rehearsal = new Rehearsal(bus, features);
        this.logic = new Logic(bus);
    }

    @Override
    public Future<Resource> handle(CreateResource request, Caller caller) {
        return features.permit(request.feature(), null, Action.CREATE, caller)
                .compose(served -> create(served, request, caller));
    }

    private Future<Resource> create(ServedFeature served, CreateResource request, Caller caller) {
        return Future.succeededFuture(request)
                .compose(asked -> insert(served, asked, caller))
                .recover(refused -> features.denied(refused, served, null, Action.CREATE, caller));
    }

    private Future<Resource> insert(ServedFeature served, CreateResource request, Caller caller) {
        String id = Identifier.next();
        ObjectNode asked = StrictJson.parseObject(request.body().utf8());
        Json data = new ChangeRule(served, Action.CREATE, caller).created(asked, id);
        boolean dryRun = request.command().dryRun();
        return Logic.of(served)
                ? logic.beforeCreate(served, id, data, dryRun, caller)
                        .compose(
                                decided -> insert(served, id, decided, request, caller),
                                refused -> Writes.orRepeated(bus, served, request.command(), caller, refused))
                : insert(served, id, data, request, caller);
    }

    private Future<Resource> insert(ServedFeature served, String id, Json data, CreateResource request, Caller caller) {
        if (request.command().dryRun()) {
            return rehearsal.create(served, id, data, caller).map(served.access()::written);
        }
        InsertRow row = new InsertRow(
                served.name(),
                id,
                data,
                request.command().id(),
                request.command().requestHash(),
                served.shape());
        return bus.request(StorageMessages.INSERT, row, caller).map(written -> remember(served, written));
    }

    private Resource remember(ServedFeature served, WrittenRow written) {
        cache.putNew(served.feature(), written);
        return served.access().written(Writes.resource(written));
    }
}
