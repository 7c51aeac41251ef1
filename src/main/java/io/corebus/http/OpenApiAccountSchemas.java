package io.corebus.http;

import static io.corebus.http.OpenApiJson.arrayOf;
import static io.corebus.http.OpenApiJson.formatted;
import static io.corebus.http.OpenApiJson.integer;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.oneOf;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.string;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the operations on accounts take and answer. */
final class OpenApiAccountSchemas {
    private OpenApiAccountSchemas() {}

    static void addTo(ObjectNode schemas) {
        schemas.set("SignIn", signIn());
        schemas.set("RefreshToken", refreshToken());
        schemas.set("Setup", setup());
        schemas.set("Tokens", tokens());
        schemas.set("User", user());
        schemas.set("UserList", OpenApiObject.page("A page of users.", ref("schemas", "User")));
        schemas.set("NewUser", newUser());
        schemas.set("UserChange", userChange());
        schemas.set("PasswordChange", passwordChange());
        schemas.set("Sessions", sessions());
        schemas.set("Identities", identities());
        schemas.set(
                "OidcCode",
                new OpenApiObject("What the page got in its fragment.")
                        .required("code", string("The `oidc_code`."))
                        .closed());
        schemas.set(
                "OidcOffer",
                new OpenApiObject("Whether there is a provider.")
                        .required("configured", OpenApiJson.object().put("type", "boolean"))
                        .closed());
        schemas.set("KeySet", keySet());
        OpenApiTokenSchemas.addTo(schemas);
    }

    private static ObjectNode signIn() {
        return new OpenApiObject("Who signs in.")
                .required("email", email())
                .required("password", password("The password."))
                .closed();
    }

    private static ObjectNode refreshToken() {
        return new OpenApiObject("The refresh token of a session.")
                .required(
                        "refresh_token",
                        string("As it came with the access token.").put("minLength", 1))
                .closed();
    }

    private static ObjectNode setup() {
        return new OpenApiObject("Who becomes the first admin.")
                .required("token", string("The one-time token of the set-up link."))
                .required("email", email())
                .required("password", newPassword())
                .closed();
    }

    private static ObjectNode tokens() {
        ObjectNode lifetime =
                integer("Seconds that the access token is good for.").put("minimum", 1);
        return new OpenApiObject("What a client shows from now on.")
                .required("access_token", string("A JWT: send it as `Authorization: Bearer ...`."))
                .required("token_type", oneOf("Always the same.", "Bearer"))
                .required("expires_in", lifetime)
                .required("refresh_token", string("Good for one exchange against the next tokens."))
                .open();
    }

    private static ObjectNode user() {
        return new OpenApiObject("A user.")
                .required("id", formatted("uuid", "Chosen by the server."))
                .required("email", email())
                .required("roles", roles())
                .required("disabled", flag("Whether the user is locked out."))
                .required("created_at", formatted("date-time", "In UTC."))
                .open();
    }

    private static ObjectNode newUser() {
        return new OpenApiObject("Who becomes a user.")
                .required("email", email())
                .required("password", newPassword())
                .required("roles", roles())
                .closed();
    }

    private static ObjectNode userChange() {
        return new OpenApiObject("What of a user changes; what is left out stays.")
                .optional("password", newPassword())
                .optional("roles", roles())
                .optional("disabled", flag("Whether the user is locked out."))
                .closed();
    }

    private static ObjectNode passwordChange() {
        return new OpenApiObject("A change of one's own password.")
                .required("old_password", password("The one you have now."))
                .required("password", newPassword())
                .closed();
    }

    private static ObjectNode sessions() {
        ObjectNode session = new OpenApiObject("What lasts from a sign-in to a sign-out.")
                .required("id", formatted("uuid", "Chosen by the server."))
                .required("current", flag("Whether the token of this request belongs to it."))
                .required("created_at", formatted("date-time", "In UTC."))
                .required("last_used_at", formatted("date-time", "When it began or was prolonged last."))
                .required("expires_at", formatted("date-time", "When it ends unless it is prolonged."))
                .optional("address", string("From where it began."))
                .optional("user_agent", string("With what it began, cut to 200 characters."))
                .open();
        return new OpenApiObject("The sessions of a user.")
                .required("data", arrayOf(session))
                .closed();
    }

    private static ObjectNode identities() {
        ObjectNode identity = new OpenApiObject("The name by which a provider of OpenID Connect knows a user.")
                .required("issuer", string("The provider."))
                .required("subject", string("The name, which the provider chose (`sub`)."))
                .required("created_at", formatted("date-time", "In UTC: when the user was linked."))
                .open();
        return new OpenApiObject("All names by which providers know a user.")
                .required("data", arrayOf(identity))
                .closed();
    }

    private static ObjectNode keySet() {
        ObjectNode key = new OpenApiObject("An Ed25519 public key (RFC 8037).")
                .required("kty", oneOf("The kind of key.", "OKP"))
                .required("crv", oneOf("The curve.", "Ed25519"))
                .required("alg", oneOf("The algorithm.", "EdDSA"))
                .required("use", oneOf("What it is for.", "sig"))
                .required("kid", string("The name of the key, which tokens carry in their header."))
                .required("x", string("The key itself, base64url."))
                .open();
        return new OpenApiObject("A JWK set.").required("keys", arrayOf(key)).open();
    }

    private static ObjectNode email() {
        return formatted("idn-email", "Compared without regard to case.")
                .put("minLength", 1)
                .put("maxLength", 254);
    }

    private static ObjectNode password(String description) {
        return formatted("password", description).put("minLength", 1).put("maxLength", 128);
    }

    private static ObjectNode newPassword() {
        return password("The setting `access.password-min-length` tells the fewest characters.")
                .put("minLength", 8);
    }

    private static ObjectNode roles() {
        ObjectNode role = object().put("type", "string").put("pattern", "^[a-z][a-z0-9_-]{0,62}$");
        return arrayOf(role).put("maxItems", 50).put("description", "`admin` may do everything.");
    }

    private static ObjectNode flag(String description) {
        return object().put("type", "boolean").put("description", description);
    }
}
