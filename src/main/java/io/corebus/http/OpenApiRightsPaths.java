package io.corebus.http;

import static io.corebus.http.OpenApiJson.arrayOf;
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

/** The operations on rights, as {@link RightsRoutes} serves them, with what they answer. */
final class OpenApiRightsPaths {
    private static final OpenApiRefusal QUERY = new OpenApiRefusal(
            new Failure("unknown-parameter", 400, "There is no query parameter 'page'. Known are: feature."),
            "`unknown-parameter`, `bad-query`: the query is not as documented here.");
    private static final OpenApiRefusal WHY_QUERY = new OpenApiRefusal(
            new Failure("bad-query", 400, "action must be read, create, update or delete."),
            "`unknown-parameter`, `bad-query`: the query is not as documented here.");
    private static final OpenApiRefusal NO_FEATURE = new OpenApiRefusal(
            new Failure("unknown-feature", 404, "There is no feature named 'feature' here."),
            "`unknown-feature`: there is no such feature.");
    private static final OpenApiRefusal NOTHING = new OpenApiRefusal(
            new Failure("unknown-feature", 404, "There is no feature named 'feature' here."),
            "`unknown-feature`: there is no such feature. `not-found`: there is no such user or resource.");

    private OpenApiRightsPaths() {}

    static void addTo(ObjectNode paths) {
        path(paths, "/api/me/permissions").set("get", mine());
        path(paths, "/api/permissions/why").set("get", why());
    }

    private static ObjectNode mine() {
        String description =
                "What the caller may do with each feature. A feature of which it may do nothing is left out.";
        return operation("getMyPermissions", "What may I do", description)
                .parameter(query("feature", false, string("Only this one.")))
                .answers(200, "The permissions.")
                .with(200, ref("schemas", "Permissions"), null)
                .refuses(QUERY)
                .refuses(NO_FEATURE)
                .refuses(401, 500, 503, 504)
                .json();
    }

    private static ObjectNode why() {
        String description = "Whether a user may do something, and which entries of the descriptor decide it.";
        return operation("whyPermission", "Why may somebody do something", description)
                .roles(List.of(Caller.ADMIN_ROLE))
                .parameter(query("user", true, string("Id of the user; `anonymous` for one who has not signed in."))
                        .put("example", "anonymous"))
                .parameter(query("feature", true, string("The name of the feature."))
                        .put("example", "features"))
                .parameter(query("action", true, action()))
                .parameter(query("id", false, string("The resource it is about; left out: in general.")))
                .answers(200, "The decision.")
                .with(200, ref("schemas", "PermissionWhy"), null)
                .refuses(WHY_QUERY)
                .refuses(NOTHING)
                .refuses(401, 403, 500, 503, 504)
                .json();
    }

    private static OpenApiOperation operation(String id, String summary, String description) {
        return new OpenApiOperation(id, OpenApiAccountPaths.USERS_TAG, summary, description);
    }

    private static ObjectNode query(String name, boolean required, ObjectNode schema) {
        return described(name, "query", schema).put("required", required);
    }

    static void addSchemas(ObjectNode schemas) {
        schemas.set("Permissions", permissions());
        schemas.set("PermissionWhy", decision());
    }

    private static ObjectNode permissions() {
        ObjectNode feature = new OpenApiObject("What the caller may do with one feature.")
                .required("feature", string("Its name."))
                .required(
                        "actions",
                        names("What it may do: `read`, `create`, `update`, `delete`, and the feature's own actions."))
                .required("limited", list("Those of them that are for some resources only.", action()))
                .optional("readable", names("The declared fields it may read; left out: all."))
                .optional("writable", names("The declared fields it may write; left out: all."))
                .optional("read_only", string("Why it can change nothing at the moment; left out: it can."))
                .open();
        return new OpenApiObject("What the caller may do.")
                .required("user", string("Id of the caller."))
                .required("roles", names("The roles it has."))
                .optional("scopes", names("What its token is good for; left out: all that the user may."))
                .required("features", arrayOf(feature))
                .open();
    }

    private static ObjectNode decision() {
        ObjectNode entry = new OpenApiObject("An entry of the permissions.")
                .required("entry", string("As it stands in the descriptor."))
                .required("applies", flag("Whether it lets the user do it."))
                .required("because", string("Why, or why not."))
                .open();
        return new OpenApiObject("Whether a user may do something, and why.")
                .required("user", string("Id of the user."))
                .required("roles", names("The roles it has."))
                .required("disabled", flag("Whether the user is locked out, so that it may do nothing at all."))
                .required("allowed", flag("Whether it may; asked in general, with some resources at least."))
                .optional("status", OpenApiJson.integer("Of the refusal that the user would get."))
                .optional("code", string("Of that refusal."))
                .required("detail", string("The decision in one sentence."))
                .required("entries", arrayOf(entry))
                .optional("fields", names("The declared fields it may read, or write; left out: all."))
                .open();
    }

    private static ObjectNode action() {
        return oneOf("What is done.", "read", "create", "update", "delete");
    }

    private static ObjectNode names(String description) {
        return list(description, object().put("type", "string"));
    }

    private static ObjectNode list(String description, ObjectNode items) {
        return arrayOf(items).put("description", description);
    }

    private static ObjectNode flag(String description) {
        return object().put("type", "boolean").put("description", description);
    }
}
