package io.corebus.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** An ID token (OpenID Connect Core, 2), taken apart but not yet believed. */
final class IdToken {
    private final SignedToken token;

    private IdToken(SignedToken token) {
        this.token = token;
    }

    /** Fails with {@code oidc-refused} 403 where it is none. */
    static IdToken read(String token) {
        try {
            return new IdToken(SignedToken.read(token));
        } catch (IllegalArgumentException malformed) {
            throw notValid();
        }
    }

    SignedToken signed() {
        return token;
    }

    /**
     * What it claims, after everything that OpenID Connect Core, 3.1.3.7 asks for was checked. Fails with {@code oidc-refused} 403.
     *
     * @param nonce of the flow that it answers
     */
    JsonNode believe(ProviderKeys keys, String issuer, String clientId, String nonce, Instant now) {
        JsonNode claims = token.claims();
        boolean good = token.isOf(issuer, keys)
                && isFor(clientId, claims)
                && nonce.equals(claims.path("nonce").textValue())
                && claims.has("iat")
                && token.isCurrent(now);
        if (!good) {
            throw notValid();
        }
        return claims;
    }

    /** For us, and issued to us, as far as it says to whom; where it is for others, too, it must. */
    private static boolean isFor(String clientId, JsonNode claims) {
        JsonNode audience = claims.path("aud");
        boolean issuedToUs = clientId.equals(claims.path("azp").textValue());
        if (claims.has("azp") && !issuedToUs) {
            return false;
        }
        boolean forOthersToo = audience.isArray() && audience.size() != 1;
        return AccessToken.isFor(clientId, audience) && (!forOthersToo || issuedToUs);
    }

    private static RuntimeException notValid() {
        return Refusals.oidcRefused(
                "The provider's answer is not valid. Sign in again; if that does not help, ask an admin.");
    }
}
