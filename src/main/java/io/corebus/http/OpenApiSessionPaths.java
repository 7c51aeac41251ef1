package io.corebus.http;

import static io.corebus.http.OpenApiJson.formatted;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiParameters.path;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The operations on sessions and one's own password, as {@link SessionRoutes} serves them. */
final class OpenApiSessionPaths {
    private OpenApiSessionPaths() {}

    static void addTo(ObjectNode paths) {
        path(paths, "/api/me/password").set("post", changePassword());
        ObjectNode mine = path(paths, "/api/me/sessions");
        mine.set("get", list("listMySessions", "My sessions").json());
        mine.set(
                "delete", revokeAll("revokeMySessions", "End my other sessions").json());
        ObjectNode oneOfMine = path(paths, "/api/me/sessions/{session}");
        oneOfMine.withArray("parameters").add(session());
        oneOfMine.set("delete", revoke("revokeMySession", "End a session").json());
        ObjectNode ofUser = path(paths, "/api/users/{id}/sessions");
        ofUser.withArray("parameters").add(ref("parameters", "id"));
        ofUser.set("get", OpenApiAccountPaths.ofAdmins(list("listSessions", "Users: sessions")));
        ofUser.set("delete", OpenApiAccountPaths.ofAdmins(revokeAll("revokeSessions", "Users: end all sessions")));
        ObjectNode oneOfUser = path(paths, "/api/users/{id}/sessions/{session}");
        oneOfUser.withArray("parameters").add(ref("parameters", "id")).add(session());
        oneOfUser.set("delete", OpenApiAccountPaths.ofAdmins(revoke("revokeSession", "Users: end a session")));
    }

    private static ObjectNode session() {
        return OpenApiParameters.parameter("session", "path", formatted("uuid", "The `id` of the session."))
                .put("required", true);
    }

    private static ObjectNode changePassword() {
        String description =
                "Changes the password of whoever asks, and ends its other sessions. Takes the password it has now.";
        return OpenApiAccountPaths.form(
                        OpenApiAccountPaths.users("changeMyPassword", "Change my password", description),
                        "PasswordChange")
                .answers(204, "The password is changed.")
                .refuses(401, 403, 404, 429)
                .json();
    }

    private static OpenApiOperation list(String id, String summary) {
        return OpenApiAccountPaths.users(id, summary, "The sessions of a user that are alive, newest first.")
                .answers(200, "The sessions.")
                .with(200, ref("schemas", "Sessions"), null)
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 500, 503, 504);
    }

    private static OpenApiOperation revoke(String id, String summary) {
        String description = "Ends a session; its access tokens are refused by every node within two seconds.";
        return ending(OpenApiAccountPaths.users(id, summary, description)).refuses(404);
    }

    private static OpenApiOperation revokeAll(String id, String summary) {
        String description =
                "Ends the sessions of a user, but for the one in which it is asked; their access tokens are refused by every node within two seconds.";
        return ending(OpenApiAccountPaths.users(id, summary, description));
    }

    private static OpenApiOperation ending(OpenApiOperation operation) {
        return operation
                .answers(204, "It has ended.")
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 500, 503, 504);
    }
}
