package io.corebus.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.storage.ControlMessages.Controls;
import io.corebus.storage.ControlMessages.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A body about controls. Collects what is wrong, so that all of it is told at once; what is left out has its default. */
final class ControlForm {
    private static final Set<String> CONTROLS = Set.of("enabled", "read_only", "reason", "rollout", "limits");
    private static final Set<String> LIMITS = Set.of("requests_per_second");
    private static final Set<String> ROLLOUT = Set.of("percentage", "roles");
    /** What answers have besides, so that one can be sent back. */
    private static final Set<String> TOLD = Set.of("feature", "version", "updated_at", "updated_by", "breaker");

    private static final int MAX_REASON = 200;
    private static final int MAX_ROLES = 20;
    private static final int MAX_LIMIT = 1_000_000;
    private static final int ALL = 100;
    private static final Pattern ROLE = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    private final ObjectNode body;
    private final List<FieldFault> faults = new ArrayList<>();

    ControlForm(ObjectNode body) {
        this.body = body;
    }

    /** Fails with {@code validation} 422 and every fault. */
    Controls read() {
        requireKnown(body, "", CONTROLS, TOLD);
        Controls controls = new Controls(flag("enabled", true), flag("read_only", false), reason(), rollout(), limit());
        if (!faults.isEmpty()) {
            String detail = "The body has " + faults.size() + (faults.size() == 1 ? " fault." : " faults.");
            throw new Failure("validation", 422, detail, faults, null, null).exception();
        }
        return controls;
    }

    private void requireKnown(ObjectNode object, String place, Set<String> known, Set<String> others) {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name) && !others.contains(name)) {
                String names = String.join(", ", new TreeSet<>(known));
                fault(place + FieldFault.pointer(name), "unknown-field", "is not known here; known are " + names + ".");
            }
        });
    }

    private void fault(String pointer, String code, String detail) {
        faults.add(new FieldFault(pointer, code, detail));
    }

    private boolean flag(String name, boolean otherwise) {
        JsonNode value = body.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            fault("/" + name, "type", "must be true or false.");
        }
        return value.isBoolean() ? value.booleanValue() : otherwise;
    }

    private @Nullable String reason() {
        JsonNode value = body.path("reason");
        if (value.isMissingNode()) {
            return null;
        }
        String text = value.asText().strip();
        if (!value.isTextual() || text.isEmpty()) {
            fault("/reason", "type", "must be a text that says something; leave it out where there is none.");
        } else if (text.codePointCount(0, text.length()) > MAX_REASON) {
            fault("/reason", "max-length", "must have at most " + MAX_REASON + " characters.");
        } else if (!isOneLine(text)) {
            fault("/reason", "characters", "must be one line, without control characters and half characters.");
        }
        return text;
    }

    private static boolean isOneLine(String text) {
        return text.codePoints()
                .allMatch(code -> !Character.isISOControl(code)
                        && (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE));
    }

    /** One that has nothing where there is none. */
    private ObjectNode part(String name, Set<String> known) {
        JsonNode value = body.path(name);
        if (!value.isMissingNode() && !value.isObject()) {
            fault("/" + name, "type", "must be an object with " + String.join(" and ", new TreeSet<>(known)) + ".");
        }
        ObjectNode part = value instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        requireKnown(part, "/" + name, known, Set.of());
        return part;
    }

    private Rollout rollout() {
        ObjectNode rollout = part("rollout", ROLLOUT);
        return new Rollout(percentage(rollout.path("percentage")), roles(rollout.path("roles")));
    }

    private int percentage(JsonNode value) {
        if (value.isMissingNode()) {
            return ALL;
        }
        return whole("/rollout/percentage", value, 0, ALL);
    }

    private @Nullable Integer limit() {
        JsonNode value = part("limits", LIMITS).path("requests_per_second");
        return value.isMissingNode() ? null : whole("/limits/requests_per_second", value, 1, MAX_LIMIT);
    }

    private int whole(String pointer, JsonNode value, int min, int max) {
        boolean whole = value.canConvertToExactIntegral() && value.canConvertToInt();
        if (!whole || value.intValue() < min || value.intValue() > max) {
            fault(pointer, "range", "must be a whole number from " + min + " to " + max + ".");
        }
        return value.intValue();
    }

    private List<String> roles(JsonNode value) {
        if (value.isMissingNode()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > MAX_ROLES) {
            fault("/rollout/roles", "type", "must be an array of at most " + MAX_ROLES + " names of roles.");
            return List.of();
        }
        Set<String> roles = new TreeSet<>();
        for (int i = 0; i < value.size(); i++) {
            String role = value.path(i).asText();
            if (!value.path(i).isTextual() || !ROLE.matcher(role).matches()) {
                fault(
                        "/rollout/roles/" + i,
                        "value",
                        "must be the name of a role: a-z, 0-9, _ and -, beginning with a letter, at most 63 characters.");
            }
            roles.add(role);
        }
        return List.copyOf(roles);
    }
}
