package io.corebus.audit;

import io.corebus.audit.AuditMessages.Keys;
import io.corebus.audit.AuditMessages.ReadKeys;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.vertx.core.Future;

/** The keys with which others can verify seals. */
final class ReadKeysHandler implements Service<ReadKeys, Keys> {
    private final SealingKeys keys;

    ReadKeysHandler(SealingKeys keys) {
        this.keys = keys;
    }

    @Override
    public Future<Keys> handle(ReadKeys request, Caller caller) {
        Admission.requireReader(caller);
        return keys.publicKeys(caller).map(Keys::new);
    }
}
