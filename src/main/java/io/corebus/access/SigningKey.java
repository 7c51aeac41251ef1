package io.corebus.access;

import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;

/** An Ed25519 key pair (RFC 8032) that signs access tokens, and its form as a JWK (RFC 8037). */
final class SigningKey {
    private static final String ALGORITHM = "Ed25519";
    private static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;
    /** What stands before the 32 bytes of a public key in its X.509 form (RFC 8410). */
    private static final byte[] X509_PREFIX = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private final String kid;
    private final byte[] publicBytes;
    private final byte[] secret;
    private final PublicKey publicKey;
    private final PrivateKey privateKey;
    private final Instant createdAt;

    private SigningKey(byte[] publicBytes, byte[] secret, Instant createdAt) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
        this.kid = thumbprint(publicBytes);
        this.publicBytes = publicBytes;
        this.secret = secret;
        this.publicKey = factory.generatePublic(new X509EncodedKeySpec(x509(publicBytes)));
        this.privateKey = factory.generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, secret));
        this.createdAt = createdAt;
    }

    static SigningKey generate(Instant now) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] publicBytes = Arrays.copyOfRange(encoded, X509_PREFIX.length, encoded.length);
            byte[] secret = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            return new SigningKey(publicBytes, secret, now);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is missing", e);
        }
    }

    /** Fails with {@link IllegalArgumentException}, whose text quotes nothing of the key, where it is not one that this version can use. */
    static SigningKey read(String jwk, Instant createdAt) {
        try {
            JsonObject json = new JsonObject(jwk);
            if (!"OKP".equals(json.getString("kty")) || !ALGORITHM.equals(json.getString("crv"))) {
                throw new IllegalArgumentException("not an Ed25519 key");
            }
            return new SigningKey(bytes(json, "x"), bytes(json, "d"), createdAt);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "not an Ed25519 key as a JWK (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Names the key by what it is: its JWK thumbprint (RFC 7638). */
    String kid() {
        return kid;
    }

    Instant createdAt() {
        return createdAt;
    }

    JsonObject publicJwk() {
        return new JsonObject()
                .put("kty", "OKP")
                .put("crv", ALGORITHM)
                .put("alg", "EdDSA")
                .put("use", "sig")
                .put("kid", kid)
                .put("x", Encoding.base64url(publicBytes));
    }

    /** Holds the secret: for storage only. */
    String privateJwk() {
        return publicJwk().put("d", Encoding.base64url(secret)).encode();
    }

    byte[] sign(byte[] content) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing failed", e);
        }
    }

    boolean verify(byte[] content, byte[] signed) {
        if (signed.length != SIGNATURE_BYTES) {
            return false; // The JDK would take a good one with a zero appended, too.
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(publicKey);
            signature.update(content);
            return signature.verify(signed);
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("verifying failed", e);
        }
    }

    /** A value that only holders of this key can compute, the same on every node. */
    byte[] derive(String purpose) {
        return Encoding.hmacSha256(secret, purpose);
    }

    @Override
    public String toString() {
        return "SigningKey[" + kid + "]";
    }

    private static String thumbprint(byte[] publicBytes) {
        String members = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + Encoding.base64url(publicBytes) + "\"}";
        return Encoding.base64url(Encoding.sha256(members));
    }

    private static byte[] x509(byte[] publicBytes) {
        byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + KEY_BYTES);
        System.arraycopy(publicBytes, 0, encoded, X509_PREFIX.length, KEY_BYTES);
        return encoded;
    }

    private static byte[] bytes(JsonObject json, String member) {
        byte[] bytes = Encoding.fromBase64url(json.getString(member));
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(member + " does not have 32 bytes");
        }
        return bytes;
    }
}
