package io.corebus.http;

import static io.corebus.http.OpenApiJson.arrayOf;
import static io.corebus.http.OpenApiJson.formatted;
import static io.corebus.http.OpenApiJson.integer;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.oneOf;
import static io.corebus.http.OpenApiJson.string;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.feature.Feature;

/** What {@link HistoryRoutes} take and answer. */
final class OpenApiHistory {
    static final OpenApiRefusal NO_VERSION = new OpenApiRefusal(
            new Failure("version-not-found", 404, "There is no version 7 of this resource. See its history."),
            "`version-not-found`: the resource never had this version, or was deleted with it. `not-found`: there is nothing with this id.");

    static final OpenApiRefusal ERASED = new OpenApiRefusal(
            new Failure("erased", 410, "The content of this version was erased."),
            "`erased`: what is asked for was erased from the journal.");

    private OpenApiHistory() {}

    static ObjectNode page(Feature feature) {
        return OpenApiObject.page("A page of the history of a resource of " + feature.name() + ".", change());
    }

    private static ObjectNode change() {
        ObjectNode resource = object().put("type", "object");
        resource.put(
                "description",
                "The resource as it was then, before it for a deletion; also fields that are declared no more.");
        return new OpenApiObject("One thing that happened to it.")
                .required("version", version("The version that the resource got."))
                .required("action", oneOf("What was done.", "created", "updated", "deleted", "restored"))
                .required("at", formatted("date-time", "In UTC."))
                .required("user", string("Id of who did it, or `system`."))
                .required("via", string("The door it came through."))
                .optional("trace_id", string("Names the request in the logs."))
                .required("changed", arrayOf(string("A field whose value is another one than before.")))
                .optional("resource", resource)
                .optional(
                        "erased",
                        object().put("type", "boolean").put("description", "Present where the content was erased."))
                .closed();
    }

    static ObjectNode restoration() {
        return new OpenApiObject("Which content to restore.")
                .required("version", version("The version that had it."))
                .closed();
    }

    private static ObjectNode version(String description) {
        return integer(description).put("format", "int64").put("minimum", 1);
    }
}
