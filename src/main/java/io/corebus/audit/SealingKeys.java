package io.corebus.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.feature.StrictJson;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.InsertSealKey;
import io.corebus.storage.JournalMessages.ListSealKeys;
import io.corebus.storage.JournalMessages.SealKey;
import io.corebus.storage.JournalMessages.SealKeys;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key that this node seals with: the configured one, whose public part is made known through storage, else one that the first node made and that all share
 * through storage. Asked for once, then remembered.
 */
final class SealingKeys {
    private static final Logger LOG = LoggerFactory.getLogger(SealingKeys.class);

    private final Bus bus;
    private final @Nullable SealingKey configured;
    private final boolean backToDatabase;
    private @Nullable SealingKey known;

    /** @param backToDatabase whether one may be made where a configured one has sealed */
    SealingKeys(Bus bus, @Nullable SealingKey configured, boolean backToDatabase) {
        this.bus = bus;
        this.configured = configured;
        this.backToDatabase = backToDatabase;
    }

    /**
     * Fails with {@code seal-key-missing} where a configured key has sealed and this node has none: to go on with another would undo what the key is for,
     * and nobody would see it. Fails with {@code seal-key-replaced} where the configured one has been replaced.
     */
    Future<SealingKey> sealing(Caller caller) {
        if (known != null) {
            return Future.succeededFuture(known);
        }
        Future<SealingKey> found = configured == null ? find(caller) : register(configured, caller);
        return found.onSuccess(this::remember);
    }

    private void remember(SealingKey key) {
        known = key;
        LOG.info("Seals are signed with the {} key {}", configured == null ? "database's" : "configured", key.kid());
    }

    private Future<SealingKey> register(SealingKey key, Caller caller) {
        InsertSealKey command = new InsertSealKey(key.kid(), key.publicJwk(), null, false);
        return bus.request(JournalMessages.INSERT_SEAL_KEY, command, caller)
                .compose(done -> list(caller))
                .map(keys -> requireNotReplaced(key, keys));
    }

    private static SealingKey requireNotReplaced(SealingKey key, SealKeys keys) {
        boolean replaced =
                keys.keys().stream().anyMatch(known -> known.kid().equals(key.kid()) && known.lastSeal() != null);
        if (replaced) {
            throw SealFailures.replaced(key.kid());
        }
        return key;
    }

    /** Another key has sealed since: looks again at the next seal. Fails. */
    Future<Void> replaced() {
        String kid = known == null ? "" : known.kid();
        known = null;
        return Future.failedFuture(SealFailures.replaced(kid));
    }

    /** Makes one where there is none. Of nodes that do so at once, storage takes one's, and all find that. */
    private Future<SealingKey> find(Caller caller) {
        return list(caller)
                .compose(keys -> hasPrivate(keys) ? Future.succeededFuture(keys) : makeWhereItMay(keys, caller))
                .map(SealingKeys::newestPrivate);
    }

    /** A key without a private part is one that is configured, or was. */
    private Future<SealKeys> makeWhereItMay(SealKeys keys, Caller caller) {
        return keys.keys().isEmpty() || backToDatabase
                ? make(caller)
                : Future.failedFuture(SealFailures.missing(keys.keys().get(0).kid()));
    }

    private Future<SealKeys> make(Caller caller) {
        SealingKey made = SealingKey.generate();
        InsertSealKey command = new InsertSealKey(made.kid(), made.publicJwk(), made.privateJwk(), true);
        return bus.request(JournalMessages.INSERT_SEAL_KEY, command, caller).compose(done -> list(caller));
    }

    private Future<SealKeys> list(Caller caller) {
        return bus.request(JournalMessages.LIST_SEAL_KEYS, new ListSealKeys(), caller);
    }

    private static boolean hasPrivate(SealKeys keys) {
        return keys.keys().stream().anyMatch(key -> key.privateJwk() != null);
    }

    private static SealingKey newestPrivate(SealKeys keys) {
        for (SealKey key : keys.keys()) {
            String jwk = key.privateJwk();
            if (jwk != null) {
                return SealingKey.read(jwk);
            }
        }
        throw new IllegalStateException("storage has no private key, though one was just made");
    }

    /** The public parts of all keys that ever sealed, newest first, as a JWK set (RFC 7517). */
    Future<Json> publicKeys(Caller caller) {
        return list(caller).map(SealingKeys::keySet);
    }

    private static ObjectNode member(VerifyingKey key, @Nullable Long lastSeal) {
        return lastSeal == null ? key.jwk() : key.jwk().put(KeyFile.LAST_SEAL, lastSeal);
    }

    private static Json keySet(SealKeys keys) {
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        ArrayNode members = set.putArray("keys");
        for (SealKey key : keys.keys()) {
            try {
                byte[] jwk = key.publicJwk().getBytes(StandardCharsets.UTF_8);
                members.add(member(VerifyingKey.of(StrictJson.parseObject(jwk)), key.lastSeal()));
            } catch (RuntimeException e) {
                LOG.warn("The key {} is left out: {}", key.kid(), e.getMessage());
            }
        }
        return Json.of(set.toString());
    }
}
