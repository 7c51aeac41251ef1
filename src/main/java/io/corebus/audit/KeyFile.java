package io.corebus.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.FailureException;
import io.corebus.feature.StrictJson;
import io.corebus.storage.JournalMessages.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The public keys that seals may be signed with: a JWK or a JWK set. */
final class KeyFile {
    /** The member of a JWK that tells of a key that was replaced up to which seal it was in use. */
    static final String LAST_SEAL = "last_seal";

    private final Map<String, VerifyingKey> keys = new LinkedHashMap<>();
    private final Map<String, Long> lastSeals = new HashMap<>();

    /** Fails with {@link IllegalArgumentException} where it is no file of keys. */
    static KeyFile read(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        KeyFile keys = new KeyFile();
        try {
            ObjectNode json = StrictJson.parseObject(content);
            for (JsonNode jwk : json.has("keys") ? json.get("keys") : List.of(json)) {
                keys.add(jwk);
            }
        } catch (FailureException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is neither an Ed25519 JWK nor a set of them.", e);
        }
        if (keys.keys.isEmpty()) {
            throw new IllegalArgumentException(file + " has no key.");
        }
        return keys;
    }

    private void add(JsonNode jwk) {
        VerifyingKey key = VerifyingKey.of(jwk);
        keys.put(key.kid(), key);
        if (jwk.has(LAST_SEAL)) {
            JsonNode lastSeal = jwk.get(LAST_SEAL);
            if (!lastSeal.isIntegralNumber() || !lastSeal.canConvertToLong()) {
                throw new IllegalArgumentException(LAST_SEAL + " is not a whole number");
            }
            lastSeals.merge(key.kid(), lastSeal.asLong(), Math::min);
        }
    }

    /** Whether a seal is what the holder of one of the keys has signed. */
    void requireSigned(Seal seal, String what) throws Finding {
        VerifyingKey key = keys.get(seal.kid());
        if (key == null) {
            throw new Finding(what + " is signed with a key that is not in the key file (" + seal.kid() + ")");
        }
        byte[] header = Seals.header(seal);
        if (!isSigned(key, header, seal.signature())) {
            throw new Finding(what + " was altered or forged: its signature is not valid");
        }
        if (!Seals.hash(header).equals(seal.hash())) {
            throw new Finding(what + " was altered: its hash is not that of its header");
        }
        Long lastSeal = lastSeals.get(key.kid());
        if (lastSeal != null && seal.number() > lastSeal) {
            throw new Finding(what + " was forged: seal " + seal.number() + " is signed with the key " + key.kid()
                    + ", which was replaced and " + inUse(lastSeal));
        }
    }

    /**
     * A key is replaced by the first seal of another one, so behind the last seal of a replaced key there is a seal. Without this, who has such a key could
     * make a whole trail of their own with it, which ends in time.
     *
     * @param last the number of the last seal in the export
     */
    void requireReached(long last) throws Finding {
        if (lastSeals.isEmpty()) {
            return;
        }
        Map.Entry<String, Long> newest = Collections.max(lastSeals.entrySet(), Map.Entry.comparingByValue());
        long lastSeal = newest.getValue();
        if (lastSeal >= 1 && last <= lastSeal) {
            throw new Finding("seal " + (last + 1) + " is missing: the key file says that the key " + newest.getKey()
                    + " was replaced behind seal " + lastSeal + ", so there is a seal " + (lastSeal + 1)
                    + " with another key; the end of the trail was cut off, or all of it is forged with that key (if "
                    + "the export was made before the change of the key, export again)");
        }
    }

    private static String inUse(long lastSeal) {
        return lastSeal < 1 ? "never signed a seal" : "signed its last seal with number " + lastSeal;
    }

    private static boolean isSigned(VerifyingKey key, byte[] header, String signature) {
        try {
            return key.verify(header, Encoding.fromBase64url(signature));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
