package io.corebus;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import io.corebus.testing.OpenApiContract;
import java.util.ArrayList;
import java.util.List;

/**
 * What an OpenAPI document says of an answer with a certain status.
 *
 * @param response the part of the document, resolved
 */
record DocumentedAnswer(OpenApiContract contract, JsonNode response) {
    private static final List<String> HEADERS =
            List.of("ETag", "Location", "Link", "Retry-After", "Idempotency-Replayed", "WWW-Authenticate");

    /** Everything, from its headers to its body, in which an answer is not as documented. */
    List<String> faults(Answer answer) {
        List<String> faults = new ArrayList<>();
        for (String header : HEADERS) {
            String value = answer.header(header);
            if (value != null && !response.path("headers").has(header)) {
                faults.add("the header " + header + " is not documented");
            } else if (value != null) {
                JsonNode documented = contract.resolved(response.at("/headers/" + header));
                faults.addAll(contract.faults(documented.get("schema"), headerValue(documented, value)));
            }
        }
        String type = answer.header("Content-Type");
        if (type != null) {
            faults.addAll(bodyFaults(type.replaceAll(";.*", ""), answer));
        } else if (response.has("content") || answer.raw().body().length > 0) {
            faults.add("no media type");
        }
        return faults;
    }

    private JsonNode headerValue(JsonNode documented, String value) {
        boolean number = documented.at("/schema/type").asText().equals("integer");
        JsonNode text = contract.document().textNode(value);
        return number ? contract.document().numberNode(Long.parseLong(value)) : text;
    }

    private List<String> bodyFaults(String mediaType, Answer answer) {
        JsonNode content = response.path("content").get(mediaType);
        if (content == null) {
            return List.of("a body of the type " + mediaType + " is not documented");
        }
        boolean json = mediaType.endsWith("json") && !mediaType.endsWith("ndjson");
        JsonNode body = json ? answer.json() : contract.document().textNode(answer.text());
        return contract.faults(content.get("schema"), body);
    }
}
