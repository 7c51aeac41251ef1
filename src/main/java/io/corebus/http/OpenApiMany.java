package io.corebus.http;

import static io.corebus.http.OpenApiJson.arrayOf;
import static io.corebus.http.OpenApiJson.integer;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.oneOf;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.string;
import static io.corebus.http.OpenApiParameters.described;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import org.jspecify.annotations.Nullable;

/** What many resources in one request look like: exports, and batches with their results. */
final class OpenApiMany {
    static final String NDJSON = "application/x-ndjson";
    static final String CSV = "text/csv";

    private static final int MAX_KEY_LENGTH = 255;

    static final OpenApiRefusal EXPORT_QUERY = new OpenApiRefusal(
            new Failure("bad-query", 400, "format is ndjson or csv."),
            "`unknown-parameter`, `bad-query`: the query is not as documented here.");

    static final OpenApiRefusal EXPORT_FORM = new OpenApiRefusal(
            new Failure(
                    "not-acceptable",
                    406,
                    "This answer comes as application/x-ndjson or text/csv only. Send one of them as 'Accept'."),
            "`not-acceptable`: the `Accept` header rules both forms out, and `format` is not there.");

    static final OpenApiRefusal BATCH_REQUEST = new OpenApiRefusal(
            new Failure("bad-query", 400, "mode is each or atomic."),
            "`unknown-parameter`, `bad-query`: the query is not as documented here. `bad-header`: the `Idempotency-Key` is not 1 to 255 printable ASCII characters. `malformed-json`: the body is not JSON; of NDJSON, the detail has the number of the line.");

    static final OpenApiRefusal BATCH_NOT_FOUND = new OpenApiRefusal(
            new Failure("not-found", 404, "Item 3: there is no resource with this id, or it was deleted."),
            "`not-found`: with `mode=atomic`, there is nothing with the id of an item. `unknown-feature`: the node that was asked does not have this feature yet.");

    static final OpenApiRefusal BATCH_CONFLICT = new OpenApiRefusal(
            new Failure("conflict", 409, "Item 3: Another resource has the same name, which must be unique."),
            "`conflict`: with `mode=atomic`, other resources are in the way of an item.");

    static final OpenApiRefusal BATCH_INVALID = new OpenApiRefusal(
            new Failure("validation", 422, "Item 3: The body has 1 fault. Nothing was done."),
            "`validation`: the body is no list of 1 to 1,000 items; with `mode=atomic`, also where an item is not what it should be: `errors` has every fault, under the place of its item. "
                    + "`constraint`, `reference-not-found`, `batch-too-large`: with `mode=atomic`. `idempotency-key-reused`: the key was sent with another request before.");

    private OpenApiMany() {}

    static ObjectNode format() {
        return described(
                "format",
                "query",
                oneOf("The form of the answer; where it is left out, `Accept` counts.", "ndjson", "csv"));
    }

    static ObjectNode mode() {
        String description =
                "`each`: every item for itself, with a status of its own. `atomic`: all or none, in one transaction.";
        return described("mode", "query", oneOf(description, "each", "atomic").put("default", "each"));
    }

    /** The body of a batch. */
    static ObjectNode batch(OpenApiSchemas schemas) {
        ObjectNode item = object();
        item.putArray("oneOf")
                .add(item("create").required("data", schemas.input()).closed())
                .add(existing("update").required("data", schemas.input()).closed())
                .add(existing("patch").required("data", schemas.patch()).closed())
                .add(existing("delete").closed());
        return arrayOf(item).put("minItems", 1).put("maxItems", BatchBody.MAX_ITEMS);
    }

    private static OpenApiObject item(String operation) {
        ObjectNode key = string("With `mode=each`: names this item, in place of the `Idempotency-Key` of the request.")
                .put("minLength", 1)
                .put("maxLength", MAX_KEY_LENGTH)
                .put("pattern", "^[ -~]+$");
        return new OpenApiObject("One command.")
                .required("op", object().put("const", operation))
                .optional("idempotency_key", key);
    }

    private static OpenApiObject existing(String operation) {
        ObjectNode version = integer("That the resource must have now.")
                .put("format", "int64")
                .put("minimum", 1);
        return item(operation)
                .required("id", string("Of the resource; with `mode=atomic`, each once."))
                .optional("version", version);
    }

    static @Nullable JsonNode batchExample(OpenApiSchemas schemas) {
        ObjectNode input = schemas.inputExample();
        if (input == null) {
            return null;
        }
        ObjectNode create = object().put("op", "create");
        create.set("data", input);
        ObjectNode delete = object().put("op", "delete").put("id", "019f0000-0000-7000-8000-000000000002");
        return object().arrayNode().add(create).add(delete.put("version", 1));
    }

    /** The results of a batch. */
    static ObjectNode results(OpenApiSchemas schemas) {
        ObjectNode result = new OpenApiObject("What came of an item.")
                .required("status", integer("As the request of its own would be answered."))
                .optional("id", string("Of the resource, where it was done."))
                .optional("version", integer("That the resource got.").put("format", "int64"))
                .optional("replayed", object().put("const", true))
                .optional("data", schemas.resource())
                .optional("error", ref("schemas", "Problem"))
                .closed();
        return new OpenApiObject("The results of a batch, in the order of its items.")
                .required("results", arrayOf(result))
                .closed();
    }
}
