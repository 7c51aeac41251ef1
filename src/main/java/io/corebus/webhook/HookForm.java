package io.corebus.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.storage.HookMessages.HookSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A body about webhooks. Collects what is wrong, so that all of it is told at once. */
final class HookForm {
    static final Set<String> SETTINGS = Set.of("url", "features", "kinds", "filter", "description", "active");
    static final List<String> KINDS = List.of("created", "updated", "deleted");

    private static final int MAX_URL = 2_000;
    private static final int MAX_FILTER = 4_000;
    private static final int MAX_DESCRIPTION = 500;
    private static final int MAX_FEATURES = 200;

    private final ObjectNode body;
    private final List<FieldFault> faults = new ArrayList<>();

    /** @param known what may be in it */
    HookForm(ObjectNode body, Set<String> known) {
        this.body = body;
        body.fieldNames().forEachRemaining(name -> requireKnown(name, known));
    }

    private void requireKnown(String name, Set<String> known) {
        if (!known.contains(name)) {
            String pointer = FieldFault.pointer(name);
            String names = String.join(", ", new TreeSet<>(known));
            fault(pointer, "unknown-field", "is not known here; known are " + names + ".");
        }
    }

    void fault(String pointer, String code, String detail) {
        faults.add(new FieldFault(pointer, code, detail));
    }

    /** Fails with {@code validation} 422 and every fault found so far. */
    void requireValid() {
        if (!faults.isEmpty()) {
            String detail = "The body has " + faults.size() + (faults.size() == 1 ? " fault." : " faults.");
            throw new Failure("validation", 422, detail, faults, null, null).exception();
        }
    }

    /** @param isFeature tells names of features from others */
    HookSettings settings(Predicate<String> isFeature) {
        List<String> features = names("features", isFeature, "is not the name of a feature.");
        List<String> kinds = names("kinds", KINDS::contains, "must be created, updated or deleted.");
        String filter = text("filter", MAX_FILTER);
        if (filter != null && features == null) {
            fault("/filter", "features", "needs features: name those whose fields it is about.");
        }
        return new HookSettings(
                url(), features, kinds == null ? KINDS : kinds, filter, text("description", MAX_DESCRIPTION), active());
    }

    private String url() {
        String url = text("url", MAX_URL);
        if (url == null) {
            if (!body.has("url")) {
                fault("/url", "required", "is required and must be a string.");
            }
            return "";
        }
        String wrong = ReceiverUrl.fault(url);
        if (wrong != null) {
            fault("/url", "url", wrong);
        }
        return url;
    }

    private boolean active() {
        JsonNode value = body.path("active");
        if (!value.isMissingNode() && !value.isBoolean()) {
            fault("/active", "type", "must be true or false.");
        }
        return value.isMissingNode() || value.asBoolean();
    }

    /** Null where it is left out, or is none. */
    private @Nullable String text(String name, int max) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            return null;
        }
        String text = value.asText();
        if (!value.isTextual() || text.isBlank()) {
            fault("/" + name, "type", "must be a string that says something.");
            return null;
        }
        if (text.codePointCount(0, text.length()) > max) {
            fault("/" + name, "max-length", "must have at most " + max + " characters.");
        } else if (!isStorable(text)) {
            fault("/" + name, "characters", "must not contain the character U+0000 or half a character.");
        }
        return text;
    }

    private static boolean isStorable(String text) {
        return text.codePoints()
                .allMatch(code -> code != 0 && (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE));
    }

    private @Nullable List<String> names(String name, Predicate<String> allowed, String wrong) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isArray() || value.isEmpty() || value.size() > MAX_FEATURES) {
            fault("/" + name, "type", "must be an array of names; leave it out for all.");
            return List.of();
        }
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < value.size(); i++) {
            if (value.path(i).isTextual() && allowed.test(value.path(i).asText())) {
                names.add(value.path(i).asText());
            } else {
                fault("/" + name + "/" + i, "value", wrong);
            }
        }
        return List.copyOf(names);
    }

    /** The secret that came along, or a new one. */
    String secret() {
        JsonNode value = body.path("secret");
        if (value.isMissingNode()) {
            return Secret.random();
        }
        if (!value.isTextual() || !Secret.isOne(value.asText())) {
            fault("/secret", "secret", Secret.RULE);
        }
        return value.asText();
    }

    /** Null where it is left out. */
    @Nullable
    Long since() {
        JsonNode value = body.path("since");
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.canConvertToExactIntegral() || !value.canConvertToLong() || value.asLong() < 0) {
            fault("/since", "since", "must be the number of an event, or 0 for all there are.");
        }
        return value.asLong();
    }

    /** @param head the newest number */
    long since(@Nullable Long asked, long head) {
        if (asked != null && asked > head) {
            fault("/since", "since", "must not be beyond the newest event, which is " + head + ".");
        }
        return asked == null ? head : asked;
    }
}
