package io.corebus.http;

import static io.corebus.http.OpenApiJson.arrayOf;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.oneOf;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.string;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What operators and their tools ask, as {@link ManagementRoutes} serves it, and its schemas. */
final class OpenApiManagementPaths {
    static final String TAG = "Management";

    private OpenApiManagementPaths() {}

    static void addTo(ObjectNode paths) {
        paths.putObject("/livez").set("get", live());
        paths.putObject("/startupz").set("get", state("startup", "Whether start-up is over.", "Startup"));
        paths.putObject("/readyz").set("get", state("readiness", "Whether the node takes work.", "Readiness"));
        paths.putObject("/health").set("get", state("health", "How the rooms of the cluster are.", "Health"));
        paths.putObject("/metrics").set("get", metrics());
    }

    private static ObjectNode live() {
        return operation("liveness", "Whether the process answers at all.")
                .answers(200, "It does.")
                .with(200, ref("schemas", "Liveness"), null)
                .json();
    }

    private static ObjectNode state(String id, String description, String schema) {
        return operation(id, description)
                .answers(200, "All is well.")
                .with(200, ref("schemas", schema), null)
                .answers(503, "Not now. The body says what is missing.")
                .with(503, ref("schemas", schema), null)
                .json();
    }

    private static ObjectNode metrics() {
        return operation("metrics", "The metrics of this node in the text format of Prometheus.")
                .answers(200, "The metrics.")
                .with(200, "text/plain", object().put("type", "string"), null)
                .refuses(500)
                .json();
    }

    private static OpenApiOperation operation(String id, String description) {
        return new OpenApiOperation(id, TAG, "Management: " + id, description).anonymous();
    }

    static void addSchemas(ObjectNode schemas) {
        schemas.set("Liveness", state("That there is an answer is the answer.").open());
        schemas.set("Startup", state("Start-up.").required("started", flag()).open());
        schemas.set("Readiness", state("Readiness.").required("ready", flag()).open());
        schemas.set("Health", health());
    }

    private static ObjectNode health() {
        ObjectNode node = new OpenApiObject("The node that answers.")
                .required("started", flag())
                .required("ready", flag())
                .open();
        ObjectNode members = arrayOf(string("Host and port of a node."));
        return state("Health.")
                .required("node", node)
                .required(
                        "cluster",
                        new OpenApiObject("The cluster.")
                                .required("members", members)
                                .open())
                .optional("checks", arrayOf(check()))
                .open();
    }

    private static ObjectNode check() {
        return state("What one room says of itself.")
                .required("id", string("The room."))
                .optional("data", object().put("type", "object").put("description", "What the room leans on."))
                .open();
    }

    private static OpenApiObject state(String description) {
        return new OpenApiObject(description).required("status", oneOf("The whole in one word.", "UP", "DOWN"));
    }

    private static ObjectNode flag() {
        return object().put("type", "boolean");
    }
}
