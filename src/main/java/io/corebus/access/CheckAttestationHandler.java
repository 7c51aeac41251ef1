package io.corebus.access;

import io.corebus.access.AccessMessages.AttestationCheck;
import io.corebus.access.AccessMessages.CheckAttestation;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.vertx.core.Future;
import java.util.Optional;

/** Tells marks of {@link AttestHandler}, of whatever node, from forged ones. */
final class CheckAttestationHandler implements Service<CheckAttestation, AttestationCheck> {
    private final SigningKeys keys;

    CheckAttestationHandler(SigningKeys keys) {
        this.keys = keys;
    }

    @Override
    public Future<AttestationCheck> handle(CheckAttestation request, Caller caller) {
        return keys.find(Encoding.nameOf(request.mark())).map(key -> new AttestationCheck(isGenuine(request, key)));
    }

    private static boolean isGenuine(CheckAttestation request, Optional<SigningKey> key) {
        if (key.isEmpty()) {
            return false;
        }
        String expected = AttestHandler.mark(key.get(), request.purpose(), request.text());
        return Encoding.isSame(expected, request.mark());
    }
}
