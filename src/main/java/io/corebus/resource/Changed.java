package io.corebus.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;
import io.corebus.feature.Feature;
import io.corebus.feature.PlatformFields;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ResourceMessages.Change;
import io.corebus.storage.JournalMessages.Entry;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** From an entry of the journal to what a history tells of it. */
final class Changed {
    private Changed() {}

    static Change of(Feature feature, Entry entry) {
        boolean deleted = entry.kind().equals("deleted");
        return new Change(
                Objects.requireNonNull(entry.version(), "a change has a version"),
                entry.kind(),
                entry.at(),
                entry.actor(),
                entry.via(),
                entry.trace(),
                deleted ? List.of() : names(entry.before(), entry.after()),
                deleted ? entry.before() : entry.after());
    }

    /** The fields whose values differ, by name; also those that are declared no more. */
    private static List<String> names(@Nullable Json before, @Nullable Json after) {
        ObjectNode from = object(before);
        ObjectNode to = object(after);
        Set<String> names = new TreeSet<>();
        from.fieldNames().forEachRemaining(names::add);
        to.fieldNames().forEachRemaining(names::add);
        // What every change changes is not worth telling.
        names.removeIf(name -> PlatformFields.isOne(name) || Objects.equals(from.get(name), to.get(name)));
        return List.copyOf(names);
    }

    private static ObjectNode object(@Nullable Json json) {
        return json == null ? JsonNodeFactory.instance.objectNode() : StrictJson.parseObject(json.utf8());
    }
}
