package io.corebus.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Json;
import io.corebus.door.CommandName;
import io.corebus.resource.ResourceMessages.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One item of a batch as the client sent it. Looks at the form only, and collects what is wrong with it. */
final class BatchItemForm {
    private static final Map<String, Operation> OPERATIONS = Map.of(
            "create",
            Operation.CREATE,
            "update",
            Operation.UPDATE,
            "patch",
            Operation.PATCH,
            "delete",
            Operation.DELETE);
    private static final Set<String> MEMBERS = new TreeSet<>(List.of("op", "id", "version", "data", "idempotency_key"));
    /** Half a surrogate pair, which is no text in UTF-8, is handed on as it came: refusing it is the business of the room that checks the data. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final JsonNode item;
    private final Faults faults = new Faults("The item");

    BatchItemForm(JsonNode item) {
        this.item = item;
        if (item.isObject()) {
            readAll();
        } else {
            fault("", "type", "must be an object.");
        }
    }

    private void readAll() {
        Iterator<String> names = item.fieldNames();
        names.forEachRemaining(name -> faults.requireKnown(name, MEMBERS));
        Operation operation = OPERATIONS.get(item.path("op").asText());
        if (operation == null || !item.path("op").isTextual()) {
            fault("/op", item.has("op") ? "enum" : "required", "must be create, update, patch or delete.");
            return;
        }
        boolean creates = operation == Operation.CREATE;
        requireMember("id", !creates, creates ? "is chosen by the server. Leave it out." : "names the resource.");
        requireMember("data", operation != Operation.DELETE, "is the content, which a deletion does not have.");
        if (item.has("id") && !item.path("id").isTextual()) {
            fault("/id", "type", "must be a string.");
        }
        readVersion(creates);
        readKey();
    }

    private void requireMember(String name, boolean wanted, String why) {
        if (wanted != item.has(name)) {
            fault("/" + name, wanted ? "required" : "unknown-field", why);
        }
    }

    private void readVersion(boolean creates) {
        JsonNode version = item.path("version");
        if (version.isMissingNode()) {
            return;
        }
        if (creates) {
            fault("/version", "unknown-field", "is of no meaning for what does not exist yet. Leave it out.");
        } else if (!version.isIntegralNumber() || !version.canConvertToLong() || version.asLong() < 1) {
            fault("/version", "type", "must be a whole number from 1.");
        }
    }

    private void readKey() {
        JsonNode key = item.path("idempotency_key");
        if (!key.isMissingNode() && !(key.isTextual() && CommandName.isKey(key.asText()))) {
            fault("/idempotency_key", "type", "must be 1 to 255 printable ASCII characters.");
        }
    }

    /** For a rule that is not of the item alone. */
    void fault(String pointer, String code, String detail) {
        faults.add(pointer, code, detail);
    }

    List<FieldFault> faults() {
        return faults.all();
    }

    /** Why it cannot be done; null where it can. */
    @Nullable
    Failure refusal() {
        return faults.all().isEmpty() ? null : faults.failure();
    }

    Operation operation() {
        return OPERATIONS.getOrDefault(item.path("op").asText(), Operation.DELETE);
    }

    @Nullable
    String id() {
        return item.path("id").textValue();
    }

    @Nullable
    Long version() {
        return item.has("version") ? item.path("version").asLong() : null;
    }

    @Nullable
    String key() {
        return item.path("idempotency_key").textValue();
    }

    @Nullable
    Json data() {
        return item.has("data") ? Json.of(written(item.path("data"))) : null;
    }

    /** The item as it is hashed. */
    byte[] bytes() {
        return written(item).getBytes(StandardCharsets.US_ASCII);
    }

    private static String written(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was read cannot be written", e);
        }
    }
}
