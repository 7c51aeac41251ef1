package io.corebus.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;

/**
 * The keys of a provider (RFC 7517), and what may be signed with them: RS256, PS256 and ES256. The algorithm is settled by the kind of key, never by the token alone;
 * those with a shared secret, and none, are not among them.
 */
final class ProviderKeys {
    private static final int LEAST_RSA_BITS = 2048;

    private final JsonNode keys;

    /** @param jwks the key set as it came */
    ProviderKeys(JsonNode jwks) {
        this.keys = jwks.path("keys");
    }

    /** Whether the key set says nothing new. */
    boolean are(JsonNode jwks) {
        return keys.equals(jwks.path("keys"));
    }

    /** Whether it has a key of that name, or a single one where the token names none. */
    boolean has(JsonNode header) {
        return !find(header).isMissingNode();
    }

    boolean verify(JsonNode header, byte[] signed, byte[] signature) {
        try {
            return verify(find(header), header.path("alg").asText(), signed, signature);
        } catch (GeneralSecurityException | IllegalArgumentException unusable) {
            return false;
        }
    }

    private JsonNode find(JsonNode header) {
        JsonNode kid = header.path("kid");
        for (JsonNode key : keys) {
            boolean named = kid.isMissingNode() ? keys.size() == 1 : kid.equals(key.path("kid"));
            if (named && !key.path("use").asText("sig").equals("enc")) {
                return key;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private static boolean verify(JsonNode key, String algorithm, byte[] signed, byte[] signature)
            throws GeneralSecurityException {
        Signature verifier = verifier(key.path("kty").asText() + " " + algorithm);
        verifier.initVerify(key.path("kty").asText().equals("RSA") ? rsa(key) : elliptic(key));
        verifier.update(signed);
        return verifier.verify(signature);
    }

    private static Signature verifier(String kind) throws GeneralSecurityException {
        return switch (kind) {
            case "RSA RS256" -> Signature.getInstance("SHA256withRSA");
            case "EC ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
            case "RSA PS256" -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                yield pss;
            }
            default -> throw new GeneralSecurityException("not among those that are taken");
        };
    }

    private static PublicKey rsa(JsonNode key) throws GeneralSecurityException {
        RSAPublicKeySpec spec = new RSAPublicKeySpec(number(key, "n"), number(key, "e"));
        RSAPublicKey read = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
        if (read.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new GeneralSecurityException("too short");
        }
        return read;
    }

    private static PublicKey elliptic(JsonNode key) throws GeneralSecurityException {
        if (!key.path("crv").asText().equals("P-256")) {
            throw new GeneralSecurityException("another curve");
        }
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(number(key, "x"), number(key, "y"));
        ECPublicKeySpec spec = new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class));
        return KeyFactory.getInstance("EC").generatePublic(spec);
    }

    private static BigInteger number(JsonNode key, String member) {
        return new BigInteger(1, Encoding.fromBase64url(key.path(member).asText()));
    }
}
