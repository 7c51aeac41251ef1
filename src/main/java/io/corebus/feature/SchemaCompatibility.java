package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares a schema with what it was. More than was allowed is no break, less is; so is what answers may have now and had not before. */
final class SchemaCompatibility {
    private static final List<String> LOWER =
            List.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");
    private static final List<String> UPPER =
            List.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxContains", "maxProperties");
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
            "unevaluatedItems",
            "unevaluatedProperties",
            "$ref",
            "x-references");

    /** What refuses nothing. */
    private static final Set<String> ANNOTATIONS =
            Set.of("title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "$comment");

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
        if (!place.isEmpty()) {
            compareDeclared(what, place, before, after);
            String whole = what + place.substring(0, place.length() - 1);
            compareRest(what, whole, whole + ".*", place + "*.", Rest.MEMBERS, before, after);
        }
    }

    /** What took anything, or what the others took, before it was declared. */
    private void compareDeclared(String what, String place, Located before, Located after) {
        Located members = after.get("properties");
        Located known = before.get("properties");
        Located others = before.get(Rest.MEMBERS.keyword);
        if (members == null) {
            return;
        }
        members.members().forEach((name, now) -> {
            boolean declaredBefore = known != null && known.members().containsKey(name);
            if (declaredBefore || isOpen(now)) {
                return;
            }
            Located took = patterned(before, name, others);
            if (took != null && isClosed(took)) {
                return;
            }
            if (took != null && !isOpen(took)) {
                compare(what, what + place + name, place + name + ".", took, now);
            } else if (isSent()) {
                found.add(
                        now.keyLine(),
                        what + place + name + " took anything, and is declared now: others are refused.");
            }
        });
    }

    /** What said how a member has to be that was not declared: the pattern that its name fits, else what all others are. */
    private static @Nullable Located patterned(Located before, String name, @Nullable Located others) {
        Located patterns = before.get("patternProperties");
        if (patterns == null) {
            return others;
        }
        return patterns.members().entrySet().stream()
                .filter(pattern -> EcmaPattern.compile(pattern.getKey()).isFoundIn(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(others);
    }

    /** What may be there beside what is named. */
    private enum Rest {
        ITEMS("items", "items"),
        MEMBERS("additionalProperties", "other members");

        private final String keyword;
        private final String shown;

        Rest(String keyword, String shown) {
            this.keyword = keyword;
            this.shown = shown;
        }
    }

    /**
     * @param whole what it is in
     * @param called how one of the rest is called
     * @param place the way to its members
     */
    private void compareRest(
            String what, String whole, String called, String place, Rest rest, Located before, Located after) {
        Located old = before.get(rest.keyword);
        Located now = after.get(rest.keyword);
        if (now == null || isOpen(now) || (old != null && isClosed(old))) {
            return;
        }
        if (old != null && !isOpen(old) && !isClosed(now)) {
            compare(what, called, place, old, now);
        } else if (isSent()) {
            String fault = isClosed(now)
                    ? "takes no " + rest.shown + " any more: who sends them is refused."
                    : "says now what its " + rest.shown + " are: others are refused.";
            add(after, rest.keyword, whole, fault);
        }
    }

    /** Whether it takes anything. */
    private static boolean isOpen(Located schema) {
        return schema.json().asBoolean(false)
                || (schema.json().isObject()
                        && ANNOTATIONS.containsAll(schema.members().keySet()));
    }

    /** Whether it takes nothing. */
    private static boolean isClosed(Located schema) {
        return schema.json().isBoolean() && !schema.json().asBoolean();
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
        String within = place.substring(0, place.length() - 1) + "[].";
        compareRest(what, called, called + "[]", within, Rest.ITEMS, before, after);
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
            boolean counts = !now.isMissingNode() && !(keyword.startsWith("unevaluated") && now.asBoolean());
            if (counts && !now.equals(before.json().path(keyword))) {
                add(after, keyword, called, "has another " + keyword + " now: what it took may be refused.");
            }
        }
        Located others = after.get("additionalProperties");
        boolean lostPatterns = before.get("patternProperties") != null && after.get("patternProperties") == null;
        if (lostPatterns && others != null && !isOpen(others)) {
            String lost = "has no patternProperties any more: members that only these took are refused.";
            add(after, "additionalProperties", called, lost);
        }
        compareContained(called, before, after);
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

    /** How many items have to be of the kind in question: one, where nothing else is said. */
    private void compareContained(String called, Located before, Located after) {
        BigDecimal old = leastContained(before);
        BigDecimal now = leastContained(after);
        if (after.get("contains") != null && before.get("contains") != null && now.compareTo(old) > 0) {
            add(
                    after,
                    "minContains",
                    called,
                    "had the minContains " + old.toPlainString() + " and has " + now.toPlainString()
                            + " now: what has fewer is refused.");
        }
    }

    private static BigDecimal leastContained(Located schema) {
        JsonNode least = schema.json().path("minContains");
        return least.isNumber() ? least.decimalValue() : BigDecimal.ONE;
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
