package io.corebus.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.bus.FailureException;
import io.corebus.feature.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;

/** An Ed25519 key pair that signs seals. */
final class SealingKey {
    private static final byte[] PROOF = {1, 2, 3};

    private final VerifyingKey publicKey;
    private final byte[] secret;
    private final PrivateKey privateKey;

    private SealingKey(VerifyingKey publicKey, byte[] secret) {
        this.publicKey = publicKey;
        this.secret = secret;
        try {
            EdECPrivateKeySpec spec = new EdECPrivateKeySpec(NamedParameterSpec.ED25519, secret);
            this.privateKey = KeyFactory.getInstance(VerifyingKey.ALGORITHM).generatePrivate(spec);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is missing", e);
        }
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

    byte[] sign(byte[] content) {
        try {
            Signature signature = Signature.getInstance(VerifyingKey.ALGORITHM);
            signature.initSign(privateKey);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }

    @Override
    public String toString() {
        return "SealingKey[" + kid() + "]";
    }
}
