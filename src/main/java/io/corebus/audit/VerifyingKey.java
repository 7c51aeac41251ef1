package io.corebus.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;

/** An Ed25519 public key (RFC 8032) with which seals are verified, and its form as a JWK (RFC 8037). */
final class VerifyingKey {
    static final String ALGORITHM = "Ed25519";
    static final int KEY_BYTES = 32;

    private static final int SIGNATURE_BYTES = 64;
    /** What stands before the 32 bytes of a public key in its X.509 form (RFC 8410). */
    private static final byte[] X509_PREFIX = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private final String x;
    private final String kid;
    private final PublicKey key;

    VerifyingKey(byte[] bytes) {
        this.x = Encoding.base64url(bytes);
        this.kid = thumbprint(x);
        this.key = publicKey(bytes);
    }

    /** Of a JWK, public or private. Fails with {@link IllegalArgumentException}, whose text quotes nothing of the key. */
    static VerifyingKey of(JsonNode jwk) {
        return new VerifyingKey(bytes(jwk, "x"));
    }

    /** The 32 bytes of a member of a JWK. */
    static byte[] bytes(JsonNode jwk, String member) {
        boolean ours = jwk.path("kty").asText().equals("OKP")
                && jwk.path("crv").asText().equals(ALGORITHM);
        if (!ours || !jwk.path(member).isTextual()) {
            throw new IllegalArgumentException("not an Ed25519 key as a JWK");
        }
        byte[] bytes = Encoding.fromBase64url(jwk.path(member).asText());
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("not an Ed25519 key as a JWK");
        }
        return bytes;
    }

    /** The 32 bytes of a key that the platform made. */
    static byte[] bytes(PublicKey made) {
        byte[] encoded = made.getEncoded();
        return Arrays.copyOfRange(encoded, X509_PREFIX.length, encoded.length);
    }

    /** Names the key by what it is: its JWK thumbprint (RFC 7638). */
    String kid() {
        return kid;
    }

    ObjectNode jwk() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kty", "OKP")
                .put("crv", ALGORITHM)
                .put("alg", "EdDSA")
                .put("use", "sig")
                .put("kid", kid)
                .put("x", x);
    }

    boolean verify(byte[] content, byte[] signed) {
        if (signed.length != SIGNATURE_BYTES) {
            return false; // The JDK would take a good one with a zero appended, too.
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(content);
            return signature.verify(signed);
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("verifying failed", e);
        }
    }

    private static String thumbprint(String x) {
        String members = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}";
        return Encoding.base64url(Encoding.sha256(members.getBytes(StandardCharsets.US_ASCII)));
    }

    private static PublicKey publicKey(byte[] bytes) {
        byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + KEY_BYTES);
        System.arraycopy(bytes, 0, encoded, X509_PREFIX.length, KEY_BYTES);
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 key", e);
        }
    }
}
