package io.corebus.access;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A JWT of a provider in its compact form (RFC 7515, 7.1), taken apart but not yet believed. */
final class SignedToken {
    /** The clock of the provider is not ours. */
    private static final long LEEWAY_SECONDS = 30;

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode header;
    private final JsonNode claims;
    private final byte[] signed;
    private final byte[] signature;

    private SignedToken(JsonNode header, JsonNode claims, byte[] signed, byte[] signature) {
        this.header = header;
        this.claims = claims;
        this.signed = signed;
        this.signature = signature;
    }

    /** @throws IllegalArgumentException where it is none */
    static SignedToken read(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a token has three parts");
        }
        byte[] signed = (parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII);
        return new SignedToken(object(parts[0]), object(parts[1]), signed, Encoding.fromBase64url(parts[2]));
    }

    private static JsonNode object(String part) {
        try {
            JsonNode node = STRICT.readTree(Encoding.fromBase64url(part));
            if (node.isObject()) {
                return node;
            }
        } catch (IOException malformed) {
            throw new IllegalArgumentException("a token is made of JSON", malformed);
        }
        throw new IllegalArgumentException("a token is made of objects");
    }

    JsonNode header() {
        return header;
    }

    /** To be believed only where {@link #isOf} and {@link #isCurrent}. */
    JsonNode claims() {
        return claims;
    }

    boolean isSignedWith(ProviderKeys keys) {
        return keys.verify(header, signed, signature);
    }

    /** Whether this provider has signed it, of somebody, with nothing that would have to be understood beyond that (RFC 7515, 4.1.11). */
    boolean isOf(String issuer, ProviderKeys keys) {
        return !header.has("crit")
                && isSignedWith(keys)
                && issuer.equals(claims.path("iss").textValue())
                && isSubject(claims.path("sub").textValue());
    }

    /** Somebody's name, of text that can be stored: else different names would become the same. */
    private static boolean isSubject(@Nullable String subject) {
        return subject != null && !subject.isBlank() && subject.indexOf('\0') < 0 && !Text.hasLoneSurrogate(subject);
    }

    /** Whether it has an end, and the time is between its begin and that. */
    boolean isCurrent(Instant now) {
        return claims.path("exp").isNumber()
                && claims.path("exp").asLong() + LEEWAY_SECONDS > now.getEpochSecond()
                && isOver("iat", now)
                && isOver("nbf", now);
    }

    private boolean isOver(String claim, Instant now) {
        return !claims.has(claim) || claims.path(claim).asLong(Long.MAX_VALUE) <= now.getEpochSecond() + LEEWAY_SECONDS;
    }
}
