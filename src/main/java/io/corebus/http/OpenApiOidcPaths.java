package io.corebus.http;

import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.string;
import static io.corebus.http.OpenApiParameters.path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;

/** The operations of sign-in with a provider, as {@link OidcRoutes} serves them. */
final class OpenApiOidcPaths {
    private static final OpenApiRefusal OFF = new OpenApiRefusal(
            new Failure("oidc-not-configured", 404, "There is no sign-in with a provider here. Use a password."),
            "`oidc-not-configured`: no provider is configured.");
    private static final OpenApiRefusal STATE = new OpenApiRefusal(
            new Failure(
                    "oidc-state",
                    400,
                    "This sign-in was begun elsewhere, took too long, or is finished already. Begin again."),
            "`oidc-state`: this browser did not begin this sign-in, or it is over. `unknown-parameter`, `bad-query`, `malformed-json`: the request is not as documented here.");
    private static final OpenApiRefusal REFUSED = new OpenApiRefusal(
            new Failure("oidc-refused", 403, "There is no account with your e-mail address. Ask an admin for one."),
            "`oidc-refused`: the provider does not let this person in, or its answer does not hold, or there is no account.");
    private static final OpenApiRefusal RETURN = new OpenApiRefusal(
            new Failure("validation", 422, "/return_to: This must be a path of this server, such as /admin."),
            "`validation`: `return_to` is no path of this server.");

    private OpenApiOidcPaths() {}

    static void addTo(ObjectNode paths) {
        path(paths, "/api/auth/oidc").set("get", find());
        path(paths, "/api/auth/oidc/login").set("get", login());
        path(paths, "/api/auth/oidc/callback").set("get", callback());
        path(paths, "/api/auth/oidc/token").set("post", token());
    }

    private static ObjectNode find() {
        return signing("oidcFind", "Whether there is a provider", "For a page that has to know whether to offer it.")
                .refuses(OpenApiRefusal.QUERY)
                .refuses(500, 503, 504)
                .answers(200, "Whether a sign-in with a provider is configured.")
                .with(200, ref("schemas", "OidcOffer"), null)
                .json();
    }

    private static ObjectNode login() {
        String description = "For a browser: goes to the provider, and comes back to `return_to#oidc_code=...`.";
        return signing("oidcLogin", "Sign in with a provider", description)
                .parameter(parameter(
                        "return_to", "A path of this server where the page goes on; `/` where it is left out."))
                .answers(303, "To the provider.", "Location")
                .refuses(OpenApiRefusal.USERS_QUERY)
                .refuses(OFF)
                .refuses(RETURN)
                .refuses(500, 503, 504)
                .json();
    }

    private static ObjectNode callback() {
        String description =
                "For the provider, which sends the browser here. Nobody else calls it. Whatever other parameters the provider adds are left aside.";
        return signing("oidcCallback", "Back from the provider", description)
                .parameter(parameter("state", "As it was sent."))
                .parameter(parameter("code", "For one exchange."))
                .parameter(parameter("iss", "The provider (RFC 9207)."))
                .parameter(parameter("error", "Where the provider lets nobody in."))
                .answers(303, "To the page, with `#oidc_code=...`.", "Location")
                .refuses(STATE)
                .refuses(REFUSED)
                .refuses(OFF)
                .refuses(500, 503, 504)
                .json();
    }

    private static ObjectNode token() {
        String description =
                "Exchanges the code that the page got in its fragment for tokens, within a minute, once, and in the browser that signed in.";
        return OpenApiAccountPaths.form(
                        signing("oidcToken", "Tokens after a sign-in with a provider", description), "OidcCode")
                .answers(200, "The tokens.")
                .with(200, ref("schemas", "Tokens"), null)
                .refuses(STATE)
                .refuses(OFF)
                .json();
    }

    private static OpenApiOperation signing(String id, String summary, String description) {
        return new OpenApiOperation(id, OpenApiAccountPaths.SIGN_IN_TAG, summary, description)
                .anonymous()
                .refuses(OpenApiAccountPaths.NEEDLESS_TOKEN);
    }

    private static ObjectNode parameter(String name, String description) {
        ObjectNode parameter = object().put("name", name).put("in", "query");
        parameter.set("schema", string(description));
        return parameter.put("description", description);
    }
}
