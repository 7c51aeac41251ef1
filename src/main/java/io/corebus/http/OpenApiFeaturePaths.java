package io.corebus.http;

import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiParameters.path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.door.Negotiation;
import io.corebus.feature.Feature;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.FeatureAction;
import io.corebus.feature.Grant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The operations of one feature, as {@link ResourceRoutes} serves them. */
final class OpenApiFeaturePaths {
    private static final String JSON = "application/json";

    private final Feature feature;
    private final OpenApiSchemas schemas;
    private final boolean referredTo;

    /** @param referredTo whether other resources may refer to these, which keeps these from being deleted */
    OpenApiFeaturePaths(OpenApiSchemas schemas, boolean referredTo) {
        this.feature = schemas.feature();
        this.schemas = schemas;
        this.referredTo = referredTo;
    }

    void addTo(ObjectNode paths) {
        ObjectNode all = many(paths, "");
        all.set("get", list());
        all.set("post", create());
        OpenApiEventPaths.addTo(paths, schemas, roles(Action.READ));
        many(paths, "/query").set("post", query());
        many(paths, "/export").set("get", export());
        many(paths, "/batch").set("post", batch());
        many(paths, "/import").set("post", imported());
        ObjectNode one = one(paths, "");
        one.set("get", get());
        one.set("put", replace());
        one.set("patch", patch());
        one.set("delete", delete());
        one(paths, "/history").set("get", history());
        one(paths, "/restore").set("post", restore());
        feature.actions().forEach(action -> addAction(paths, action));
    }

    private void addAction(ObjectNode paths, FeatureAction action) {
        OpenApiAction operation = new OpenApiAction(schemas, action);
        String end = "/actions/" + action.name();
        one(paths, end).set("post", operation.json());
        many(paths, end).set("post", operation.many());
    }

    private ObjectNode many(ObjectNode paths, String end) {
        return path(paths, "/api/" + feature.name() + end);
    }

    private ObjectNode one(ObjectNode paths, String end) {
        ObjectNode one = many(paths, "/{id}" + end);
        one.withArray("parameters").insert(0, ref("parameters", "id"));
        return one;
    }

    private ObjectNode list() {
        return operation("list", Action.READ, "A page of resources, in the order of `sort` and then of their ids.")
                .parameters("limit", "cursor")
                .parameter(OpenApiParameters.sort(feature))
                .parameter(OpenApiParameters.filter(feature))
                .parameters(OpenApiQueries.parameters(feature))
                .answers(200, "The page.", "Link")
                .with(200, schemas.page(), schemas.pageExample())
                .refuses(OpenApiRefusal.LIST_QUERY)
                .refuses(OpenApiRefusal.unknown(feature))
                .refuses(OpenApiQueries.TOO_MUCH)
                .refuses(401, 403, 406, 500, 503, 504)
                .json();
    }

    private ObjectNode query() {
        String list = "/api/" + feature.name();
        String description = "The same as a list, with what is asked in the body. The method `QUERY` of `" + list
                + "`, for which OpenAPI has no place, does the same.";
        return operation("query", Action.READ, description)
                .alsoAs("QUERY " + list)
                .takes(JSON, schemas.query(), OpenApiQueries.example())
                .answers(200, "The page.")
                .with(200, schemas.page(), schemas.pageExample())
                .refuses(OpenApiQueries.BODY)
                .refuses(OpenApiRefusal.unknown(feature))
                .refuses(OpenApiQueries.FORM_OR_TOO_MUCH)
                .refuses(401, 403, 406, 413, 415, 500, 503, 504)
                .json();
    }

    private ObjectNode export() {
        String description =
                "All resources that a list would have, in one answer. One that breaks off is not the whole.";
        ObjectNode text = object().put("type", "string");
        return operation("export", Action.READ, description)
                .parameter(OpenApiMany.format())
                .parameter(OpenApiParameters.sort(feature))
                .parameter(OpenApiParameters.filter(feature))
                .parameters(OpenApiQueries.parametersOfAll(feature))
                .answers(200, "The export.")
                .with(200, OpenApiMany.NDJSON, text, null)
                .with(200, OpenApiMany.CSV, text, null)
                .refuses(OpenApiMany.EXPORT_QUERY)
                .refuses(OpenApiRefusal.unknown(feature))
                .refuses(OpenApiMany.EXPORT_FORM)
                .refuses(OpenApiQueries.TOO_SLOW)
                .refuses(401, 403, 500, 503, 504)
                .json();
    }

    private ObjectNode batch() {
        Set<String> sufficient = roles(Action.CREATE);
        sufficient.addAll(roles(Action.UPDATE));
        sufficient.addAll(roles(Action.DELETE));
        String id = "batch" + schemas.name();
        String description = "Many commands in one request. Each item passes what it would pass alone.";
        return new OpenApiOperation(id, feature.name(), feature.title() + ": batch", description)
                .roles(sufficient)
                .parameter(OpenApiMany.mode())
                .parameters("idempotency-key")
                .takes(JSON, schemas.batch(), OpenApiMany.batchExample(schemas))
                .takes(OpenApiMany.NDJSON, object().put("type", "string"), null)
                .answers(200, "The results, in the order of the items.", "Idempotency-Replayed")
                .with(200, schemas.results(), null)
                .refuses(OpenApiMany.BATCH_REQUEST)
                .refuses(OpenApiMany.BATCH_NOT_FOUND)
                .refuses(OpenApiMany.BATCH_CONFLICT)
                .refuses(OpenApiHistory.ERASED)
                .refuses(OpenApiRefusal.MISMATCH)
                .refuses(OpenApiMany.BATCH_INVALID)
                .refuses(401, 403, 406, 413, 415, 500, 503, 504)
                .json();
    }

    private ObjectNode imported() {
        String description =
                "Makes a resource of every line of an upload of any length. The answer says where its progress can be asked for.";
        ObjectNode text = object().put("type", "string");
        return operation("import", Action.CREATE, description)
                .parameter(OpenApiImports.dryRun())
                .takes(OpenApiMany.NDJSON, text, null)
                .takes(OpenApiMany.CSV, text, null)
                .answers(202, "It is kept, and will be processed.", "Location")
                .with(202, ref("schemas", "Import"), null)
                .refuses(OpenApiImports.UPLOAD)
                .refuses(OpenApiRefusal.unknown(feature))
                .refuses(OpenApiImports.OVER)
                .refuses(OpenApiImports.COLUMNS)
                .refuses(401, 403, 406, 413, 415, 500, 503, 504)
                .json();
    }

    private ObjectNode history() {
        String description = "What happened to a resource, newest first; also to one that was deleted.";
        return operation("history", Action.READ, description)
                .parameters("limit", "cursor")
                .answers(200, "The page.", "Link")
                .with(200, schemas.history(), null)
                .refuses(OpenApiRefusal.LIST_QUERY)
                .refuses(401, 403, 404, 406, 500, 503, 504)
                .json();
    }

    private ObjectNode restore() {
        String description =
                "Gives a resource the content that it had as an earlier version; one that was deleted is there again, for which it takes the right to create, too. Fields that the caller may not read or write stay as they are.";
        OpenApiOperation operation = operation("restore", Action.UPDATE, description)
                .takes(JSON, ref("schemas", "Restoration"), object().put("version", 1));
        return changed(operation)
                .refuses(OpenApiHistory.NO_VERSION)
                .refuses(OpenApiHistory.ERASED)
                .json();
    }

    private ObjectNode get() {
        return operation("get", Action.READ, "One resource.")
                .parameters("if-none-match")
                .answers(200, "The resource.", "ETag")
                .with(200, schemas.resource(), schemas.resourceExample())
                .answers(304, "The client has the current version already.", "ETag")
                .refuses(OpenApiRefusal.QUERY_OR_TAGS)
                .refuses(401, 403, 404, 406, 500, 503, 504)
                .json();
    }

    private ObjectNode create() {
        String description =
                "Creates a resource. A field that is left out gets its `default`, where it has one; one that is `null` has no value.";
        OpenApiOperation operation = operation("create", Action.CREATE, description)
                .parameters("idempotency-key")
                .takes(JSON, schemas.input(), schemas.inputExample())
                .answers(201, "The resource as it was created.", "Location", "ETag", "Idempotency-Replayed")
                .with(201, schemas.resource(), schemas.resourceExample())
                .refuses(OpenApiRefusal.QUERY_KEY_OR_BODY)
                .refuses(OpenApiRefusal.unknown(feature))
                .refuses(OpenApiRefusal.CANNOT_MATCH);
        return written(operation).json();
    }

    private ObjectNode replace() {
        String description =
                "Replaces all fields of a resource: one that is left out gets its `default`, or has no value where there is none; one that is `null` has no value.";
        OpenApiOperation operation =
                operation("replace", Action.UPDATE, description).takes(JSON, schemas.input(), schemas.inputExample());
        return changed(operation).json();
    }

    private ObjectNode patch() {
        String description = "Changes some fields of a resource and leaves the others as they are.";
        OpenApiOperation operation = operation("patch", Action.UPDATE, description)
                .takes(Negotiation.MERGE_PATCH, schemas.patch(), schemas.patchExample())
                .takes(JSON, schemas.patch(), schemas.patchExample())
                .takes(
                        Negotiation.JSON_PATCH,
                        ref("schemas", "JsonPatch"),
                        OpenApiJsonPatch.example(schemas.patchExample()));
        return changed(operation).refuses(OpenApiJsonPatch.refusal(feature)).json();
    }

    private ObjectNode delete() {
        OpenApiOperation operation = operation("delete", Action.DELETE, "Deletes a resource for good.")
                .parameters("if-match", "idempotency-key")
                .answers(204, "It is deleted.")
                .refuses(OpenApiRefusal.QUERY_TAGS_OR_KEY)
                .refuses(OpenApiRefusal.MISMATCH)
                .refuses(feature.logic() == null ? OpenApiRefusal.KEY_USED : OpenApiRefusal.KEY_USED_OR_REFUSED)
                .refuses(401, 403, 404, 500, 503, 504);
        if (referredTo) {
            operation.refuses(OpenApiRefusal.REFERRED_TO);
        }
        return operation.json();
    }

    private OpenApiOperation changed(OpenApiOperation operation) {
        operation
                .parameters("if-match", "idempotency-key")
                .answers(200, "The resource as it is now.", "ETag", "Idempotency-Replayed")
                .with(200, schemas.resource(), schemas.resourceExample())
                .refuses(OpenApiRefusal.QUERY_TAGS_KEY_OR_BODY)
                .refuses(OpenApiRefusal.MISMATCH)
                .refuses(404);
        return written(operation);
    }

    private OpenApiOperation written(OpenApiOperation operation) {
        if (!feature.uniques().isEmpty()) {
            operation.refuses(OpenApiRefusal.TAKEN);
        }
        return operation.refuses(OpenApiRefusal.invalid(feature)).refuses(401, 403, 406, 413, 415, 500, 503, 504);
    }

    private OpenApiOperation operation(String verb, Action action, String description) {
        String id = verb + schemas.name();
        Set<String> roles = roles(action);
        OpenApiOperation operation = new OpenApiOperation(
                        id, feature.name(), feature.title() + ": " + verb, description)
                .deprecated(feature.deprecation())
                .roles(roles);
        return roles.contains(Grant.PUBLIC) ? operation.maybeAnonymous() : operation;
    }

    private Set<String> roles(Action action) {
        return roles(feature.grants(action));
    }

    /** Those of which one is enough. */
    static Set<String> roles(List<Grant> grants) {
        Set<String> roles = new TreeSet<>();
        grants.forEach(grant -> roles.add(grant.role()));
        roles.add(Caller.ADMIN_ROLE);
        return roles;
    }
}
