package io.corebus.http;

import static io.corebus.http.OpenApiJson.arrayOf;
import static io.corebus.http.OpenApiJson.formatted;
import static io.corebus.http.OpenApiJson.integer;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.string;
import static io.corebus.http.OpenApiJson.texts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the operations on API tokens take and answer. */
final class OpenApiTokenSchemas {
    private static final String SCOPE = "^(read|write|admin|[a-z][a-z0-9_]{0,62}:(read|create|update|delete|act|\\*))$";

    /** No control characters, and not only white space. */
    private static final String NAME =
            "^[^\\u0000-\\u001f\\u007f-\\u009f]*[^\\s\\u2028\\u2029\\u0000-\\u001f\\u007f-\\u009f][^\\u0000-\\u001f\\u007f-\\u009f]*$";

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
                .optional("scopes", scopes("Left out").put("minItems", 1))
                .optional("expires_at", expiry())
                .optional("rate", rate())
                .closed();
    }

    private static OpenApiObject token() {
        return new OpenApiObject("An API token.")
                .required("id", formatted("uuid", "Chosen by the server."))
                .required("prefix", string("How the token begins, so that it can be recognised."))
                .required("name", name())
                .required("scopes", scopes("Empty"))
                .required("created_at", formatted("date-time", "In UTC."))
                .optional("expires_at", formatted("date-time", "In UTC; left out: never."))
                .optional("last_used_at", formatted("date-time", "In UTC, to the minute; left out: never."))
                .optional("rate", rate());
    }

    private static ObjectNode name() {
        ObjectNode name = string("For people: what the token is for, without control characters.");
        name.put("minLength", 1).put("maxLength", 100).put("pattern", NAME);
        return name.set("examples", texts(List.of("Nightly import")));
    }

    private static ObjectNode expiry() {
        ObjectNode expiry = formatted("date-time", "In the future. Left out: never.");
        return expiry.set("examples", texts(List.of("2099-12-31T23:59:59Z")));
    }

    /** @param all how a token says that it is good for all that its user may */
    private static ObjectNode scopes(String all) {
        ObjectNode scope = object().put("type", "string").put("pattern", SCOPE);
        scope.set("examples", texts(List.of("read", "features:create")));
        return arrayOf(scope)
                .put("maxItems", 50)
                .put(
                        "description",
                        "What the token is good for, within what the user may: `read`, `write`, `admin`, or a feature and an action such as `features:create`, or `features:*`. "
                                + all + ": all that the user may.");
    }

    private static ObjectNode rate() {
        return integer("Requests a second that this token may make.")
                .put("minimum", 1)
                .put("maximum", 100_000);
    }
}
