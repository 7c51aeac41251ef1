package io.corebus.http;

import static io.corebus.http.OpenApiJson.arrayOf;
import static io.corebus.http.OpenApiJson.count;
import static io.corebus.http.OpenApiJson.formatted;
import static io.corebus.http.OpenApiJson.integer;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.oneOf;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.string;
import static io.corebus.http.OpenApiParameters.path;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Jobs and how far they are, as {@link JobRoutes} serves them. */
final class OpenApiJobs {
    static final String TAG = "Jobs";

    private OpenApiJobs() {}

    static void addTo(ObjectNode paths) {
        path(paths, "/api/jobs").set("get", list());
        ObjectNode one = one(paths, "");
        one.set("get", get());
        one.set("delete", cancel());
        one(paths, "/results").set("get", results());
    }

    private static ObjectNode one(ObjectNode paths, String end) {
        ObjectNode item = path(paths, "/api/jobs/{id}" + end);
        item.withArray("parameters").insert(0, ref("parameters", "id"));
        return item;
    }

    static ObjectNode prefer() {
        return OpenApiParameters.parameter("Prefer", "header", object().put("type", "string"))
                .put(
                        "description",
                        "With `respond-async` (RFC 7240) it is done as a job after the answer, however few they are. What else stands there counts for nothing.")
                .put("example", Preferences.RESPOND_ASYNC);
    }

    private static ObjectNode list() {
        return operation("listJobs", "Jobs: list", "A page of your jobs, newest first; admins see all.")
                .parameters("limit", "cursor")
                .answers(200, "The page.", "Link")
                .with(200, ref("schemas", "JobPage"), null)
                .refuses(OpenApiRefusal.LIST_QUERY)
                .refuses(401, 403, 500, 503, 504)
                .json();
    }

    private static ObjectNode get() {
        return operation("getJob", "Jobs: progress", "How far a job is.")
                .answers(200, "The job.")
                .with(200, ref("schemas", "Job"), null)
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 404, 500, 503, 504)
                .json();
    }

    private static ObjectNode results() {
        String description =
                "What came of each resource, in their order. Above 100,000 those alone that failed, and of these 10,000 or so.";
        return operation("listJobResults", "Jobs: results", description)
                .parameters("limit", "cursor")
                .answers(200, "The page.", "Link")
                .with(200, ref("schemas", "JobResultPage"), null)
                .refuses(OpenApiRefusal.LIST_QUERY)
                .refuses(401, 403, 404, 500, 503, 504)
                .json();
    }

    private static ObjectNode cancel() {
        return operation(
                        "cancelJob",
                        "Jobs: cancel",
                        "Ends a job. What was done stays; one that is over stays as it is.")
                .answers(204, "It is over.")
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 404, 500, 503, 504)
                .json();
    }

    private static OpenApiOperation operation(String id, String summary, String description) {
        return new OpenApiOperation(id, TAG, summary, description);
    }

    static void addSchemas(ObjectNode schemas) {
        schemas.set("Job", job());
        schemas.set("JobPage", OpenApiObject.page("A page of jobs.", ref("schemas", "Job")));
        schemas.set("JobResultPage", OpenApiObject.page("A page of results.", result(object().put("type", "object"))));
    }

    private static ObjectNode job() {
        ObjectNode progress = new OpenApiObject("How far it is.")
                .optional("total", count("All, where that is known."))
                .required("done", count("Resources with which it was done."))
                .required("failed", count("Those with which it was not."))
                .optional("current", arrayOf(current()))
                .closed();
        return new OpenApiObject("A named action with many resources, or with one that takes long.")
                .required("id", formatted("uuid", "Of the job."))
                .required("feature", string("Of the resources."))
                .required("action", string("What is done with each."))
                .optional("filter", string("Which they are, where they were not named."))
                .required("state", oneOf("Where it is.", "waiting", "running", "done", "cancelled", "failed"))
                .optional("reason", string("Why it failed."))
                .required("created_at", formatted("date-time", "In UTC."))
                .required("created_by", string("Id of who began it."))
                .optional("started_at", formatted("date-time", "Since when it is being done."))
                .optional("ended_at", formatted("date-time", "When it was over."))
                .required("progress", progress)
                .closed();
    }

    private static ObjectNode current() {
        return new OpenApiObject("How far one is that is under way, as its logic told last.")
                .required("id", formatted("uuid", "Of the resource."))
                .required("done", count("How much of it is done."))
                .optional("total", count("How much there is, where that is known."))
                .optional("text", string("What it is at."))
                .closed();
    }

    /** What came of one resource. */
    static ObjectNode result(ObjectNode output) {
        return new OpenApiObject("What came of one.")
                .required("status", integer("As the request with this one alone would be answered."))
                .required("id", formatted("uuid", "Of the resource."))
                .optional("version", integer("That the resource has then.").put("format", "int64"))
                .optional("replayed", object().put("const", true))
                .optional("output", output)
                .optional("error", ref("schemas", "Problem"))
                .closed();
    }
}
