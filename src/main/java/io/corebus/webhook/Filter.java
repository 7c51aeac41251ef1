package io.corebus.webhook;

import io.corebus.feature.Criterion;
import io.corebus.feature.Criterion.Kind;
import io.corebus.feature.Feature;
import io.corebus.feature.FieldText;
import io.corebus.storage.StorageMessages.Condition;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A condition of a list, for the resource of an event instead of a row. */
final class Filter {
    private final Criterion criterion;

    Filter(Feature feature, Condition condition) {
        this.criterion = criterion(new FieldText(feature), condition);
    }

    boolean takes(JsonObject resource) {
        return criterion.holds(name -> {
            Object value = resource.getValue(name);
            return value == null ? null : value.toString();
        });
    }

    private static Criterion criterion(FieldText fields, Condition condition) {
        List<Criterion> parts = new ArrayList<>();
        condition.parts().forEach(part -> parts.add(criterion(fields, part)));
        String field = condition.field();
        Kind kind = Kind.valueOf(condition.operator().name());
        return new Criterion(kind, field, field == null ? null : fields.type(field), condition.values(), parts);
    }
}
