package io.corebus.access;

import io.corebus.access.AccessMessages.Recognize;
import io.corebus.access.AccessMessages.Recognized;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.FindUser;
import io.vertx.core.Future;

/** Says whether a device signed in to an account before. */
final class RecognizeHandler implements Service<Recognize, Recognized> {
    private final Bus bus;

    RecognizeHandler(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<Recognized> handle(Recognize request, Caller caller) {
        FindUser query = new FindUser(null, EmailRules.trimmed(request.email()));
        return bus.request(StorageMessages.FIND_USER, query, caller)
                .map(found -> new Recognized(DeviceProof.isOf(found.user(), request.device())));
    }
}
