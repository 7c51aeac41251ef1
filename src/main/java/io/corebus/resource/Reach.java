package io.corebus.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;
import io.corebus.feature.Criterion;
import io.corebus.feature.Grant;
import io.corebus.feature.JsonParts;
import io.corebus.resource.ResourceMessages.View;
import io.corebus.storage.StorageMessages.Condition;
import io.corebus.storage.StorageMessages.Operator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How far a permission reaches for one caller: to which resources, and in each of them to which fields. */
final class Reach {
    /** Every resource with every field. */
    static final Reach ALL = new Reach(List.of(new Part(Grant.to("admin"), null, null, FieldSet.ALL)));

    private final List<Part> parts;

    /**
     * What one entry of the permissions adds.
     *
     * @param rows what a resource must meet; null: any
     * @param after what it must meet after an update; null: anything
     */
    record Part(
            Grant grant, @Nullable Criterion rows, @Nullable Criterion after, FieldSet fields) {
        boolean holds(Function<String, @Nullable String> resource) {
            return rows == null || rows.holds(resource);
        }

        boolean holdsAfter(Function<String, @Nullable String> resource) {
            return after == null || after.holds(resource);
        }
    }

    private Reach(List<Part> parts) {
        this.parts = parts;
    }

    /** @param parts at least one */
    static Reach of(List<Part> parts) {
        boolean all = parts.stream().anyMatch(part -> part.rows == null && part.after == null && part.fields.isAll());
        return all ? ALL : new Reach(List.copyOf(parts));
    }

    boolean isAll() {
        return this == ALL;
    }

    List<Part> parts() {
        return parts;
    }

    /**
     * The same resources, and of each fewer fields.
     *
     * @param fields to leave out
     * @param declared all there are
     */
    Reach without(Set<String> fields, Collection<String> declared) {
        return new Reach(parts.stream()
                .map(part -> new Part(part.grant, part.rows, part.after, part.fields.without(fields, declared)))
                .toList());
    }

    /** Those that reach this resource. */
    Reach over(Function<String, @Nullable String> resource) {
        return which(part -> part.holds(resource));
    }

    /** Those that let a resource become this. */
    Reach towards(Function<String, @Nullable String> resource) {
        return which(part -> part.holdsAfter(resource));
    }

    private Reach which(Predicate<Part> condition) {
        if (isAll()) {
            return this;
        }
        List<Part> met = new ArrayList<>(parts.size());
        for (Part part : parts) {
            if (condition.test(part)) {
                met.add(part);
            }
        }
        return met.size() == parts.size() ? this : new Reach(met);
    }

    boolean isNone() {
        return parts.isEmpty();
    }

    /** What at least one part reaches. */
    FieldSet someFields() {
        FieldSet fields = FieldSet.NONE;
        for (Part part : parts) {
            fields = fields.union(part.fields);
        }
        return fields;
    }

    /** What every part reaches: there is no resource whose other fields would be more than these. */
    FieldSet sureFields() {
        FieldSet fields = FieldSet.ALL;
        for (Part part : parts) {
            fields = fields.common(part.fields);
        }
        return fields;
    }

    boolean limitsRows() {
        return parts.stream().noneMatch(part -> part.rows == null);
    }

    /** One for each entry of the permissions; empty: every resource with every field. For a room that has the resources otherwise than from here. */
    List<View> views() {
        List<View> views = new ArrayList<>();
        for (Part part : isAll() ? List.<Part>of() : parts) {
            Criterion rows = part.rows;
            Set<String> fields = part.fields.names();
            views.add(new View(rows == null ? null : Condition.of(rows), fields == null ? null : List.copyOf(fields)));
        }
        return views;
    }

    /** For storage; null: all rows. */
    @Nullable
    Condition rows() {
        if (!limitsRows()) {
            return null;
        }
        List<Condition> conditions = new ArrayList<>();
        for (Part part : parts) {
            conditions.add(Condition.of(Objects.requireNonNull(part.rows)));
        }
        return conditions.size() == 1 ? conditions.get(0) : new Condition(Operator.OR, null, List.of(), conditions);
    }

    /** The resource as the caller may read it; null where it may not. Nothing is read of it where nothing is limited. */
    @Nullable
    Json seen(Json resource) {
        if (isAll()) {
            return resource;
        }
        Reach here = over(values(resource));
        return here.isNone() ? null : masked(resource, here.someFields());
    }

    static Json masked(Json resource, FieldSet fields) {
        return fields.names() == null ? resource : JsonParts.keep(resource, fields.names());
    }

    /** The values of a resource, as a rule asks for them. */
    static Function<String, @Nullable String> values(Json resource) {
        return name -> JsonParts.value(resource, name);
    }

    static Function<String, @Nullable String> values(ObjectNode resource) {
        return name -> {
            JsonNode value = resource.get(name);
            return value == null || value.isNull() ? null : value.asText();
        };
    }
}
