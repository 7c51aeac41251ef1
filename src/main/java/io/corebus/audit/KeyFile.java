package io.corebus.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.FailureException;
import io.corebus.feature.StrictJson;
import io.corebus.storage.JournalMessages.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The public keys that seals may be signed with: a JWK or a JWK set. */
final class KeyFile {
    private final Map<String, VerifyingKey> keys = new LinkedHashMap<>();

    /** Fails with {@link IllegalArgumentException} where it is no file of keys. */
    static KeyFile read(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        KeyFile keys = new KeyFile();
        try {
            ObjectNode json = StrictJson.parseObject(content);
            for (JsonNode jwk : json.has("keys") ? json.get("keys") : List.of(json)) {
                VerifyingKey key = VerifyingKey.of(jwk);
                keys.keys.put(key.kid(), key);
            }
        } catch (FailureException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " is neither an Ed25519 JWK nor a set of them.", e);
        }
        if (keys.keys.isEmpty()) {
            throw new IllegalArgumentException(file + " has no key.");
        }
        return keys;
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
    }

    private static boolean isSigned(VerifyingKey key, byte[] header, String signature) {
        try {
            return key.verify(header, Encoding.fromBase64url(signature));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
