package io.corebus.http;

import static io.corebus.http.OpenApiJson.content;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.feature.Deprecation;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One operation, written down step by step. Needs a token unless it says otherwise. */
final class OpenApiOperation {
    private static final String JSON = "application/json";

    private final ObjectNode operation = object();
    private final ArrayNode parameters = operation.arrayNode();
    private final TreeMap<Integer, ObjectNode> responses = new TreeMap<>();
    private @Nullable ObjectNode requestContent;

    OpenApiOperation(String id, String tag, String summary, String description) {
        operation.put("operationId", id);
        operation.putArray("tags").add(tag);
        operation.put("summary", summary);
        operation.put("description", description);
    }

    /** Anybody may call it: no token is needed. */
    OpenApiOperation anonymous() {
        operation.putArray("security");
        return this;
    }

    /**
     * @param anybody whether a token is not needed
     * @param schemes of which one is enough, where it is not just the usual one
     */
    OpenApiOperation security(boolean anybody, Collection<String> schemes) {
        ArrayNode security = operation.putArray("security");
        if (anybody) {
            security.addObject();
        }
        schemes.forEach(scheme -> security.addObject().putArray(scheme));
        return this;
    }

    /** A token is welcome, and not needed. */
    OpenApiOperation maybeAnonymous() {
        ArrayNode either = operation.putArray("security");
        either.addObject();
        either.addObject().putArray("bearer");
        return this;
    }

    /** @param roles of which one is enough */
    OpenApiOperation roles(Collection<String> roles) {
        String sufficient = roles.size() == 1 ? "Takes the role " : "Takes one of the roles ";
        String description = operation.path("description").asText();
        operation.put("description", description + " " + sufficient + String.join(", ", roles) + ".");
        operation.set("x-required-roles", texts(roles));
        return this;
    }

    /** @param request method and path of another way to the same, which OpenAPI cannot describe */
    OpenApiOperation alsoAs(String request) {
        operation.put("x-also-as", request);
        return this;
    }

    /** Where the feature is on its way out, it says so, and so does every answer. */
    OpenApiOperation deprecated(@Nullable Deprecation deprecation) {
        if (deprecation != null) {
            LocalDate sunset = deprecation.sunset();
            String end = sunset == null ? "." : ", and gone from " + sunset + " on.";
            String link = deprecation.link() == null ? "" : " See " + deprecation.link() + ".";
            String description = operation.path("description").asText();
            operation.put("description", description + " Deprecated since " + deprecation.since() + end + link);
            operation.put("deprecated", true);
        }
        return this;
    }

    /** @param names of shared parameters */
    OpenApiOperation parameters(String... names) {
        for (String name : names) {
            parameters.add(ref("parameters", name));
        }
        return this;
    }

    OpenApiOperation parameters(List<ObjectNode> several) {
        several.forEach(parameters::add);
        return this;
    }

    OpenApiOperation parameter(ObjectNode parameter) {
        parameters.add(parameter);
        return this;
    }

    /** A body that is needed; called again for another media type. */
    OpenApiOperation takes(String mediaType, ObjectNode schema, @Nullable JsonNode example) {
        ObjectNode known = requestContent == null ? object() : requestContent;
        requestContent = known.setAll(content(mediaType, schema, example));
        return this;
    }

    /** An answer without a body. */
    OpenApiOperation answers(int status, String description, String... headers) {
        ObjectNode response = object().put("description", description);
        if (headers.length > 0) {
            ObjectNode described = response.putObject("headers");
            for (String header : headers) {
                described.set(header, ref("headers", header));
            }
        }
        responses.put(status, response);
        return this;
    }

    /** Gives the answer of this status, described before, a body in JSON. */
    OpenApiOperation with(int status, ObjectNode schema, @Nullable JsonNode example) {
        return with(status, JSON, schema, example);
    }

    /** Called again for another media type. */
    OpenApiOperation with(int status, String mediaType, ObjectNode schema, @Nullable JsonNode example) {
        ObjectNode response = responses.get(status);
        if (response == null) {
            throw new IllegalStateException("the answer " + status + " is not described yet");
        }
        ObjectNode known = response.get("content") instanceof ObjectNode others ? others : object();
        response.set("content", known.setAll(content(mediaType, schema, example)));
        return this;
    }

    /** Refusals that mean here what they mean everywhere. */
    OpenApiOperation refuses(int... statuses) {
        for (int status : statuses) {
            responses.put(status, OpenApiProblem.of(status).reference());
        }
        return this;
    }

    /** A refusal that means something of its own here. */
    OpenApiOperation refuses(OpenApiRefusal refusal) {
        responses.put(refusal.example().status(), OpenApiProblem.response(refusal.example(), refusal.description()));
        return this;
    }

    ObjectNode json() {
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        if (requestContent != null) {
            operation.putObject("requestBody").put("required", true).set("content", requestContent);
        }
        if (responses.containsKey(OpenApiProblem.DEADLINE_EXCEEDED.status())) {
            // What passes the door is counted there.
            responses.putIfAbsent(OpenApiProblem.RATE_LIMITED.status(), OpenApiProblem.RATE_LIMITED.reference());
        }
        if (operation.has("deprecated")) {
            responses.values().stream()
                    .filter(response -> !response.has("$ref"))
                    .forEach(OpenApiOperation::announce);
        }
        ObjectNode described = operation.putObject("responses");
        responses.forEach((status, response) -> described.set(status.toString(), response));
        return operation;
    }

    private static void announce(ObjectNode response) {
        ObjectNode headers = response.withObject("/headers");
        headers.set("Deprecation", ref("headers", "Deprecation"));
        headers.set("Sunset", ref("headers", "Sunset"));
    }
}
