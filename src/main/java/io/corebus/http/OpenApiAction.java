package io.corebus.http;

import static io.corebus.http.OpenApiJson.arrayOf;
import static io.corebus.http.OpenApiJson.formatted;
import static io.corebus.http.OpenApiJson.integer;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.string;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.feature.Feature;
import io.corebus.feature.FeatureAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operation of an action that a feature declares, as {@link ActionRoutes} serves it. */
final class OpenApiAction {
    private static final String JSON = "application/json";
    private static final OpenApiRefusal REFUSED = new OpenApiRefusal(
            new Failure(
                    "logic-refused",
                    422,
                    "/paid: This invoice is paid already.",
                    List.of(new FieldFault("/paid", "paid", "This invoice is paid already.")),
                    null,
                    null),
            "`logic-refused`: the business logic of the feature says no; `errors` has why. `validation`: the body is not what the action takes; `errors` has every fault. "
                    + "`validation` or `constraint`: the resource would not fit. `idempotency-key-reused`: the key was used for another request.");
    private static final OpenApiRefusal GONE = new OpenApiRefusal(
            new Failure("not-found", 404, "There is no resource with this id, or it was deleted."),
            "`not-found`: there is nothing with this id, or it was deleted. `unknown-action`: the node that was asked does not have this action yet.");

    private static final OpenApiRefusal UNKNOWN = new OpenApiRefusal(
            new Failure("unknown-action", 404, "There is no action 'pay' of invoices."),
            "`unknown-feature`, `unknown-action`: the node that was asked does not have this yet.");
    private static final OpenApiRefusal MANY_REQUEST = new OpenApiRefusal(
            new Failure("malformed-json", 400, "The body is not well-formed JSON."),
            OpenApiRefusal.QUERY_KEY_OR_BODY.description() + " `bad-query`: the filter cannot be used.");
    private static final OpenApiRefusal TOO_MANY = new OpenApiRefusal(
            new Failure(
                    "too-many-jobs",
                    429,
                    "You have 100 jobs that are not over yet. Wait for some of them, or cancel them.",
                    List.of(),
                    null,
                    10),
            "`rate-limited`: too many requests. `too-many-jobs`: too many of your jobs are not over.");
    private static final OpenApiRefusal MANY_REFUSED = new OpenApiRefusal(
            new Failure(
                    "validation",
                    422,
                    "The body has 1 fault.",
                    List.of(new FieldFault(
                            "/ids", "required", "must be an array of 1 to 10000 ids; or send a filter.")),
                    null,
                    null),
            "`validation`: the body is not what it should be; `errors` has every fault, those of the input below `/input`. `query-too-slow`: to look what the filter finds takes too long. `idempotency-key-reused`: the key was used for another request.");

    private final OpenApiSchemas schemas;
    private final FeatureAction action;
    private final Feature feature;

    OpenApiAction(OpenApiSchemas schemas, FeatureAction action) {
        this.schemas = schemas;
        this.action = action;
        this.feature = schemas.feature();
    }

    ObjectNode json() {
        String description =
                action.description().isEmpty() ? "Done by the business logic of the feature." : action.description();
        OpenApiOperation operation = new OpenApiOperation(
                        action.name() + schemas.name(),
                        feature.name(),
                        feature.title() + ": " + action.title(),
                        description)
                .deprecated(feature.deprecation())
                .roles(OpenApiFeaturePaths.roles(action.grants()))
                .parameters("if-match", "idempotency-key")
                .parameter(OpenApiJobs.prefer())
                .takes(JSON, schema(action.input()), null);
        if (!action.isLong()) {
            operation
                    .answers(200, "It is done.", "ETag", "Idempotency-Replayed")
                    .with(200, schema(action.output()), null);
        }
        operation
                .answers(
                        202,
                        whyAJob("because that was asked for"),
                        "Location",
                        "Preference-Applied",
                        "Idempotency-Replayed")
                .with(202, ref("schemas", "Job"), null)
                .refuses(OpenApiRefusal.QUERY_TAGS_KEY_OR_BODY)
                .refuses(GONE)
                .refuses(OpenApiRefusal.TAKEN)
                .refuses(OpenApiHistory.ERASED)
                .refuses(OpenApiRefusal.MISMATCH)
                .refuses(TOO_MANY)
                .refuses(REFUSED);
        return operation.refuses(401, 403, 406, 413, 415, 500, 503, 504).json();
    }

    /** @param otherwise why it is one where the action itself is no reason */
    private String whyAJob(String otherwise) {
        return action.isLong()
                ? "It is a job, because it may take longer than a request waits for its answer."
                : "It is a job, " + otherwise + ".";
    }

    /** The same with many resources. */
    ObjectNode many() {
        String description =
                "Does it with each of the resources, as it would be done with one. One that fails keeps none of the others from being done.";
        OpenApiOperation operation = new OpenApiOperation(
                        action.name() + "Many" + schemas.name(),
                        feature.name(),
                        feature.title() + ": " + action.title() + ", many",
                        description)
                .deprecated(feature.deprecation())
                .roles(OpenApiFeaturePaths.roles(action.grants()))
                .parameters("idempotency-key")
                .parameter(OpenApiJobs.prefer())
                .takes(JSON, request(), null);
        if (!action.isLong()) {
            operation
                    .answers(200, "What came of each, in the order of the ids.")
                    .with(200, results(), null);
        }
        operation
                .answers(
                        202,
                        whyAJob("because they are more than 100, or found by a filter, or because that was asked for"),
                        "Location",
                        "Preference-Applied",
                        "Idempotency-Replayed")
                .with(202, ref("schemas", "Job"), null)
                .refuses(MANY_REQUEST)
                .refuses(UNKNOWN)
                .refuses(TOO_MANY)
                .refuses(MANY_REFUSED);
        return operation.refuses(401, 403, 406, 413, 415, 500, 503, 504).json();
    }

    private ObjectNode request() {
        ObjectNode ids = arrayOf(formatted("uuid", "Of a resource."))
                .put("minItems", 1)
                .put("maxItems", BulkActForm.MAX_IDS)
                .put("uniqueItems", true);
        ObjectNode filter = string("Those that you find by this condition in RSQL, up to the newest of now.")
                .put("minLength", 1)
                .put("maxLength", OpenApiParameters.MAX_FILTER_LENGTH);
        ObjectNode request = object();
        request.putArray("oneOf")
                .add(request("The resources by their ids.", "ids", ids))
                .add(request("The resources by a filter.", "filter", filter));
        return request;
    }

    private ObjectNode request(String description, String name, ObjectNode which) {
        OpenApiObject request = new OpenApiObject(description).required(name, which);
        ObjectNode input = schema(action.input());
        return input.path("required").isEmpty()
                ? request.optional("input", input).closed()
                : request.required("input", input).closed();
    }

    private ObjectNode results() {
        return new OpenApiObject("The results, in the order of the ids.")
                .required("results", arrayOf(OpenApiJobs.result(schema(action.output()))))
                .required("summary", summary())
                .closed();
    }

    private static ObjectNode summary() {
        return new OpenApiObject("How many there are.")
                .required("total", integer("All."))
                .required("done", integer("With which it was done."))
                .required("failed", integer("With which it was not."))
                .closed();
    }

    /** One that is not declared is an empty object. */
    private static ObjectNode schema(@Nullable ObjectNode declared) {
        return declared == null
                ? object().put("type", "object").put("additionalProperties", false)
                : declared.deepCopy();
    }
}
