package io.corebus.access;

import io.corebus.access.AccessMessages.AttestationCheck;
import io.corebus.access.AccessMessages.CheckAttestation;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** Tells marks of {@link AttestHandler}, of whatever node, from forged ones. */
final class CheckAttestationHandler implements Service<CheckAttestation, AttestationCheck> {
    private final SigningKeys keys;

    CheckAttestationHandler(SigningKeys keys) {
        this.keys = keys;
    }

    @Override
    public Future<AttestationCheck> handle(CheckAttestation request, Caller caller) {
        int end = request.mark().indexOf('.');
        String kid = request.mark().substring(0, Math.max(0, end));
        return keys.find(kid).map(key -> new AttestationCheck(isGenuine(request, key)));
    }

    private static boolean isGenuine(CheckAttestation request, Optional<SigningKey> key) {
        if (key.isEmpty()) {
            return false;
        }
        String expected = AttestHandler.mark(key.get(), request.purpose(), request.text());
        return MessageDigest.isEqual(bytes(expected), bytes(request.mark()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
