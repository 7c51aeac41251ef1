package io.corebus.access;

import io.corebus.access.AccessMessages.Done;
import io.corebus.bus.Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the access room answers about API tokens: long-lived secrets for programs, {@code cbt_<12 characters>_<49 characters>}. {@link AccessMessages#AUTHENTICATE}
 * takes them like access tokens. Everybody has its own, admins those of all.
 *
 * <p>Failures: those of {@link AccessMessages}, {@code too-many-tokens} 409 and {@code user-disabled} 409.
 */
public final class TokenMessages {
    public static final Address<IssueToken, IssuedToken> ISSUE_TOKEN =
            Address.of("corebus.access.issue-token", IssueToken.class, IssuedToken.class);
    public static final Address<ListTokens, ApiTokens> LIST_TOKENS =
            Address.of("corebus.access.list-tokens", ListTokens.class, ApiTokens.class);
    public static final Address<RevokeToken, Done> REVOKE_TOKEN =
            Address.of("corebus.access.revoke-token", RevokeToken.class, Done.class);

    private static final OpaqueTokens SEEDS = new OpaqueTokens();

    private TokenMessages() {}

    /**
     * @param name for people, 1 to 100 characters
     * @param scopes as in {@link io.corebus.bus.Caller}; null: all that the user may
     * @param expiresAt RFC 3339, in the future; null: never
     * @param rate requests a second that this token may make, 1 to 100,000; null: no rate of its own
     * @param seed of {@link #seed()}. The token is made of it, so that a message that the bus repeats issues one token
     */
    public record IssueToken(
            String user,
            String name,
            @Nullable List<String> scopes,
            @Nullable String expiresAt,
            @Nullable Integer rate,
            String seed) {
        @Override
        public String toString() {
            return "IssueToken[" + user + "]";
        }
    }

    /** @param secret the token itself, which nobody can ask for again */
    public record IssuedToken(ApiToken token, String secret) {
        @Override
        public String toString() {
            return "IssuedToken[" + token.prefix() + "]";
        }
    }

    /**
     * @param prefix how the token begins; also the id of the token that a {@link io.corebus.bus.Caller} carries
     * @param expiresAt RFC 3339, as are the others; null: never
     * @param lastUsedAt to the minute; null: never
     */
    public record ApiToken(
            String id,
            String prefix,
            String name,
            List<String> scopes,
            @Nullable Integer rate,
            String createdAt,
            @Nullable String expiresAt,
            @Nullable String lastUsedAt) {}

    public record ListTokens(String user) {}

    /** Oldest first. */
    public record ApiTokens(List<ApiToken> tokens) {}

    public record RevokeToken(String user, String id) {}

    /** Whether what a {@link io.corebus.bus.Caller} has as its token names an API token; else it is an access token of a sign-in. */
    public static boolean isApiToken(String id) {
        return TokenText.isMeant(id);
    }

    /** 256 random bits, base64url. */
    public static String seed() {
        return SEEDS.create();
    }
}
