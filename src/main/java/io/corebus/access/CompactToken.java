package io.corebus.access;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.corebus.bus.FailureException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A JWT in its compact form (RFC 7515, 7.1), taken apart but not yet believed. Only what this issuer writes is read: EdDSA, type {@code at+jwt} (RFC 9068),
 * a key id, and no extension that would have to be understood (RFC 7515, 4.1.11; RFC 8725, 3.1 and 3.11).
 */
final class CompactToken {
    static final int MAX_LENGTH = 8 * 1024;

    private static final String ALGORITHM = "EdDSA";
    private static final String TYPE = "at+jwt";
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String kid;
    /** The bytes that the signature covers. */
    private final byte[] signed;

    private final byte[] signature;
    private final JsonNode claims;

    private CompactToken(String kid, byte[] signed, byte[] signature, JsonNode claims) {
        this.kid = kid;
        this.signed = signed;
        this.signature = signature;
        this.claims = claims;
    }

    /** Fails with {@code invalid-token} 401 where it is not one that this issuer could have written. */
    static CompactToken read(String token) {
        if (token.length() > MAX_LENGTH) {
            throw Refusals.tokenTooLong();
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw Refusals.tokenNotValid();
        }
        try {
            byte[] signed = (parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII);
            return new CompactToken(kid(parts[0]), signed, Encoding.fromBase64url(parts[2]), object(parts[1]));
        } catch (IOException | IllegalArgumentException malformed) {
            throw Refusals.tokenNotValid();
        }
    }

    /** Whether it says that it is one of this issuer. */
    static boolean isMeant(String token) {
        int end = token.length() > MAX_LENGTH ? -1 : token.indexOf('.');
        try {
            return end > 0
                    && ALGORITHM.equals(
                            object(token.substring(0, end)).path("alg").textValue());
        } catch (IOException | IllegalArgumentException | FailureException malformed) {
            return false;
        }
    }

    static String write(SigningKey key, JsonObject claims) {
        JsonObject header =
                new JsonObject().put("alg", ALGORITHM).put("typ", TYPE).put("kid", key.kid());
        String signed = encode(header) + '.' + encode(claims);
        return signed + '.' + Encoding.base64url(key.sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    String kid() {
        return kid;
    }

    /** To be believed only after {@link #isSignedBy}. */
    JsonNode claims() {
        return claims;
    }

    boolean isSignedBy(SigningKey key) {
        return key.verify(signed, signature);
    }

    @Override
    public String toString() {
        return "CompactToken[" + kid + "]";
    }

    private static String kid(String part) throws IOException {
        JsonNode header = object(part);
        String kid = header.path("kid").textValue();
        boolean ours = ALGORITHM.equals(header.path("alg").textValue())
                && TYPE.equals(header.path("typ").textValue())
                && !header.has("crit");
        if (kid == null || !ours) {
            throw Refusals.tokenNotValid();
        }
        return kid;
    }

    private static JsonNode object(String part) throws IOException {
        JsonNode node = STRICT.readTree(Encoding.fromBase64url(part));
        if (!node.isObject()) {
            throw Refusals.tokenNotValid();
        }
        return node;
    }

    private static String encode(JsonObject json) {
        return Encoding.base64url(Encoding.utf8(json.encode()));
    }
}
