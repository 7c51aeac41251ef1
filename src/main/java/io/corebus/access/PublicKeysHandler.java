package io.corebus.access;

import io.corebus.access.AccessMessages.KeySet;
import io.corebus.access.AccessMessages.PublicKeys;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The keys with which others can verify access tokens, as a JWK set (RFC 7517). */
final class PublicKeysHandler implements Service<PublicKeys, KeySet> {
    private final SigningKeys keys;

    PublicKeysHandler(SigningKeys keys) {
        this.keys = keys;
    }

    @Override
    public Future<KeySet> handle(PublicKeys request, Caller caller) {
        return keys.verifying().map(PublicKeysHandler::keySet);
    }

    private static KeySet keySet(List<SigningKey> keys) {
        JsonArray publicKeys = new JsonArray();
        keys.forEach(key -> publicKeys.add(key.publicJwk()));
        return new KeySet(Json.of(new JsonObject().put("keys", publicKeys).encode()));
    }
}
