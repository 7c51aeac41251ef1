package io.corebus.generated;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.testing.OpenApiContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An operation of the document.
 *
 * @param path its template
 * @param json what is said of it
 * @param parameters its own and those of its path, resolved
 */
public record Operation(String method, String path, JsonNode json, List<JsonNode> parameters) {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    public static List<Operation> of(OpenApiContract contract) {
        List<Operation> operations = new ArrayList<>();
        for (var item : contract.document().get("paths").properties()) {
            for (var operation : item.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    List<JsonNode> parameters = new ArrayList<>();
                    item.getValue().path("parameters").forEach(one -> parameters.add(contract.resolved(one)));
                    operation.getValue().path("parameters").forEach(one -> parameters.add(contract.resolved(one)));
                    operations.add(new Operation(
                            operation.getKey().toUpperCase(), item.getKey(), operation.getValue(), parameters));
                }
            }
        }
        return operations;
    }

    public String id() {
        return json.get("operationId").asText();
    }

    /** Where there are more of what it is about. */
    String collection() {
        return path.replaceAll("/\\{.*", "");
    }

    boolean documents(int status) {
        return json.get("responses").has(Integer.toString(status));
    }

    Set<Integer> statuses() {
        Set<Integer> statuses = new TreeSet<>();
        json.get("responses").fieldNames().forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
        return statuses;
    }

    boolean isAnonymous() {
        return json.has("security") && json.get("security").isEmpty();
    }

    /** Whether owners of a resource may call it, whatever their roles. */
    boolean isForOwners() {
        for (JsonNode role : json.path("x-required-roles")) {
            if (role.asText().equals("owner")) {
                return true;
            }
        }
        return false;
    }

    boolean isStream() {
        return json.at("/responses/200/content").has("text/event-stream");
    }

    boolean isBatch() {
        return id().matches("batch[A-Z].*");
    }

    /** Whether it takes an upload of many lines, and no other body. */
    boolean takesLines() {
        return bodyType() == null && json.at("/requestBody/content").has("application/x-ndjson");
    }

    /** The media type in which it takes JSON; null where it takes none. */
    String bodyType() {
        for (var content : json.at("/requestBody/content").properties()) {
            if (content.getKey().endsWith("json") && !content.getKey().endsWith("ndjson")) {
                return content.getKey();
            }
        }
        return null;
    }

    /** As the document has it; null for none. */
    JsonNode bodyExample() {
        return bodyType() == null
                ? null
                : json.at("/requestBody/content").get(bodyType()).get("example");
    }

    JsonNode bodySchema() {
        return json.at("/requestBody/content").get(bodyType()).get("schema");
    }
}
