package io.corebus.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.bus.Json;
import io.corebus.feature.FieldText;
import io.corebus.feature.FieldType;
import io.corebus.feature.StrictJson;
import io.corebus.storage.StorageMessages.Condition;
import io.corebus.storage.StorageMessages.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A filter as JSON: {@code {"and": [...]}}, {@code {"or": [...]}}, {@code {"field": "value", "op": "ge", "value": 10}}. Says the same as RSQL, within the same
 * bounds, but here an asterisk is special to {@code like} and its kin alone, and null is no word.
 */
final class ConditionTree {
    private static final Map<String, Operator> OPERATORS = Map.ofEntries(
            Map.entry("eq", Operator.EQUAL),
            Map.entry("ne", Operator.NOT_EQUAL),
            Map.entry("lt", Operator.LESS),
            Map.entry("le", Operator.LESS_OR_EQUAL),
            Map.entry("gt", Operator.GREATER),
            Map.entry("ge", Operator.GREATER_OR_EQUAL),
            Map.entry("in", Operator.IN),
            Map.entry("out", Operator.NOT_IN),
            Map.entry("like", Operator.LIKE),
            Map.entry("unlike", Operator.NOT_LIKE),
            Map.entry("ilike", Operator.LIKE_ANY_CASE),
            Map.entry("iunlike", Operator.NOT_LIKE_ANY_CASE),
            Map.entry("has", Operator.HAS),
            Map.entry("lacks", Operator.LACKS));
    private static final Set<String> COMPARISON = Set.of("field", "op", "value");

    private final FieldText fields;
    private int comparisons;

    ConditionTree(FieldText fields) {
        this.fields = fields;
    }

    /** Fails with {@code bad-query} 400, saying which part is wrong and what would be right. */
    Condition read(Json tree) {
        return condition(StrictJson.parse(tree.utf8()), 0);
    }

    private Condition condition(JsonNode node, int depth) {
        if (depth > ListQuery.MAX_NESTING) {
            throw ListQuery.badQuery("filter is nested more than " + ListQuery.MAX_NESTING + " levels deep.");
        }
        if (node.has("and") || node.has("or")) {
            return joined(node, depth);
        }
        if (!node.isObject() || !members(node).equals(COMPARISON)) {
            throw ListQuery.badQuery(
                    "A part of filter is {\"and\": [...]}, {\"or\": [...]} or {\"field\": ..., \"op\": ..., \"value\": ...}.");
        }
        if (++comparisons > ListQuery.MAX_COMPARISONS) {
            throw ListQuery.badQuery("filter has more than " + ListQuery.MAX_COMPARISONS + " comparisons.");
        }
        return comparison(node);
    }

    private static Set<String> members(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private Condition joined(JsonNode node, int depth) {
        String name = node.has("and") ? "and" : "or";
        JsonNode list = node.path(name);
        if (node.size() > 1 || !list.isArray() || list.isEmpty()) {
            throw ListQuery.badQuery("'" + name + "' in filter stands alone and takes a list of conditions.");
        }
        List<Condition> parts = new ArrayList<>();
        list.forEach(part -> parts.add(condition(part, depth + 1)));
        return new Condition(name.equals("and") ? Operator.AND : Operator.OR, null, List.of(), parts);
    }

    private Condition comparison(JsonNode node) {
        String field = node.path("field").asText();
        FieldType type = fields.type(field);
        Operator operator = OPERATORS.get(node.path("op").asText());
        if (operator == null) {
            throw ListQuery.badQuery(
                    "op in filter is one of " + String.join(", ", new TreeSet<>(OPERATORS.keySet())) + ".");
        }
        JsonNode value = node.path("value");
        boolean ofElement = operator == Operator.HAS || operator == Operator.LACKS;
        if (type == FieldType.JSON && !ofElement && !value.isNull()) {
            throw fields.incomparable(field);
        }
        return switch (operator) {
            case IN, NOT_IN -> ListQuery.leaf(operator, field, values(field, value));
            case HAS, LACKS -> ListQuery.leaf(operator, field, List.of(element(field, value)));
            case LIKE, NOT_LIKE, LIKE_ANY_CASE, NOT_LIKE_ANY_CASE ->
                ListQuery.leaf(operator, field, List.of(pattern(field, type, value)));
            default -> value.isNull() ? ofNull(operator, field) : ListQuery.leaf(operator, field, one(field, value));
        };
    }

    private static Condition ofNull(Operator operator, String field) {
        return switch (operator) {
            case EQUAL -> ListQuery.leaf(Operator.IS_NULL, field, List.of());
            case NOT_EQUAL -> ListQuery.leaf(Operator.NOT_NULL, field, List.of());
            default -> throw ListQuery.badQuery("null in filter is compared with eq or ne only.");
        };
    }

    private static String pattern(String field, FieldType type, JsonNode value) {
        if (!ListQuery.isText(type) || !value.isTextual() || value.asText().indexOf('\0') >= 0) {
            throw ListQuery.badQuery(
                    "like, unlike, ilike and iunlike take a text for a field that is text; '" + field + "' is not.");
        }
        return value.asText();
    }

    private List<String> values(String field, JsonNode value) {
        if (!value.isArray() || value.isEmpty() || value.size() > ListQuery.MAX_VALUES) {
            throw ListQuery.noList();
        }
        List<String> values = new ArrayList<>();
        value.forEach(one -> values.addAll(one(field, one)));
        return values;
    }

    private String element(String field, JsonNode value) {
        return fields.element(field, single(field, value));
    }

    private List<String> one(String field, JsonNode value) {
        return List.of(fields.normalise(field, single(field, value)));
    }

    private static String single(String field, JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            throw ListQuery.badQuery("The value for '" + field + "' must be a text, a number, true or false.");
        }
        return value.asText();
    }
}
