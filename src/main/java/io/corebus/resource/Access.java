package io.corebus.resource;

import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Json;
import io.corebus.feature.JsonParts;
import io.corebus.resource.ResourceMessages.Change;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.resource.ResourceMessages.ResourcePage;
import io.corebus.storage.StorageMessages.Row;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one caller may do with a feature, as far as one request asks.
 *
 * @param doing how far the permission for what it asked reaches
 * @param seeing how far its permission to read reaches; null where it may read nothing
 */
record Access(Reach doing, @Nullable Reach seeing) {
    static final Access FULL = new Access(Reach.ALL, Reach.ALL);
    private static final Set<String> BY_DATABASE = Set.of("unique", "reference-not-found", "constraint");
    private static final Pattern OF_ITEM = Pattern.compile("/[0-9]+/data(?=/)");
    private static final String UNTOLD =
            "The database does not take this, because of fields some of which you may not read.";

    /** Somebody who may write everything and read nothing. */
    static final Access BLIND = new Access(Reach.ALL, null);

    static Access of(Reach doing, @Nullable Reach seeing) {
        if (doing.isAll() && (seeing == null || seeing.isAll())) {
            return seeing == null ? BLIND : FULL;
        }
        return new Access(doing, seeing);
    }

    /** Whether it depends on the resource what may be done with it, or which of its fields may be seen or written. */
    boolean isLimited() {
        return !doing.isAll() || (seeing != null && !seeing.isAll());
    }

    /** Fails with {@code not-found} where the caller may not read it. */
    Row seen(Row row) {
        if (!isLimited()) {
            return row;
        }
        Json seen = seeing == null ? null : seeing.seen(row.body());
        if (seen == null) {
            throw Identifier.notFound();
        }
        return new Row(row.id(), row.version(), seen);
    }

    /** The rows were chosen by {@link ListQuery}, so that the caller may read every one of them. */
    ResourcePage seen(ResourcePage page) {
        if (!isLimited() || seeing == null || seeing.sureFields().isAll()) {
            return page;
        }
        StringJoiner rows = new StringJoiner(",", "[", "]");
        for (Json row : JsonParts.items(page.rows())) {
            Json seen = seeing.seen(row);
            if (seen != null) {
                rows.add(seen.toString());
            }
        }
        return new ResourcePage(Json.of(rows.toString()), page.count(), page.next(), page.included(), page.total());
    }

    /** A refusal by the database speaks of fields, whoever asks: of those that the caller may not read nothing is told. */
    Failure told(Failure failure) {
        if (seeing == null || seeing.isAll() || failure.errors().isEmpty() || failure.status() == 403) {
            return failure;
        }
        FieldSet known = seeing.someFields();
        List<FieldFault> errors = failure.errors().stream()
                .filter(fault -> !BY_DATABASE.contains(fault.code()) || known.has(field(fault)))
                .toList();
        return errors.size() == failure.errors().size()
                ? failure
                : new Failure(failure.code(), failure.status(), UNTOLD, errors, null, null);
    }

    /** {@code /name}, of an item of a batch {@code /0/data/name}: no field begins with a digit. */
    private static String field(FieldFault fault) {
        Matcher place = OF_ITEM.matcher(fault.pointer());
        String pointer = place.lookingAt() ? fault.pointer().substring(place.end()) : fault.pointer();
        int end = pointer.indexOf('/', 1);
        return pointer.isEmpty() ? "" : pointer.substring(1, end < 0 ? pointer.length() : end);
    }

    /** A change of a resource as the caller may see it; null where the resource, as it was then, is none that it may read. */
    @Nullable
    Change seen(Change change) {
        if (!isLimited() || seeing == null || seeing.isAll()) {
            return change;
        }
        Json after = change.after();
        if (after == null) {
            // Of what was erased nobody can tell any more whether it met a rule.
            return seeing.limitsRows() ? null : change.of(seeing.sureFields().names(), null);
        }
        Reach here = seeing.over(Reach.values(after));
        FieldSet fields = here.someFields();
        return here.isNone() ? null : change.of(fields.names(), Reach.masked(after, fields));
    }

    /**
     * A resource as an answer to the one who wrote it: what it may read of it. Where the change took it out of its sight, what it may read of every resource;
     * one who may read nothing is shown what it may write.
     */
    Resource written(Resource resource) {
        if (!isLimited()) {
            return resource;
        }
        Json shown = seeing == null ? Reach.masked(resource.body(), doing.someFields()) : seeing.seen(resource.body());
        if (shown == null && seeing != null) {
            shown = Reach.masked(resource.body(), seeing.sureFields());
        }
        return new Resource(
                resource.id(), resource.version(), shown == null ? resource.body() : shown, resource.repeated());
    }
}
