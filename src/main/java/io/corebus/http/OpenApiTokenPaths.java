package io.corebus.http;

import static io.corebus.http.OpenApiJson.formatted;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiParameters.path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;

/** The operations on API tokens, as {@link TokenRoutes} serves them. */
final class OpenApiTokenPaths {
    private static final OpenApiRefusal TOO_MANY = new OpenApiRefusal(
            new Failure("too-many-tokens", 409, "A user has at most 100 API tokens. Revoke those that nobody uses."),
            "`too-many-tokens`: the user has as many API tokens as a user may have. `user-disabled`: the user is disabled.");

    private OpenApiTokenPaths() {}

    static void addTo(ObjectNode paths) {
        ObjectNode mine = path(paths, "/api/me/tokens");
        mine.set("get", list("listMyTokens", "My API tokens").json());
        mine.set("post", issue("issueMyToken", "Issue an API token").json());
        ObjectNode oneOfMine = path(paths, "/api/me/tokens/{token}");
        oneOfMine.withArray("parameters").add(token());
        oneOfMine.set("delete", revoke("revokeMyToken", "Revoke an API token").json());
        ObjectNode ofUser = path(paths, "/api/users/{id}/tokens");
        ofUser.withArray("parameters").add(ref("parameters", "id"));
        ofUser.set("get", OpenApiAccountPaths.ofAdmins(list("listTokens", "Users: API tokens")));
        ofUser.set("post", OpenApiAccountPaths.ofAdmins(issue("issueToken", "Users: issue an API token")));
        ObjectNode oneOfUser = path(paths, "/api/users/{id}/tokens/{token}");
        oneOfUser.withArray("parameters").add(ref("parameters", "id")).add(token());
        oneOfUser.set("delete", OpenApiAccountPaths.ofAdmins(revoke("revokeToken", "Users: revoke an API token")));
    }

    private static ObjectNode token() {
        return OpenApiParameters.parameter(
                        "token", "path", formatted("uuid", "The `id` of the API token, not the token itself."))
                .put("required", true);
    }

    private static OpenApiOperation list(String id, String summary) {
        return OpenApiAccountPaths.users(id, summary, "The API tokens of a user, oldest first, without their secrets.")
                .answers(200, "The tokens.")
                .with(200, ref("schemas", "ApiTokens"), null)
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 500, 503, 504);
    }

    private static OpenApiOperation issue(String id, String summary) {
        String description =
                "Issues a long-lived token for a program. The answer shows it, and nothing ever does again. An API token issues others only where it is one of an admin and has no scopes, or the scope `admin`.";
        return OpenApiAccountPaths.form(OpenApiAccountPaths.users(id, summary, description), "NewApiToken")
                .answers(201, "The token.", "Location")
                .with(201, ref("schemas", "IssuedApiToken"), null)
                .refuses(TOO_MANY)
                .refuses(401, 403);
    }

    private static OpenApiOperation revoke(String id, String summary) {
        return OpenApiAccountPaths.users(
                        id, summary, "Revokes an API token: within two seconds no node takes it any more.")
                .answers(204, "The token is revoked.")
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 404, 500, 503, 504);
    }
}
