package io.corebus.http;

import static io.corebus.http.OpenApiJson.arrayOf;
import static io.corebus.http.OpenApiJson.content;
import static io.corebus.http.OpenApiJson.formatted;
import static io.corebus.http.OpenApiJson.integer;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.string;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.door.Problem;
import java.util.List;
import java.util.Locale;

/** The refusals that mean the same wherever they occur. Their examples are made by what makes the answers. */
enum OpenApiProblem {
    UNAUTHENTICATED(
            Failure.unauthenticated(),
            "`unauthenticated`: there is no token. `invalid-token`: the token is malformed, forged or expired, or its user is gone or disabled."),
    FORBIDDEN(
            new Failure("forbidden", 403, "To update features takes the role editor; you have the role viewer."),
            "`forbidden`: the caller may not do this. The answer says which role it takes. `rule-not-met`, `field-not-writable`: it may do it with other resources, or with other fields. `insufficient-scope`: its token is not good for this. `not-rolled-out`: the feature is not served to the caller yet."),
    NOT_FOUND(
            new Failure("not-found", 404, "There is no resource with this id, or it was deleted."),
            "`not-found`: there is nothing with this id, or it was deleted."),
    NOT_ACCEPTABLE(
            new Failure(
                    "not-acceptable",
                    406,
                    "This answer comes as application/json only. Send 'Accept: application/json'."),
            "`not-acceptable`: the `Accept` header rules JSON out."),
    BODY_TOO_LARGE(
            new Failure("body-too-large", 413, "The body may have at most 1048576 bytes."),
            "`body-too-large`: the body is larger than the setting `http.max-body` allows."),
    UNSUPPORTED_MEDIA_TYPE(
            new Failure("unsupported-media-type", 415, "Send the body with 'Content-Type: application/json'."),
            "`unsupported-media-type`: the body has another media type, is not in UTF-8, or is compressed."),
    RATE_LIMITED(
            new Failure(
                    "rate-limited",
                    429,
                    "More than 100 requests a second. Wait 1 second, then go on more slowly.",
                    List.of(),
                    null,
                    1),
            "`rate-limited`: too many requests from this caller or, without a token, from this address; where one signs in: too many attempts failed. `feature-limited`: too many for this feature, from all callers together. Try again after `Retry-After` seconds."),
    INTERNAL(
            Failure.internal(),
            "`internal`: something went wrong on our side. `logic-failed`: the business logic of the feature has a fault; nothing was written."),
    UNAVAILABLE(
            Failure.unavailable("overloaded", "Too many requests at the moment. Try again in a second."),
            "`overloaded`, `room-unavailable`, `storage-unavailable`: not at the moment. `contended`: the resource is changed too often just now by others. `logic-too-slow`: the business logic of the feature did not answer in time. `logic-resting`: it failed too often, and is not asked for a while. `feature-off`, `feature-read-only`: an admin has switched the feature off, or keeps it from being changed. Try again after `Retry-After` seconds."),
    DEADLINE_EXCEEDED(
            new Failure(
                    "deadline-exceeded",
                    504,
                    "No answer in time. It may still have been done: repeat with the same Idempotency-Key."),
            "`deadline-exceeded`: no answer in time. A change may still have been done.");

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @SuppressWarnings("ImmutableEnumChecker") // Nothing of it ever changes.
    private final Failure example;

    private final String description;

    OpenApiProblem(Failure example, String description) {
        this.example = example;
        this.description = description;
    }

    int status() {
        return example.status();
    }

    /** The one of this status. */
    static OpenApiProblem of(int status) {
        for (OpenApiProblem problem : values()) {
            if (problem.status() == status) {
                return problem;
            }
        }
        throw new IllegalArgumentException("no problem has the status " + status);
    }

    /** All of them, as components. */
    static ObjectNode responses() {
        ObjectNode responses = object();
        for (OpenApiProblem problem : values()) {
            responses.set(problem.component(), response(problem.example, problem.description));
        }
        return responses;
    }

    ObjectNode reference() {
        return ref("responses", component());
    }

    private String component() {
        StringBuilder name = new StringBuilder();
        for (String word : name().split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }

    /**
     * A refusal in its own words.
     *
     * @param description which codes there are and what they mean
     */
    static ObjectNode response(Failure example, String description) {
        ObjectNode response = object().put("description", description);
        if (example.status() == 401 || description.contains("`insufficient-scope`")) {
            response.putObject("headers").set("WWW-Authenticate", ref("headers", "WWW-Authenticate"));
        }
        if (example.status() == 415) {
            response.putObject("headers").set("Accept-Patch", ref("headers", "Accept-Patch"));
        }
        if (example.retryAfter() != null) {
            response.putObject("headers").set("Retry-After", ref("headers", "Retry-After"));
        }
        ObjectNode body = Problem.body(example, TRACE);
        response.set("content", content(Problem.CONTENT_TYPE, ref("schemas", "Problem"), body));
        return response;
    }

    /** The schema of what {@link Problem} writes. */
    static ObjectNode schema() {
        ObjectNode version = integer("The version that the resource has now, where it is not the one that was named.");
        return new OpenApiObject("Why a request was refused (RFC 9457).")
                .required(
                        "type",
                        formatted(
                                "uri-reference",
                                "`/problems/` and the code: a page that says what it means. With the server's address, where `http.public-url` is set."))
                .required("title", string("The status in words."))
                .required(
                        "status",
                        integer("The HTTP status.").put("minimum", 400).put("maximum", 599))
                .required("code", string("Stable: programs may rely on it.").put("pattern", "^[a-z][a-z0-9-]*$"))
                .required("detail", string("For people: what is wrong and what to do."))
                .optional("current_version", version.put("minimum", 1))
                .optional("errors", faults())
                .required("trace_id", string("Names the request in the logs.").put("pattern", "^[0-9a-f]{32}$"))
                .open();
    }

    private static ObjectNode faults() {
        ObjectNode fault = new OpenApiObject("One thing that is wrong.")
                .required("pointer", string("JSON Pointer (RFC 6901) into the body; empty for the body as a whole."))
                .required("code", string("Stable: `required`, `max-length`, `unknown-field` and so on."))
                .required("detail", string("For people: what would be right."))
                .open();
        return arrayOf(fault).put("minItems", 1).put("description", "Every fault of the body, each with its place.");
    }
}
