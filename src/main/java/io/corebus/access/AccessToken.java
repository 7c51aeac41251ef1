package io.corebus.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a verified access token says.
 *
 * @param user claim {@code sub}
 * @param id claim {@code jti}
 * @param issuedAt claim {@code iat}, seconds since 1970
 * @param notBefore claim {@code nbf}, or {@code iat} where there is none
 * @param expiresAt claim {@code exp}, seconds since 1970
 */
record AccessToken(String user, String id, long issuedAt, long notBefore, long expiresAt) {
    /** Clocks of two nodes differ by a little. Not used for the end: a token is never good for longer than it says. */
    private static final long LEEWAY_SECONDS = 5;

    /** Fails with {@code invalid-token} 401 where the claims are not those that this issuer makes for this audience. */
    static AccessToken read(JsonNode claims, String issuer, String audience) {
        if (!issuer.equals(claims.path("iss").textValue()) || !isFor(audience, claims.path("aud"))) {
            throw Refusals.tokenNotValid();
        }
        long issuedAt = seconds(claims.path("iat"));
        long notBefore = claims.has("nbf") ? seconds(claims.path("nbf")) : issuedAt;
        return new AccessToken(
                text(claims.path("sub")), text(claims.path("jti")), issuedAt, notBefore, seconds(claims.path("exp")));
    }

    /** Fails with {@code invalid-token} 401 where the time is not between its begin and its end. */
    void checkTime(Instant now) {
        if (now.getEpochSecond() >= expiresAt) {
            throw Refusals.tokenExpired();
        }
        if (now.getEpochSecond() + LEEWAY_SECONDS < Math.max(issuedAt, notBefore)) {
            throw Refusals.tokenNotYetValid();
        }
    }

    /** The session that it belongs to; null where it belongs to none. */
    @Nullable
    String session() {
        return TokenIds.session(id);
    }

    /** @param claim {@code aud}: one, or several in an array (RFC 7519, 4.1.3) */
    static boolean isFor(String audience, JsonNode claim) {
        if (!claim.isArray()) {
            return audience.equals(claim.textValue());
        }
        for (JsonNode one : claim) {
            if (audience.equals(one.textValue())) {
                return true;
            }
        }
        return false;
    }

    private static String text(JsonNode claim) {
        String text = claim.textValue();
        if (text == null || text.isEmpty()) {
            throw Refusals.tokenNotValid();
        }
        return text;
    }

    private static long seconds(JsonNode claim) {
        if (!claim.isIntegralNumber() || !claim.canConvertToLong() || claim.longValue() < 0) {
            throw Refusals.tokenNotValid();
        }
        return claim.longValue();
    }
}
