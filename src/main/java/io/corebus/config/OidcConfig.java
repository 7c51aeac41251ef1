package io.corebus.config;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sign-in with a provider of OpenID Connect. On when there is an issuer. */
@Section("oidc")
public record OidcConfig(
        @Setting(
                doc =
                        "The provider, such as https://id.example.com: what its discovery document calls its issuer. Unset: no sign-in elsewhere.")
        @Nullable
        String issuer,

        @Setting(doc = "The client that the provider knows Corebus as.") @Nullable
        String clientId,

        @Setting(doc = "The secret of that client. Unset: a public client, which PKCE alone protects.", secret = true)
        @Nullable
        String clientSecret,

        @Setting(value = "openid,email", doc = "What is asked for; `openid` must be among it.")
        List<String> scopes,

        @Setting(
                doc =
                        "What access tokens of the provider must be made for to be taken by all doors, such as https://api.example.com/mcp. Unset: none are.")
        List<String> audiences,

        @Setting(
                doc =
                        "The claim that holds the roles or groups at the provider. Unset: roles are given here, not there.")
        @Nullable
        String rolesClaim,

        @Setting(
                doc =
                        "What the values of that claim are here, such as `staff=editor,admins=admin`. At each sign-in the user gets exactly the roles that this gives.")
        List<String> roles,

        @Setting(
                value = "false",
                doc =
                        "Whether whoever the provider lets in gets an account. Else only those get in whose verified e-mail address a user has already.")
        boolean createUsers) {
    private static final Set<String> NO_ROLES = Set.of("owner", "authenticated", "public", "system", "anonymous");

    public OidcConfig {
        if (issuer != null) {
            if (clientId == null) {
                throw new IllegalArgumentException(
                        "oidc.issuer needs oidc.client-id, too: set COREBUS_OIDC_CLIENT_ID.");
            }
            if (!isSafe(issuer)) {
                throw new IllegalArgumentException(
                        "oidc.issuer must be an https address (http only on this machine), not '" + issuer + "'.");
            }
            if (!scopes.contains("openid")) {
                throw new IllegalArgumentException("oidc.scopes must contain openid.");
            }
        }
        if (!audiences.isEmpty() && issuer == null) {
            throw new IllegalArgumentException(
                    "oidc.audiences needs oidc.issuer, too: whose access tokens are taken. Set COREBUS_OIDC_ISSUER.");
        }
        if (clientId != null && audiences.contains(clientId)) {
            throw new IllegalArgumentException(
                    "oidc.audiences must not have oidc.client-id: that is whom ID tokens are made for, which are no access tokens. Let the provider make access tokens for another audience.");
        }
        for (String role : roles) {
            if (!role.matches("[^=]+=[a-z][a-z0-9_-]{0,62}")) {
                throw new IllegalArgumentException("oidc.roles must be a list of value=role, not '" + role + "'.");
            }
            if (NO_ROLES.contains(role.substring(role.indexOf('=') + 1))) {
                throw new IllegalArgumentException("oidc.roles must give roles that a user can have, not '" + role
                        + "': owner, authenticated, public, system and anonymous are none.");
            }
        }
    }

    private static boolean isSafe(String issuer) {
        try {
            URI uri = URI.create(issuer);
            boolean here = "127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost());
            return "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && here);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "OidcConfig[" + issuer + "]";
    }
}
