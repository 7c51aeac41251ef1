package io.corebus.http;

import static io.corebus.http.OpenApiJson.count;
import static io.corebus.http.OpenApiJson.formatted;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.oneOf;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.string;
import static io.corebus.http.OpenApiParameters.path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import java.util.List;

/** Imports and how far they are, as {@link ImportRoutes} serves them. */
final class OpenApiImports {
    static final String TAG = "Imports";

    static final OpenApiRefusal UPLOAD = new OpenApiRefusal(
            new Failure("bad-query", 400, "dry_run is true or false."),
            "`unknown-parameter`, `bad-query`: the query is not as documented here. `malformed-csv`: there is no header line, or it is no CSV.");

    static final OpenApiRefusal COLUMNS = new OpenApiRefusal(
            new Failure(
                    "validation",
                    422,
                    "The header line has 1 fault.",
                    List.of(new FieldFault("/colour", "unknown-field", "is no field of features.")),
                    null,
                    null),
            "`validation`: a column is no field, or there twice.");

    static final OpenApiRefusal OVER = new OpenApiRefusal(
            new Failure("import-over", 409, "This import takes nothing more: it was cancelled, or began anew."),
            "`import-over`: it was cancelled while it was being uploaded.");

    private OpenApiImports() {}

    static void addTo(ObjectNode paths) {
        path(paths, "/api/imports").set("get", list());
        ObjectNode one = one(paths, "");
        one.set("get", get());
        one.set("delete", cancel());
        one(paths, "/faults").set("get", faults());
    }

    private static ObjectNode one(ObjectNode paths, String end) {
        ObjectNode item = path(paths, "/api/imports/{id}" + end);
        item.withArray("parameters").insert(0, ref("parameters", "id"));
        return item;
    }

    static ObjectNode dryRun() {
        return OpenApiParameters.parameter(
                        "dry_run", "query", object().put("type", "boolean").put("default", false))
                .put("description", "Check every line as the import would, and write nothing.");
    }

    private static ObjectNode list() {
        return operation("listImports", "Imports: list", "A page of your imports, newest first; admins see all.")
                .parameters("limit", "cursor")
                .answers(200, "The page.", "Link")
                .with(200, ref("schemas", "ImportPage"), null)
                .refuses(OpenApiRefusal.LIST_QUERY)
                .refuses(401, 403, 500, 503, 504)
                .json();
    }

    private static ObjectNode get() {
        return operation("getImport", "Imports: progress", "How far an import is.")
                .answers(200, "The import.")
                .with(200, ref("schemas", "Import"), null)
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 404, 500, 503, 504)
                .json();
    }

    private static ObjectNode faults() {
        String description = "What is wrong with its lines, in their order; of the first 10,000 or so that failed.";
        return operation("listImportFaults", "Imports: faults", description)
                .parameters("limit", "cursor")
                .answers(200, "The page.", "Link")
                .with(200, ref("schemas", "ImportFaultPage"), null)
                .refuses(OpenApiRefusal.LIST_QUERY)
                .refuses(401, 403, 404, 500, 503, 504)
                .json();
    }

    private static ObjectNode cancel() {
        return operation("cancelImport", "Imports: cancel", "Ends an import. What was created stays.")
                .answers(204, "It is over.")
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 404, 500, 503, 504)
                .json();
    }

    private static OpenApiOperation operation(String id, String summary, String description) {
        return new OpenApiOperation(id, TAG, summary, description);
    }

    static void addSchemas(ObjectNode schemas) {
        schemas.set("Import", progress());
        schemas.set("ImportPage", OpenApiObject.page("A page of imports.", ref("schemas", "Import")));
        schemas.set("ImportFaultPage", OpenApiObject.page("A page of faults.", fault()));
    }

    private static ObjectNode progress() {
        return new OpenApiObject("How far an import is.")
                .required("id", formatted("uuid", "Of the import."))
                .required("feature", string("Of which resources are made."))
                .required("format", oneOf("Of the upload.", "ndjson", "csv"))
                .required("dry_run", object().put("type", "boolean"))
                .required("state", oneOf("Where it is.", "uploading", "running", "done", "cancelled", "failed"))
                .optional("reason", string("Why it failed."))
                .required("user", string("Id of who began it."))
                .required("total", count("Records of the upload, once that is complete."))
                .required("done", count("Records that were processed."))
                .required("created", count("Those of them that became a resource; in a dry run, that would."))
                .required("failed", count("Those of them that have faults."))
                .required("created_at", formatted("date-time", "In UTC."))
                .required("seconds", object().put("type", "number").put("description", "That it has taken."))
                .closed();
    }

    private static ObjectNode fault() {
        return new OpenApiObject("One thing that is wrong with a line.")
                .required("line", count("Where the record begins, from 1."))
                .required("pointer", string("JSON Pointer (RFC 6901) into the record; empty for all of it."))
                .required("code", string("Stable."))
                .required("detail", string("For people: what would be right."))
                .closed();
    }
}
