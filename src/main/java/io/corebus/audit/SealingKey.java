package io.corebus.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.bus.FailureException;
import io.corebus.feature.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** An Ed25519 key pair that signs seals. */
final class SealingKey {
    private static final byte[] PROOF = {1, 2, 3};

    private final VerifyingKey publicKey;
    private final byte[] secret;
    private final Ed25519PrivateKeyParameters privateKey;

    private SealingKey(VerifyingKey publicKey, byte[] secret) {
        this.publicKey = publicKey;
        this.secret = secret;
        this.privateKey = new Ed25519PrivateKeyParameters(secret);
    }

    static SealingKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(VerifyingKey.ALGORITHM).generateKeyPair();
            byte[] secret = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            return new SealingKey(new VerifyingKey(VerifyingKey.bytes(pair.getPublic())), secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is missing", e);
        }
    }

    /** Fails with {@link IllegalArgumentException}, whose text quotes nothing of the key, where it is none, or where its two halves do not belong together. */
    static SealingKey read(String jwk) {
        SealingKey key;
        try {
            JsonNode json = StrictJson.parseObject(jwk.getBytes(StandardCharsets.UTF_8));
            key = new SealingKey(VerifyingKey.of(json), VerifyingKey.bytes(json, "d"));
        } catch (IllegalArgumentException | FailureException e) {
            throw new IllegalArgumentException("not a private Ed25519 key as a JWK (RFC 8037)");
        }
        if (!key.publicKey.verify(PROOF, key.sign(PROOF))) {
            throw new IllegalArgumentException("the members x and d do not belong to the same key");
        }
        return key;
    }

    String kid() {
        return publicKey.kid();
    }

    String publicJwk() {
        return publicKey.jwk().toString();
    }

    /** Holds the secret: for storage only. */
    String privateJwk() {
        return publicKey.jwk().put("d", Encoding.base64url(secret)).toString();
    }

    /** Deterministic (RFC 8032, 5.1.6): whoever signs the same with this key, in whatever way, gets the same. */
    byte[] sign(byte[] content) {
        Ed25519Signer signer = new Ed25519Signer();
        signer.init(true, privateKey);
        signer.update(content, 0, content.length);
        return signer.generateSignature();
    }

    @Override
    public String toString() {
        return "SealingKey[" + kid() + "]";
    }
}
