package io.corebus.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An ID token (OpenID Connect Core, 2), taken apart but not yet believed. */
final class IdToken {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    /** The clock of the provider is not ours. */
    private static final long LEEWAY_SECONDS = 30;

    private final JsonNode header;
    private final JsonNode claims;
    private final byte[] signed;
    private final byte[] signature;

    private IdToken(JsonNode header, JsonNode claims, byte[] signed, byte[] signature) {
        this.header = header;
        this.claims = claims;
        this.signed = signed;
        this.signature = signature;
    }

    /** Fails with {@code oidc-refused} 403 where it is none. */
    static IdToken read(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw notValid();
        }
        try {
            byte[] signed = (parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII);
            return new IdToken(object(parts[0]), object(parts[1]), signed, Encoding.fromBase64url(parts[2]));
        } catch (IOException | IllegalArgumentException malformed) {
            throw notValid();
        }
    }

    JsonNode header() {
        return header;
    }

    /**
     * What it claims, after everything that OpenID Connect Core, 3.1.3.7 asks for was checked. Fails with {@code oidc-refused} 403.
     *
     * @param nonce of the flow that it answers
     */
    JsonNode believe(ProviderKeys keys, String issuer, String clientId, String nonce, Instant now) {
        boolean good = !header.has("crit")
                && keys.verify(header, signed, signature)
                && issuer.equals(claims.path("iss").textValue())
                && isFor(clientId)
                && nonce.equals(claims.path("nonce").textValue())
                && isSubject(claims.path("sub").textValue())
                && claims.path("exp").isNumber()
                && claims.path("exp").asLong() + LEEWAY_SECONDS > now.getEpochSecond()
                && claims.path("iat").asLong(Long.MAX_VALUE) <= now.getEpochSecond() + LEEWAY_SECONDS
                && (!claims.has("nbf")
                        || claims.path("nbf").asLong(Long.MAX_VALUE) <= now.getEpochSecond() + LEEWAY_SECONDS);
        if (!good) {
            throw notValid();
        }
        return claims;
    }

    /** Somebody's name, of text that can be stored: else different names would become the same. */
    private static boolean isSubject(@Nullable String subject) {
        return subject != null && !subject.isBlank() && subject.indexOf('\0') < 0 && !Text.hasLoneSurrogate(subject);
    }

    /** For us, and issued to us, as far as it says to whom; where it is for others, too, it must. */
    private boolean isFor(String clientId) {
        JsonNode audience = claims.path("aud");
        boolean issuedToUs = clientId.equals(claims.path("azp").textValue());
        if (claims.has("azp") && !issuedToUs) {
            return false;
        }
        if (!audience.isArray()) {
            return clientId.equals(audience.textValue());
        }
        boolean named = false;
        for (JsonNode one : audience) {
            named |= clientId.equals(one.textValue());
        }
        return named && (audience.size() == 1 || issuedToUs);
    }

    private static JsonNode object(String part) throws JsonProcessingException, IOException {
        JsonNode node = MAPPER.readTree(Encoding.fromBase64url(part));
        if (!node.isObject()) {
            throw notValid();
        }
        return node;
    }

    private static RuntimeException notValid() {
        return Refusals.oidcRefused(
                "The provider's answer is not valid. Sign in again; if that does not help, ask an admin.");
    }
}
