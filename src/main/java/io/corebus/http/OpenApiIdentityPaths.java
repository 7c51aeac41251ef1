package io.corebus.http;

import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiParameters.path;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The operations on the names that providers have for users, as {@link IdentityRoutes} serves them. */
final class OpenApiIdentityPaths {
    private OpenApiIdentityPaths() {}

    static void addTo(ObjectNode paths) {
        path(paths, "/api/me/identities")
                .set(
                        "get",
                        list("listMyIdentities", "My identities at a provider").json());
        ObjectNode ofUser = path(paths, "/api/users/{id}/identities");
        ofUser.withArray("parameters").add(ref("parameters", "id"));
        ofUser.set("get", OpenApiAccountPaths.ofAdmins(list("listIdentities", "Users: identities at a provider")));
        ofUser.set("delete", OpenApiAccountPaths.ofAdmins(unlink()));
    }

    private static OpenApiOperation list(String id, String summary) {
        String description =
                "By which name which provider of OpenID Connect knows a user, oldest first. Empty for whoever has never signed in with one.";
        return OpenApiAccountPaths.users(id, summary, description)
                .answers(200, "The identities.")
                .with(200, ref("schemas", "Identities"), null)
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 500, 503, 504);
    }

    private static OpenApiOperation unlink() {
        String description =
                "Forgets all identities of a user. The next one who signs in with a provider that has verified the e-mail address of the user is linked then. Sessions go on: end them with `DELETE /api/users/{id}/sessions`.";
        return OpenApiAccountPaths.users("unlinkUser", "Users: unlink from the provider", description)
                .answers(204, "No provider is linked to the user any more, whether there was one or not.")
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 500, 503, 504);
    }
}
