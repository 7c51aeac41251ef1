package io.corebus.live;

import io.corebus.feature.Feature;
import io.corebus.feature.FieldText;
import io.corebus.feature.FieldType;
import io.corebus.storage.StorageMessages.Condition;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A condition of a list, for the resource of an event instead of a row. What has no value differs from every value, as in storage. */
final class Filter {
    private final FieldText fields;
    private final Condition condition;

    Filter(Feature feature, Condition condition) {
        this.fields = new FieldText(feature);
        this.condition = condition;
    }

    boolean takes(Event event) {
        return takes(condition, event.fields());
    }

    private boolean takes(Condition part, JsonObject resource) {
        return switch (part.operator()) {
            case AND -> part.parts().stream().allMatch(each -> takes(each, resource));
            case OR -> part.parts().stream().anyMatch(each -> takes(each, resource));
            default -> compares(part, resource);
        };
    }

    private boolean compares(Condition part, JsonObject resource) {
        String field = Objects.requireNonNull(part.field());
        FieldType type = fields.type(field);
        Object value = resource.getValue(field);
        List<String> values = part.values();
        return switch (part.operator()) {
            case EQUAL -> is(type, value, values, order -> order == 0);
            case NOT_EQUAL -> !is(type, value, values, order -> order == 0);
            case LESS -> is(type, value, values, order -> order < 0);
            case LESS_OR_EQUAL -> is(type, value, values, order -> order <= 0);
            case GREATER -> is(type, value, values, order -> order > 0);
            case GREATER_OR_EQUAL -> is(type, value, values, order -> order >= 0);
            case IN -> isOneOf(type, value, values);
            case NOT_IN -> !isOneOf(type, value, values);
            case LIKE -> value != null && fits(value.toString(), values.get(0));
            case NOT_LIKE -> value == null || !fits(value.toString(), values.get(0));
            case IS_NULL -> value == null;
            case NOT_NULL -> value != null;
            case AND, OR -> throw new IllegalStateException(part.operator() + " has no field");
        };
    }

    private static boolean is(FieldType type, @Nullable Object value, List<String> wanted, IntPredicate order) {
        return value != null && order.test(compare(type, value.toString(), wanted.get(0)));
    }

    private static boolean isOneOf(FieldType type, @Nullable Object value, List<String> wanted) {
        return value != null && wanted.stream().anyMatch(each -> compare(type, value.toString(), each) == 0);
    }

    private static int compare(FieldType type, String value, String wanted) {
        return switch (type) {
            case INTEGER, NUMBER, DECIMAL -> new BigDecimal(value).compareTo(new BigDecimal(wanted));
            case BOOLEAN -> Boolean.compare(Boolean.parseBoolean(value), Boolean.parseBoolean(wanted));
            case DATE_TIME -> Instant.parse(value).compareTo(Instant.parse(wanted));
            case STRING, ENUM, DATE, UUID, REFERENCE -> byCodePoint(value, wanted);
            case JSON -> throw new IllegalStateException("a condition on a field that cannot be compared");
        };
    }

    /** As the database compares text. */
    private static int byCodePoint(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code *} for any run of characters. Looks at every character a bounded number of times, whatever the pattern. */
    private static boolean fits(String text, String pattern) {
        String[] parts = pattern.split("\\*", -1);
        String first = parts[0];
        String last = parts[parts.length - 1];
        if (!text.startsWith(first)) {
            return false;
        }
        int place = first.length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = text.indexOf(parts[i], place);
            if (found < 0) {
                return false;
            }
            place = found + parts[i].length();
        }
        return text.length() - last.length() >= place && text.endsWith(last);
    }
}
