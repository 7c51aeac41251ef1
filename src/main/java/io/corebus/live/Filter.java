package io.corebus.live;

import io.corebus.feature.Feature;
import io.corebus.feature.FieldComparison;
import io.corebus.feature.FieldText;
import io.corebus.feature.FieldType;
import io.corebus.storage.StorageMessages.Condition;
import io.vertx.core.json.JsonObject;
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
            case LIKE -> value != null && FieldComparison.fits(value.toString(), values.get(0));
            case NOT_LIKE -> value == null || !FieldComparison.fits(value.toString(), values.get(0));
            case IS_NULL -> value == null;
            case NOT_NULL -> value != null;
            case AND, OR -> throw new IllegalStateException(part.operator() + " has no field");
        };
    }

    private static boolean is(FieldType type, @Nullable Object value, List<String> wanted, IntPredicate order) {
        return value != null && order.test(FieldComparison.compare(type, value.toString(), wanted.get(0)));
    }

    private static boolean isOneOf(FieldType type, @Nullable Object value, List<String> wanted) {
        return value != null
                && wanted.stream().anyMatch(each -> FieldComparison.compare(type, value.toString(), each) == 0);
    }
}
