package io.corebus.access;

import io.corebus.access.AccessMessages.Attest;
import io.corebus.access.AccessMessages.Attestation;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.vertx.core.Future;

/** Marks texts with a key that is derived from the newest signing key. */
final class AttestHandler implements Service<Attest, Attestation> {
    private final SigningKeys keys;

    AttestHandler(SigningKeys keys) {
        this.keys = keys;
    }

    @Override
    public Future<Attestation> handle(Attest request, Caller caller) {
        return keys.signing().map(key -> new Attestation(mark(key, request.purpose(), request.text())));
    }

    /** Names its key, so that it can be checked after the next rotation. */
    static String mark(SigningKey key, String purpose, String text) {
        return key.kid() + "." + Encoding.base64url(key.derive("attestation\n" + purpose + '\n' + text));
    }
}
