package io.corebus.http;

import static io.corebus.http.OpenApiJson.arrayOf;
import static io.corebus.http.OpenApiJson.formatted;
import static io.corebus.http.OpenApiJson.integer;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.oneOf;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.string;
import static io.corebus.http.OpenApiParameters.described;
import static io.corebus.http.OpenApiParameters.path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import java.util.List;

/** The operations on the controls of features, as {@link ControlRoutes} serves them, with what they take and answer. */
final class OpenApiControlPaths {
    static final String TAG = "Controls";

    private static final String JSON = "application/json";
    private static final String VERSIONS = " `If-Match` names a version of the controls, 0 where there never were any.";
    private static final OpenApiRefusal NO_FEATURE = new OpenApiRefusal(
            new Failure("unknown-feature", 404, "There is no feature named 'feature' here."),
            "`unknown-feature`: there is no such feature.");
    private static final OpenApiRefusal FASTER = new OpenApiRefusal(
            new Failure(
                    "version-mismatch",
                    412,
                    "The controls of 'features' have version 4 now, not the one you named. Read them again and repeat your change.",
                    List.of(),
                    4L,
                    null),
            "`version-mismatch`: the controls have another version now, the `current_version`.");

    private OpenApiControlPaths() {}

    static void addTo(ObjectNode paths) {
        path(paths, "/api/controls").set("get", list());
        ObjectNode one = path(paths, "/api/controls/{feature}");
        one.withArray("parameters")
                .add(described("feature", "path", string("The name of the feature."))
                        .put("required", true)
                        .put("example", "features"));
        one.set("get", get());
        one.set("put", set());
        one.set("delete", reset());
    }

    private static ObjectNode list() {
        return operation("listControls", "Controls: list", "What is set for every feature.")
                .answers(200, "All of them, on one page.")
                .with(200, ref("schemas", "ControlsPage"), null)
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 500, 503, 504)
                .json();
    }

    private static ObjectNode get() {
        return operation("getControls", "Controls: read", "What is set for a feature.")
                .answers(200, "The controls.", "ETag")
                .with(200, ref("schemas", "Controls"), null)
                .refuses(OpenApiRefusal.QUERY)
                .refuses(NO_FEATURE)
                .refuses(401, 403, 500, 503, 504)
                .json();
    }

    private static ObjectNode set() {
        String description =
                "Sets what there is to be for a feature; what is left out gets its default. In force on every node within two seconds."
                        + VERSIONS;
        return operation("setControls", "Controls: set", description)
                .parameters("if-match", "idempotency-key")
                .takes(JSON, ref("schemas", "ControlsToSet"), null)
                .answers(200, "The controls.", "ETag")
                .with(200, ref("schemas", "Controls"), null)
                .refuses(OpenApiRefusal.QUERY_TAGS_KEY_OR_BODY)
                .refuses(NO_FEATURE)
                .refuses(FASTER)
                .refuses(OpenApiRefusal.FORM)
                .refuses(401, 403, 406, 413, 415, 500, 503, 504)
                .json();
    }

    private static ObjectNode reset() {
        String description = "The feature is served as its descriptor says. In force on every node within two seconds.";
        return operation("resetControls", "Controls: reset", description + VERSIONS)
                .parameters("if-match", "idempotency-key")
                .answers(204, "Done.")
                .refuses(OpenApiRefusal.QUERY_TAGS_OR_KEY)
                .refuses(NO_FEATURE)
                .refuses(FASTER)
                .refuses(401, 403, 500, 503, 504)
                .json();
    }

    private static OpenApiOperation operation(String id, String summary, String description) {
        return new OpenApiOperation(id, TAG, summary, description).roles(List.of(Caller.ADMIN_ROLE));
    }

    static void addSchemas(ObjectNode schemas) {
        schemas.set(
                "ControlsToSet",
                controls(new OpenApiObject("What is to be set for a feature.")).closed());
        schemas.set(
                "Controls",
                controls(new OpenApiObject("What is set for a feature.").required("feature", string("Its name.")))
                        .required(
                                "version",
                                integer("0 where nothing was ever set.").put("minimum", 0))
                        .optional("updated_at", formatted("date-time", "In UTC."))
                        .optional("updated_by", string("Id of the user."))
                        .optional("breaker", breaker())
                        .open());
        schemas.set("ControlsPage", OpenApiObject.page("What is set for all features.", ref("schemas", "Controls")));
    }

    private static OpenApiObject controls(OpenApiObject schema) {
        return schema.optional("enabled", flag("False: the feature is served to nobody.", true))
                .optional("read_only", flag("True: nothing of it is changed.", false))
                .optional("reason", reason())
                .optional("rollout", rollout())
                .optional("limits", limits());
    }

    private static ObjectNode breaker() {
        ObjectNode state = oneOf(
                "`closed`: it is asked. `open`: it failed too often, and writes are refused. `half-open`: one call tries.",
                "closed",
                "open",
                "half-open");
        return new OpenApiObject(
                        "Of the feature's business logic; left out where it has none, or where nobody can tell.")
                .required("state", state)
                .optional("since", formatted("date-time", "In UTC; left out where it never was in another state."))
                .open();
    }

    private static ObjectNode reason() {
        ObjectNode reason = string("What those are told who are refused, in one line.")
                .put("minLength", 1)
                .put("maxLength", 200)
                .put("pattern", "^[^\\u0000-\\u001f\\u007f-\\u009f]+$");
        reason.putArray("examples").add("Prices are wrong, back at noon.");
        return reason;
    }

    private static ObjectNode limits() {
        ObjectNode requests = integer("Requests of all callers together, over all nodes; left out: as many as come.")
                .put("minimum", 1)
                .put("maximum", 1_000_000);
        return new OpenApiObject("How much is taken.")
                .optional("requests_per_second", requests)
                .closed();
    }

    private static ObjectNode rollout() {
        ObjectNode percentage = integer("Of all users; always the same ones, and more of them when it grows.")
                .put("minimum", 0)
                .put("maximum", 100)
                .put("default", 100);
        ObjectNode role = object().put("type", "string").put("pattern", "^[a-z][a-z0-9_-]{0,62}$");
        ObjectNode roles = arrayOf(role).put("maxItems", 20);
        return new OpenApiObject("To whom the feature is served, besides admins.")
                .optional("percentage", percentage)
                .optional("roles", roles.put("description", "Whoever has one of them has the feature in any case."))
                .closed();
    }

    private static ObjectNode flag(String description, boolean otherwise) {
        return object().put("type", "boolean").put("description", description).put("default", otherwise);
    }
}
