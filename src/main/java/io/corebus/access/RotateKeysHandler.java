package io.corebus.access;

import io.corebus.access.AccessMessages.Done;
import io.corebus.access.AccessMessages.RotateKeys;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.vertx.core.Future;

final class RotateKeysHandler implements Service<RotateKeys, Done> {
    private final SigningKeys keys;
    private final AccessTrail trail;

    RotateKeysHandler(SigningKeys keys, AccessTrail trail) {
        this.keys = keys;
        this.trail = trail;
    }

    @Override
    public Future<Done> handle(RotateKeys request, Caller caller) {
        Admission.requireAdmin(caller, "Only an admin may rotate the signing keys.");
        return keys.rotate(caller).compose(rotated -> trail.keysRotated(caller)).map(new Done());
    }
}
