package io.corebus.live;

import io.corebus.feature.Criterion;
import io.corebus.feature.Feature;
import io.corebus.feature.FieldText;
import io.corebus.resource.ResourceMessages.Permission;
import io.corebus.resource.ResourceMessages.View;
import io.corebus.storage.StorageMessages.Condition;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a subscriber gets to see of a feature: the events it asked for, of the resources that it may read, with the fields that it may read. */
final class Sight {
    private final @Nullable String asked;
    private final @Nullable Criterion filter;
    private final List<Part> parts;

    /**
     * @param rows null: all
     * @param fields null: all
     */
    private record Part(@Nullable Criterion rows, @Nullable Set<String> fields) {}

    /** @param asked the filter in the subscriber's own words, or null */
    Sight(Feature feature, @Nullable String asked, Permission permission) {
        FieldText fields = new FieldText(feature);
        this.asked = asked;
        this.filter = criterion(fields, permission.filter());
        this.parts = permission.views().stream().map(view -> part(fields, view)).toList();
    }

    private static Part part(FieldText fields, View view) {
        List<String> names = view.fields();
        return new Part(criterion(fields, view.rows()), names == null ? null : Set.copyOf(names));
    }

    private static @Nullable Criterion criterion(FieldText fields, @Nullable Condition condition) {
        return condition == null ? null : condition.criterion(fields);
    }

    @Nullable
    String asked() {
        return asked;
    }

    /** The event as the subscriber may see it; null where it does not get it. */
    @Nullable
    Event of(Event event) {
        if (filter != null && !filter.holds(event::value)) {
            return null;
        }
        return parts.isEmpty() ? event : limited(event);
    }

    private @Nullable Event limited(Event event) {
        boolean seen = false;
        Set<String> fields = new TreeSet<>();
        for (Part part : parts) {
            if (holds(part, event)) {
                if (part.fields == null) {
                    return event;
                }
                seen = true;
                fields.addAll(part.fields);
            }
        }
        return seen ? event.withFields(fields) : null;
    }

    /** Of a resource whose data was erased nobody can tell any more whether it met a rule. */
    private static boolean holds(Part part, Event event) {
        return part.rows == null || (event.data() != null && part.rows.holds(event::value));
    }
}
