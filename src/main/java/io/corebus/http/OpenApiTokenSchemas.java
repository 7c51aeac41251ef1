package io.corebus.http;

import static io.corebus.http.OpenApiJson.arrayOf;
import static io.corebus.http.OpenApiJson.formatted;
import static io.corebus.http.OpenApiJson.integer;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.string;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the operations on API tokens take and answer. */
final class OpenApiTokenSchemas {
    private static final String SCOPE = "^(read|write|admin|[a-z][a-z0-9_]{0,62}:[a-z][a-z0-9_-]{0,62})$";

    private OpenApiTokenSchemas() {}

    static void addTo(ObjectNode schemas) {
        schemas.set("NewApiToken", newToken());
        schemas.set("ApiToken", token().open());
        schemas.set(
                "IssuedApiToken",
                token().required(
                                "token",
                                string("The token itself: send it as `Authorization: Bearer ...`.")
                                        .put("pattern", "^cbt_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$"))
                        .open());
        schemas.set(
                "ApiTokens",
                new OpenApiObject("All API tokens of a user.")
                        .required("data", arrayOf(ref("schemas", "ApiToken")))
                        .closed());
    }

    private static ObjectNode newToken() {
        return new OpenApiObject("An API token to be issued.")
                .required("name", name())
                .optional("scopes", scopes())
                .optional("expires_at", formatted("date-time", "In the future. Left out: never."))
                .optional("rate", rate())
                .closed();
    }

    private static OpenApiObject token() {
        return new OpenApiObject("An API token.")
                .required("id", formatted("uuid", "Chosen by the server."))
                .required("prefix", string("How the token begins, so that it can be recognised."))
                .required("name", name())
                .required("scopes", scopes())
                .required("created_at", formatted("date-time", "In UTC."))
                .optional("expires_at", formatted("date-time", "In UTC; left out: never."))
                .optional("last_used_at", formatted("date-time", "In UTC, to the minute; left out: never."))
                .optional("rate", rate());
    }

    private static ObjectNode name() {
        return string("For people: what the token is for.").put("minLength", 1).put("maxLength", 100);
    }

    private static ObjectNode scopes() {
        ObjectNode scope = object().put("type", "string").put("pattern", SCOPE);
        return arrayOf(scope)
                .put("maxItems", 50)
                .put(
                        "description",
                        "What the token is good for, within what the user may: `read`, `write`, `admin`, or a feature and an action such as `features:create`. Empty: all that the user may.");
    }

    private static ObjectNode rate() {
        return integer("Requests a second that this token may make.")
                .put("minimum", 1)
                .put("maximum", 100_000);
    }
}
