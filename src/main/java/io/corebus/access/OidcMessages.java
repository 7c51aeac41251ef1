package io.corebus.access;

import io.corebus.access.AccessMessages.Client;
import io.corebus.access.AccessMessages.Done;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.bus.Address;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the access room answers about sign-in with a provider of OpenID Connect: the authorization code flow with PKCE. A door begins it, sends the browser to the
 * provider, finishes it when the browser is back, and gives the page a code for which it gets its tokens once. Also under which names providers know a user; that is
 * answered where no provider is configured, too.
 *
 * <p>Failures: those of {@link AccessMessages}, {@code oidc-not-configured} 404, {@code oidc-state} 400, {@code oidc-refused} 403, {@code oidc-unavailable} 503.
 */
public final class OidcMessages {
    /** The provider is asked in between: more time for one attempt. */
    private static final Duration ATTEMPT = Duration.ofSeconds(8);

    public static final Address<FindOidc, OidcOffer> FIND_OIDC =
            Address.of("corebus.access.find-oidc", FindOidc.class, OidcOffer.class);
    public static final Address<BeginOidc, BegunOidc> BEGIN_OIDC = Address.of(
                    "corebus.access.begin-oidc", BeginOidc.class, BegunOidc.class)
            .withAttempt(ATTEMPT);
    public static final Address<FinishOidc, FinishedOidc> FINISH_OIDC = Address.of(
                    "corebus.access.finish-oidc", FinishOidc.class, FinishedOidc.class)
            .withAttempt(ATTEMPT);
    public static final Address<RedeemOidc, Tokens> REDEEM_OIDC =
            Address.of("corebus.access.redeem-oidc", RedeemOidc.class, Tokens.class);
    public static final Address<ListIdentities, ForeignIdentities> LIST_IDENTITIES =
            Address.of("corebus.access.list-identities", ListIdentities.class, ForeignIdentities.class);
    public static final Address<UnlinkUser, Done> UNLINK_USER =
            Address.of("corebus.access.unlink-user", UnlinkUser.class, Done.class);

    private OidcMessages() {}

    /** Whether there is a provider to sign in with. */
    public record FindOidc() {}

    /** @param tokenIssuer whose access tokens are taken, too; null: nobody's */
    public record OidcOffer(boolean configured, @Nullable String tokenIssuer) {}

    /**
     * @param redirectUri where the provider sends the browser back to
     * @param returnTo a path of ours where the page goes on in the end
     */
    public record BeginOidc(String redirectUri, String returnTo) {}

    /**
     * @param location where to send the browser
     * @param flow sealed, for the browser to keep until it is back: so any node can go on
     */
    public record BegunOidc(String location, String flow) {
        @Override
        public String toString() {
            return "BegunOidc[]";
        }
    }

    /**
     * @param flow what the browser kept
     * @param issuer parameter {@code iss} (RFC 9207)
     * @param error what the provider said where it did not let somebody in
     */
    public record FinishOidc(
            @Nullable String flow,
            @Nullable String state,
            @Nullable String code,
            @Nullable String issuer,
            @Nullable String error,
            Client client) {
        @Override
        public String toString() {
            return "FinishOidc[]";
        }
    }

    /**
     * @param code good for one exchange within a minute, together with the binding
     * @param binding for the browser to keep where no script sees it
     */
    public record FinishedOidc(String code, String binding, String returnTo) {
        @Override
        public String toString() {
            return "FinishedOidc[]";
        }
    }

    public record RedeemOidc(String code, @Nullable String binding) {
        @Override
        public String toString() {
            return "RedeemOidc[]";
        }
    }

    /** Everybody may ask for its own, admins for those of all. */
    public record ListIdentities(String user) {}

    /** Oldest first. */
    public record ForeignIdentities(List<ForeignIdentity> identities) {}

    /**
     * @param issuer the provider
     * @param subject how it knows the user
     * @param createdAt RFC 3339: when the user was linked
     */
    public record ForeignIdentity(String issuer, String subject, String createdAt) {}

    /**
     * Forgets under which names providers know a user, all of them: the next one who signs in with the user's verified e-mail address is linked. Ends no session. For
     * admins; fails with {@code not-found} 404.
     */
    public record UnlinkUser(String user) {}
}
