package io.corebus.http;

import static io.corebus.http.OpenApiJson.object;

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

    private final OpenApiSchemas schemas;
    private final FeatureAction action;

    OpenApiAction(OpenApiSchemas schemas, FeatureAction action) {
        this.schemas = schemas;
        this.action = action;
    }

    ObjectNode json() {
        Feature feature = schemas.feature();
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
                .takes(JSON, schema(action.input()), null)
                .answers(200, "It is done.", "ETag", "Idempotency-Replayed")
                .with(200, schema(action.output()), null)
                .refuses(OpenApiRefusal.QUERY_TAGS_KEY_OR_BODY)
                .refuses(GONE)
                .refuses(OpenApiRefusal.TAKEN)
                .refuses(OpenApiHistory.ERASED)
                .refuses(OpenApiRefusal.MISMATCH)
                .refuses(REFUSED);
        return operation.refuses(401, 403, 406, 413, 415, 500, 503, 504).json();
    }

    /** One that is not declared is an empty object. */
    private static ObjectNode schema(@Nullable ObjectNode declared) {
        return declared == null
                ? object().put("type", "object").put("additionalProperties", false)
                : declared.deepCopy();
    }
}
