package io.corebus.http;

import static io.corebus.http.OpenApiJson.formatted;
import static io.corebus.http.OpenApiJson.integer;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.string;
import static io.corebus.http.OpenApiParameters.described;
import static io.corebus.http.OpenApiParameters.path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import java.util.List;

/** The operations on the audit trail, as {@link AuditRoutes} serves them. */
final class OpenApiAuditPaths {
    static final String TAG = "Audit";

    private static final List<String> READERS = List.of(Caller.ADMIN_ROLE, "auditor");
    private static final OpenApiRefusal TRAIL_QUERY = new OpenApiRefusal(
            new Failure("bad-query", 400, "limit must be between 1 and 1000, not 0."),
            "`unknown-parameter`, `bad-query`: the query is not as documented here. `bad-cursor`: the cursor is none of this list.");
    private static final OpenApiRefusal EXPORT_QUERY = new OpenApiRefusal(
            new Failure("bad-query", 400, "from must be the number of a seal, 1 or more."),
            "`unknown-parameter`, `bad-query`: the query is not as documented here.");
    private static final OpenApiRefusal NO_SEAL = new OpenApiRefusal(
            new Failure("not-found", 404, "There is no seal yet. Try again when something was written."),
            "`not-found`: there is no seal yet.");
    private static final OpenApiRefusal ERASURE = new OpenApiRefusal(
            nothingSaid(), "`validation`: the body is not what it should be; `errors` has every fault.");

    private OpenApiAuditPaths() {}

    static void addTo(ObjectNode paths) {
        path(paths, "/api/audit").set("get", find());
        path(paths, "/api/audit/export").set("get", export());
        path(paths, "/api/audit/checkpoint").set("get", checkpoint());
        path(paths, "/api/audit/key").set("get", keys());
        path(paths, "/api/audit/erase").set("post", erase());
    }

    private static ObjectNode find() {
        OpenApiOperation operation = operation("findAudit", "Audit: find", "A page of what happened, newest first.")
                .parameter(query("resource_type", string("The name of a feature, or `users` and the like.")))
                .parameter(query("resource_id", string("What it happened to.")))
                .parameter(query("user", string("Id of who did it.")))
                .parameter(query("action", string("Such as `created`, `updated`, `deleted`, `erased`.")))
                .parameter(query("since", formatted("date-time", "At or after this point in time.")))
                .parameter(query("until", formatted("date-time", "Before this point in time.")));
        return operation
                .roles(READERS)
                .parameters("limit", "cursor")
                .answers(200, "The page.", "Link")
                .with(200, ref("schemas", "AuditPage"), null)
                .refuses(TRAIL_QUERY)
                .refuses(OpenApiQueries.TOO_SLOW)
                .refuses(401, 403, 500, 503, 504)
                .json();
    }

    private static ObjectNode export() {
        String description =
                "All seals with their entries, a JSON text a line, for `corebus audit verify`. An answer that breaks off is no export.";
        ObjectNode from = integer("The number of the first seal.")
                .put("format", "int64")
                .put("minimum", 1)
                .put("default", 1);
        return operation("exportAudit", "Audit: export", description)
                .roles(READERS)
                .parameter(query("from", from))
                .answers(200, "The export.")
                .with(200, "application/x-ndjson", object().put("type", "string"), null)
                .refuses(EXPORT_QUERY)
                .refuses(401, 403, 500, 503, 504)
                .json();
    }

    private static ObjectNode checkpoint() {
        return operation("auditCheckpoint", "Audit: checkpoint", "The newest seal, to be kept elsewhere.")
                .roles(READERS)
                .answers(200, "The seal without its leaves.")
                .with(200, ref("schemas", "AuditCheckpoint"), null)
                .refuses(OpenApiRefusal.QUERY)
                .refuses(NO_SEAL)
                .refuses(401, 403, 500, 503, 504)
                .json();
    }

    private static ObjectNode keys() {
        return operation("auditKey", "Audit: keys", "The public keys of all seals, as a JWK set (RFC 7517).")
                .roles(READERS)
                .answers(200, "The keys.")
                .with(200, ref("schemas", "KeySet"), null)
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 500, 503, 504)
                .json();
    }

    private static ObjectNode erase() {
        String description =
                "Erases, for privacy, what the trail holds of the content of a resource. That this was done, by whom and why, stays in the trail.";
        return operation("eraseAudit", "Audit: erase", description)
                .roles(List.of(Caller.ADMIN_ROLE))
                .parameters("idempotency-key")
                .takes("application/json", ref("schemas", "AuditErasure"), null)
                .answers(200, "How many entries have lost their content.", "Idempotency-Replayed")
                .with(200, ref("schemas", "AuditErased"), null)
                .refuses(OpenApiRefusal.QUERY_KEY_OR_BODY)
                .refuses(ERASURE)
                .refuses(401, 403, 404, 406, 413, 415, 500, 503, 504)
                .json();
    }

    private static OpenApiOperation operation(String id, String summary, String description) {
        return new OpenApiOperation(id, TAG, summary, description);
    }

    private static ObjectNode query(String name, ObjectNode schema) {
        return described(name, "query", schema);
    }

    private static Failure nothingSaid() {
        FieldFault fault = new FieldFault("/reason", "required", "must say something.");
        return new Failure("validation", 422, "The body has 1 fault.", List.of(fault), null, null);
    }
}
