package io.corebus.http;

import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.feature.Feature;
import io.corebus.feature.FieldType;
import java.util.List;

/**
 * A refusal that differs from operation to operation.
 *
 * @param example one of them
 * @param description the codes that the operation may answer with this status, and what they mean
 */
record OpenApiRefusal(Failure example, String description) {
    private static final String NO_QUERY = "`unknown-parameter`, `bad-query`: there are no query parameters here.";
    private static final String TAGS = " `bad-header`: an entity tag does not stand in double quotes.";
    private static final String KEY =
            " `bad-header`: the `Idempotency-Key` is not 1 to 255 printable ASCII characters.";
    private static final String TAGS_AND_KEY = TAGS.substring(0, TAGS.length() - 1)
            + ", or the `Idempotency-Key` is not 1 to 255 printable ASCII characters.";
    private static final String BODY = " `malformed-json`: the body is not one JSON text in UTF-8.";
    private static final String LOGIC =
            "`logic-refused`: the business logic of the feature says no; `errors` has why. ";
    private static final String KEY_REUSED = "`idempotency-key-reused`: the key was sent with another request before.";

    static final OpenApiRefusal LIST_QUERY = new OpenApiRefusal(
            new Failure("bad-query", 400, "limit must be between 1 and 1000, not 0."),
            "`unknown-parameter`, `bad-query`: the query is not as documented here. `bad-cursor`: the cursor is none of this list.");

    static final OpenApiRefusal USERS_QUERY = new OpenApiRefusal(
            new Failure("bad-query", 400, "The query parameter 'limit' takes a whole number."),
            "`unknown-parameter`, `bad-query`: the query is not as documented here.");

    static final OpenApiRefusal QUERY = new OpenApiRefusal(
            new Failure("unknown-parameter", 400, "There is no query parameter 'page'. There are none here."),
            NO_QUERY);

    static final OpenApiRefusal QUERY_OR_TAGS = new OpenApiRefusal(badTag(), NO_QUERY + TAGS);

    static final OpenApiRefusal QUERY_TAGS_OR_KEY = new OpenApiRefusal(badTag(), NO_QUERY + TAGS_AND_KEY);

    static final OpenApiRefusal QUERY_OR_BODY = new OpenApiRefusal(malformed(), NO_QUERY + BODY);

    static final OpenApiRefusal QUERY_KEY_OR_BODY = new OpenApiRefusal(malformed(), NO_QUERY + KEY + BODY);

    static final OpenApiRefusal QUERY_TAGS_KEY_OR_BODY =
            new OpenApiRefusal(malformed(), NO_QUERY + TAGS_AND_KEY + BODY);

    static final OpenApiRefusal CANNOT_MATCH = new OpenApiRefusal(
            new Failure(
                    "version-mismatch",
                    412,
                    "If-Match cannot hold for a resource that does not exist yet. Leave it out."),
            "`version-mismatch`: the request has an `If-Match` header, which cannot hold here.");

    static final OpenApiRefusal MISMATCH = new OpenApiRefusal(
            new Failure(
                    "version-mismatch",
                    412,
                    "The resource has version 4 now, not the one you named. Read it again and repeat your change.",
                    List.of(),
                    4L,
                    null),
            "`version-mismatch`: the resource has another version now, the `current_version`.");

    static final OpenApiRefusal KEY_USED = new OpenApiRefusal(
            new Failure("idempotency-key-reused", 422, "This Idempotency-Key was used for another request."),
            KEY_REUSED);

    static final OpenApiRefusal KEY_USED_OR_REFUSED = new OpenApiRefusal(
            new Failure("logic-refused", 422, "A paid invoice does not change any more."), LOGIC + KEY_REUSED);

    static final OpenApiRefusal TAKEN = new OpenApiRefusal(
            new Failure("conflict", 409, "Another resource has these values already."),
            "`conflict`: another resource has the same values where they must be unique.");

    static final OpenApiRefusal REFERRED_TO = new OpenApiRefusal(
            new Failure("conflict", 409, "Other resources refer to this one. Change or delete them first."),
            "`conflict`: other resources refer to this one.");

    static final OpenApiRefusal FORM = new OpenApiRefusal(
            validation(), "`validation`: the body is not what it should be; `errors` has every fault.");

    /** Nodes may differ for a while when a feature is new. */
    static OpenApiRefusal unknown(Feature feature) {
        return new OpenApiRefusal(
                new Failure("unknown-feature", 404, "There is no feature named '" + feature.name() + "' here."),
                "`unknown-feature`: the node that was asked does not have this feature yet.");
    }

    static OpenApiRefusal invalid(Feature feature) {
        boolean refers = feature.fields().stream().anyMatch(field -> field.type() == FieldType.REFERENCE);
        return new OpenApiRefusal(
                validation(),
                "`validation`: the resource would not fit its schema; `errors` has every fault. `constraint`: the database does not take it. "
                        + (refers ? "`reference-not-found`: what it refers to is not there. " : "")
                        + (feature.logic() == null ? "" : LOGIC)
                        + KEY_REUSED);
    }

    private static Failure badTag() {
        return new Failure("bad-header", 400, "An entity tag stands in double quotes: \"3\".");
    }

    private static Failure malformed() {
        return new Failure("malformed-json", 400, "The body is not well-formed JSON.");
    }

    private static Failure validation() {
        FieldFault fault = new FieldFault("/colour", "unknown-field", "is not known here.");
        return new Failure("validation", 422, "The body has 1 fault.", List.of(fault), null, null);
    }
}
