package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares a schema with what it was. More than was allowed is no break, less is; so is what answers may have now and had not before. */
final class SchemaCompatibility {
    private static final List<String> LOWER =
            List.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");
    private static final List<String> UPPER =
            List.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");
    /** What cannot be called narrower or wider: any change is one. */
    private static final List<String> EXACT = List.of(
            "pattern",
            "const",
            "not",
            "if",
            "then",
            "else",
            "allOf",
            "anyOf",
            "oneOf",
            "contains",
            "prefixItems",
            "propertyNames",
            "patternProperties",
            "dependentRequired",
            "dependentSchemas",
            "$ref",
            "x-references");

    private final FileFaults found;
    private final Use use;

    /** What becomes of what the schema describes: what breaks those who send it may be all the same to those who read it. */
    enum Use {
        SENT,
        READ,
        SENT_AND_READ
    }

    SchemaCompatibility(FileFaults found, Use use) {
        this.found = found;
        this.use = use;
    }

    private boolean isSent() {
        return use != Use.READ;
    }

    private boolean isRead() {
        return use != Use.SENT;
    }

    /**
     * @param what the members are called, such as {@code the field }
     * @param place the way to the object; empty for the resource itself
     */
    void compareObjects(String what, String place, Located before, Located after) {
        Located members = after.get("properties");
        Located known = before.get("properties");
        if (known != null) {
            known.members().forEach((name, old) -> {
                Located now = members == null ? null : members.members().get(name);
                String called = what + place + name;
                if (now == null) {
                    found.add(lineOf(members, after), called + " is gone: " + loss());
                } else {
                    compare(what, called, place + name + ".", old, now);
                }
            });
        }
        compareRequired(what, place, before, after, members);
        boolean wasOpen = isSent()
                && !place.isEmpty()
                && before.json().path("additionalProperties").asBoolean(true);
        if (wasOpen && !after.json().path("additionalProperties").asBoolean(!place.isEmpty())) {
            String whole = place.substring(0, Math.max(0, place.length() - 1));
            found.add(after.line(), what + whole + " takes no other members any more: who sends them is refused.");
        }
    }

    private String loss() {
        return switch (use) {
            case SENT -> "who sends it is refused.";
            case READ -> "who reads it misses it.";
            case SENT_AND_READ -> "who sends it is refused, who reads it misses it.";
        };
    }

    private static int lineOf(@Nullable Located place, Located otherwise) {
        return place == null ? otherwise.line() : place.keyLine();
    }

    private void compareRequired(String what, String place, Located before, Located after, @Nullable Located members) {
        List<String> old = required(before);
        List<String> now = required(after);
        int line = after.lineOf("/required");
        for (String name : now) {
            Located member = members == null ? null : members.members().get(name);
            boolean filledIn = place.isEmpty() && member != null && member.get("default") != null;
            boolean wasFilledIn = place.isEmpty()
                    && before.json().path("properties").path(name).has("default");
            if (isSent() && !filledIn && (!old.contains(name) || wasFilledIn)) {
                String fault = old.contains(name) ? " has no default any more" : " is required now";
                found.add(
                        line, what + place + name + fault + ": who does not send it is refused.", "Give it a default.");
            }
        }
        for (String name : old) {
            if (isRead()
                    && !now.contains(name)
                    && members != null
                    && members.members().containsKey(name)) {
                found.add(line, what + place + name + " is not required any more: who reads it may miss it.");
            }
        }
    }

    private static List<String> required(Located schema) {
        List<String> names = new ArrayList<>();
        schema.json().path("required").forEach(name -> names.add(name.asText()));
        return names;
    }

    private void compare(String what, String called, String place, Located before, Located after) {
        if (!before.json().path("type").equals(after.json().path("type"))) {
            add(after, "type", called, "was " + shown(before, "type") + " and is " + shown(after, "type") + " now.");
            return;
        }
        if (!before.json().path("format").equals(after.json().path("format"))) {
            add(
                    after,
                    "format",
                    called,
                    "had the format " + shown(before, "format") + " and has " + shown(after, "format") + " now.");
        }
        compareValues(called, before, after);
        if (isSent()) {
            LOWER.forEach(keyword -> compareLimit(called, keyword, -1, before, after));
            UPPER.forEach(keyword -> compareLimit(called, keyword, 1, before, after));
            compareSteps(called, before, after);
            compareOthers(called, before, after);
        }
        Located oldItems = before.get("items");
        Located items = after.get("items");
        if (isSent() && items != null && oldItems == null) {
            add(after, "items", called, "says now what its items are: others are refused.");
        } else if (items != null
                && oldItems != null
                && items.json().isObject()
                && oldItems.json().isObject()) {
            compare(what, called + "[]", place.substring(0, place.length() - 1) + "[].", oldItems, items);
        }
        if (after.json().path("type").asText().equals("object")) {
            compareObjects(what, place, before, after);
        }
    }

    private void compareValues(String called, Located before, Located after) {
        if (after.get("enum") == null) {
            if (isRead() && before.get("enum") != null) {
                add(after, "enum", called, "has any value now: who reads it may meet one that is unknown.");
            }
            return;
        }
        if (!isSent()) {
            return;
        }
        if (before.get("enum") == null) {
            add(after, "enum", called, "has certain values only now: others are refused.");
        }
        for (JsonNode value : before.json().path("enum")) {
            boolean still = false;
            for (JsonNode now : after.json().path("enum")) {
                still |= now.equals(value);
            }
            if (!still) {
                add(after, "enum", called, "has the value " + value.asText() + " no more: who sends it is refused.");
            }
        }
    }

    /** @param outward 1 where more is wider, -1 where less is */
    private void compareLimit(String called, String keyword, int outward, Located before, Located after) {
        JsonNode old = before.json().path(keyword);
        JsonNode now = after.json().path(keyword);
        if (!now.isNumber()) {
            return;
        }
        if (!old.isNumber()) {
            boolean bounds =
                    !(keyword.startsWith("min") && now.decimalValue().signum() == 0 && !keyword.equals("minimum"));
            if (bounds) {
                add(
                        after,
                        keyword,
                        called,
                        "has the " + keyword + " " + now.asText() + " now: what is beyond is refused.");
            }
        } else if (now.decimalValue().compareTo(old.decimalValue()) * outward < 0) {
            add(
                    after,
                    keyword,
                    called,
                    "had the " + keyword + " " + old.asText() + " and has " + now.asText()
                            + " now: what is beyond is refused.");
        }
    }

    private void compareSteps(String called, Located before, Located after) {
        JsonNode old = before.json().path("multipleOf");
        JsonNode now = after.json().path("multipleOf");
        boolean finer = now.isNumber()
                && old.isNumber()
                && old.decimalValue().remainder(now.decimalValue()).compareTo(BigDecimal.ZERO) == 0;
        if (now.isNumber() && !finer) {
            add(after, "multipleOf", called, "must be a multiple of " + now.asText() + " now: others are refused.");
        }
    }

    private void compareOthers(String called, Located before, Located after) {
        for (String keyword : EXACT) {
            JsonNode now = after.json().path(keyword);
            if (!now.isMissingNode() && !now.equals(before.json().path(keyword))) {
                add(after, keyword, called, "has another " + keyword + " now: what it took may be refused.");
            }
        }
        if (after.json().path("uniqueItems").asBoolean()
                && !before.json().path("uniqueItems").asBoolean()) {
            add(after, "uniqueItems", called, "takes no item twice now: who sends that is refused.");
        }
        if (isSearched(before) && !isSearched(after)) {
            String lost =
                    "is not searched any more: q does not find by it, and is refused where nothing else is searched.";
            add(after, Search.KEYWORD, called, lost);
        }
    }

    private static boolean isSearched(Located field) {
        return Search.configuration(field.json().path(Search.KEYWORD)) != null;
    }

    private void add(Located after, String keyword, String called, String problem) {
        Located place = after.members().get(keyword);
        found.add(place == null ? after.keyLine() : place.keyLine(), called + " " + problem);
    }

    private static String shown(Located schema, String keyword) {
        JsonNode value = schema.json().path(keyword);
        return value.isMissingNode() ? "none" : value.isTextual() ? value.asText() : value.toString();
    }
}
