package io.corebus.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a verified access token of the provider says (RFC 9068).
 *
 * @param subject claim {@code sub}: the name that the provider has for the user
 * @param id names the token where it is counted and in the journal: {@code oidc.} and its {@code jti}, or what its text is hashed to
 * @param scopes those of ours; never empty
 * @param expiresAt claim {@code exp}, seconds since 1970
 */
record ProviderToken(String subject, String id, List<String> scopes, long expiresAt) {
    /** Providers that do not go by RFC 9068 write the second, or nothing. */
    private static final Set<String> TYPES = Set.of("at+jwt", "application/at+jwt", "jwt", "");
    /** Of other tokens that the same keys sign: an ID token; one that whoever shows it would have to prove to be theirs (RFC 7800). */
    private static final Set<String> OTHERS = Set.of("nonce", "at_hash", "c_hash", "cnf");

    /** The second is what some providers write instead. */
    private static final List<String> SCOPES = List.of("scope", "scp");

    private static final List<String> LEAST = List.of("read");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,64}");

    /** The header of what was read, by which its key is found. Fails with {@code invalid-token} 401 where it is none. */
    static SignedToken read(String token) {
        if (token.length() > CompactToken.MAX_LENGTH) {
            throw Refusals.tokenTooLong();
        }
        try {
            return SignedToken.read(token);
        } catch (IllegalArgumentException malformed) {
            throw Refusals.tokenNotValid();
        }
    }

    /**
     * Fails with {@code invalid-token} 401 where it is no access token that this provider has made for one of these audiences, or not now.
     *
     * @param text of the token
     */
    static ProviderToken believe(
            String text, SignedToken token, ProviderKeys keys, String issuer, List<String> audiences, Instant now) {
        JsonNode claims = token.claims();
        boolean good = TYPES.contains(token.header().path("typ").asText("").toLowerCase(Locale.ROOT))
                && OTHERS.stream().noneMatch(claims::has)
                && token.isOf(issuer, keys)
                && audiences.stream().anyMatch(audience -> AccessToken.isFor(audience, claims.path("aud")));
        if (!good) {
            throw Refusals.tokenNotValid();
        }
        if (!token.isCurrent(now)) {
            throw Refusals.tokenExpired();
        }
        return new ProviderToken(
                claims.path("sub").asText(),
                id(claims.path("jti").textValue(), text),
                scopes(claims),
                claims.path("exp").asLong());
    }

    private static String id(@Nullable String jti, String text) {
        boolean usable = jti != null && ID.matcher(jti).matches();
        return "oidc." + (usable ? jti : Encoding.base64url(Encoding.sha256(text)));
    }

    /** A provider that knows no scopes of ours has not said that the token is good for more than the least. */
    private static List<String> scopes(JsonNode claims) {
        List<String> ours = SCOPES.stream()
                .flatMap(name -> words(claims.path(name)))
                .filter(TokenRules::isScope)
                .distinct()
                .toList();
        return ours.isEmpty() ? LEAST : ours;
    }

    private static Stream<String> words(JsonNode claim) {
        return claim.isArray()
                ? StreamSupport.stream(claim.spliterator(), false).map(JsonNode::asText)
                : Stream.of(claim.asText("").split(" "));
    }
}
