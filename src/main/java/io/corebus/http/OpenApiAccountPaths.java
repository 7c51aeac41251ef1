package io.corebus.http;

import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiParameters.path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import java.util.List;

/** The operations on accounts, as {@link AccountRoutes} serves them. */
final class OpenApiAccountPaths {
    static final String SIGN_IN_TAG = "Sign-in";
    static final String USERS_TAG = "Users";

    private static final String JSON = "application/json";
    private static final List<String> ADMIN = List.of(Caller.ADMIN_ROLE);

    private static final OpenApiRefusal CREDENTIALS = new OpenApiRefusal(
            new Failure("invalid-credentials", 401, "The e-mail address or the password is wrong."),
            "`invalid-credentials`: the e-mail address or the password is wrong, or the user is disabled. `invalid-token`: there is an Authorization header, which is not needed, and its token is not valid.");
    private static final OpenApiRefusal REFRESH_TOKEN = new OpenApiRefusal(
            new Failure(
                    "invalid-token",
                    401,
                    "The refresh token is not valid, has expired or was used before. Sign in again."),
            "`invalid-token`: the refresh token is unknown, expired or used before, or its user is gone or disabled.");
    static final OpenApiRefusal NEEDLESS_TOKEN = new OpenApiRefusal(
            new Failure("invalid-token", 401, "The access token is not valid. Sign in again to get a new one."),
            "`invalid-token`: there is an Authorization header, which is not needed, and its token is not valid.");
    private static final OpenApiRefusal SETUP_TOKEN = new OpenApiRefusal(
            new Failure(
                    "setup-token",
                    403,
                    "The set-up link is not valid or has expired. Restart a node to get a new one."),
            "`setup-token`: the set-up token is not the one that was offered, or has expired.");
    private static final OpenApiRefusal SETUP_CLOSED = new OpenApiRefusal(
            new Failure("setup-closed", 409, "There is an admin already. Sign in, or ask an admin for an account."),
            "`setup-closed`: there is an admin already.");
    private static final OpenApiRefusal EMAIL_TAKEN =
            new OpenApiRefusal(emailTaken(), "`conflict`: there is a user with this e-mail address already.");
    private static final OpenApiRefusal LAST_ADMIN = new OpenApiRefusal(
            new Failure("last-admin", 409, "No enabled admin would be left. Make another user an admin first."),
            "`last-admin`: no enabled admin would be left.");

    private OpenApiAccountPaths() {}

    static void addTo(ObjectNode paths) {
        path(paths, "/api/auth/login").set("post", signIn());
        path(paths, "/api/auth/refresh").set("post", refresh());
        path(paths, "/api/auth/logout").set("post", signOut());
        path(paths, "/api/auth/setup").set("post", setUp());
        path(paths, "/api/auth/keys/rotate").set("post", rotateKeys());
        path(paths, "/.well-known/jwks.json").set("get", keys());
        path(paths, "/api/me").set("get", me());
        ObjectNode all = path(paths, "/api/users");
        all.set("get", list());
        all.set("post", create());
        ObjectNode one = path(paths, "/api/users/{id}");
        one.withArray("parameters").add(ref("parameters", "id"));
        one.set("get", get());
        one.set("patch", change());
        one.set("delete", delete());
        OpenApiSessionPaths.addTo(paths);
        OpenApiTokenPaths.addTo(paths);
        OpenApiIdentityPaths.addTo(paths);
        OpenApiOidcPaths.addTo(paths);
    }

    private static ObjectNode signIn() {
        return form(signing("signIn", "Sign in", "Exchanges an e-mail address and a password for tokens."), "SignIn")
                .answers(200, "The tokens.")
                .with(200, ref("schemas", "Tokens"), null)
                .refuses(CREDENTIALS)
                .refuses(429)
                .json();
    }

    private static ObjectNode refresh() {
        String description =
                "Exchanges a refresh token for an access token and the next refresh token. Each works once; the reuse of one ends its session.";
        return form(signing("refresh", "Stay signed in", description), "RefreshToken")
                .answers(200, "The tokens.")
                .with(200, ref("schemas", "Tokens"), null)
                .refuses(REFRESH_TOKEN)
                .json();
    }

    private static ObjectNode signOut() {
        String description = "Ends the session of a refresh token. One that is none is as good as signed out.";
        return form(signing("signOut", "Sign out", description), "RefreshToken")
                .answers(204, "The session has ended.")
                .refuses(NEEDLESS_TOKEN)
                .json();
    }

    private static ObjectNode rotateKeys() {
        String description =
                "Makes a new key that signs access tokens from now on. Tokens that were signed with the keys before stay good until they expire.";
        return new OpenApiOperation("rotateKeys", SIGN_IN_TAG, "Rotate the signing keys", description)
                .roles(ADMIN)
                .answers(204, "There is a new key.")
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 500, 503, 504)
                .json();
    }

    private static ObjectNode setUp() {
        String description = "Creates the first admin with the one-time token of the set-up link, and signs it in.";
        return form(signing("setUp", "Set up the first admin", description), "Setup")
                .answers(200, "The tokens of the new admin.")
                .with(200, ref("schemas", "Tokens"), null)
                .refuses(NEEDLESS_TOKEN)
                .refuses(SETUP_TOKEN)
                .refuses(SETUP_CLOSED)
                .refuses(429)
                .json();
    }

    private static ObjectNode keys() {
        String description = "The public keys with which others can verify access tokens, as a JWK set (RFC 7517).";
        return signing("publicKeys", "Public keys", description)
                .answers(200, "The keys.")
                .with(200, ref("schemas", "KeySet"), null)
                .refuses(OpenApiRefusal.QUERY)
                .refuses(NEEDLESS_TOKEN)
                .refuses(500, 503, 504)
                .json();
    }

    private static ObjectNode me() {
        return users("getMe", "Who am I", "The user whose token the request has.")
                .answers(200, "The user.")
                .with(200, ref("schemas", "User"), null)
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 404, 500, 503, 504)
                .json();
    }

    private static ObjectNode list() {
        return users("listUsers", "Users: list", "A page of users, in the order of their ids.")
                .roles(ADMIN)
                .parameters("limit", "cursor")
                .answers(200, "The page.", "Link")
                .with(200, ref("schemas", "UserList"), null)
                .refuses(OpenApiRefusal.LIST_QUERY)
                .refuses(401, 403, 500, 503, 504)
                .json();
    }

    private static ObjectNode create() {
        return form(users("createUsers", "Users: create", "Creates a user.").roles(ADMIN), "NewUser")
                .answers(201, "The user as it was created.", "Location")
                .with(201, ref("schemas", "User"), null)
                .refuses(EMAIL_TAKEN)
                .refuses(401, 403)
                .json();
    }

    private static ObjectNode get() {
        return users("getUsers", "Users: get", "One user. Takes the role admin, or to be that user.")
                .answers(200, "The user.")
                .with(200, ref("schemas", "User"), null)
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 404, 500, 503, 504)
                .json();
    }

    private static ObjectNode change() {
        String description = "Changes what is named. A new password ends the user's sessions, and so does `disabled`.";
        return form(users("changeUsers", "Users: change", description).roles(ADMIN), "UserChange")
                .takes("application/merge-patch+json", ref("schemas", "UserChange"), null)
                .answers(200, "The user as it is now.")
                .with(200, ref("schemas", "User"), null)
                .refuses(LAST_ADMIN)
                .refuses(401, 403, 404)
                .json();
    }

    private static ObjectNode delete() {
        return users("deleteUsers", "Users: delete", "Deletes a user and ends its sessions.")
                .roles(ADMIN)
                .answers(204, "The user is deleted.")
                .refuses(OpenApiRefusal.QUERY)
                .refuses(LAST_ADMIN)
                .refuses(401, 403, 404, 500, 503, 504)
                .json();
    }

    private static OpenApiOperation signing(String id, String summary, String description) {
        return new OpenApiOperation(id, SIGN_IN_TAG, summary, description).anonymous();
    }

    static OpenApiOperation users(String id, String summary, String description) {
        return new OpenApiOperation(id, USERS_TAG, summary, description);
    }

    /** The same as one may do for oneself, for a user that there may not be. */
    static ObjectNode ofAdmins(OpenApiOperation operation) {
        return operation.roles(ADMIN).refuses(404).json();
    }

    /** What {@link JsonForm} takes, and refuses. */
    static OpenApiOperation form(OpenApiOperation operation, String schema) {
        return operation
                .takes(JSON, ref("schemas", schema), null)
                .refuses(OpenApiRefusal.QUERY_OR_BODY)
                .refuses(OpenApiRefusal.FORM)
                .refuses(406, 413, 415, 500, 503, 504);
    }

    private static Failure emailTaken() {
        String detail = "There is a user with this e-mail address already.";
        return new Failure("conflict", 409, detail, List.of(new FieldFault("/email", "unique", detail)), null, null);
    }
}
