package io.corebus.feature;

import io.corebus.config.Suggestion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code storage}: lists of fields, where a single field may stand for a list of one. */
final class StorageReader {
    private static final int MAX_COLUMNS =
            32; // PostgreSQL's limit for an index; the id is the last one of those for lists.

    private final SchemaReader schema;
    private final FileFaults faults;
    private final List<List<String>> indexes = new ArrayList<>();
    private final List<List<String>> uniques = new ArrayList<>();

    StorageReader(SchemaReader schema, FileFaults faults) {
        this.schema = schema;
        this.faults = faults;
    }

    void read(@Nullable Located place) {
        Mapping storage = Mapping.of(place, "storage", List.of("index", "unique"), faults);
        readLists(storage, "index", indexes);
        readLists(storage, "unique", uniques);
    }

    List<List<String>> indexes() {
        return indexes;
    }

    List<List<String>> uniques() {
        return uniques;
    }

    private void readLists(Mapping storage, String key, List<List<String>> lists) {
        for (Located entry : storage.list(key)) {
            List<Located> names = entry.json().isArray() ? entry.items() : List.of(entry);
            List<String> fields = storage.texts(key, names);
            int max = key.equals("index") ? MAX_COLUMNS - 1 : MAX_COLUMNS;
            if (names.isEmpty() || names.size() > max) {
                faults.add(entry.line(), "an entry of " + key + " must name 1 to " + max + " fields.");
            } else if (lists.contains(fields)) {
                faults.add(entry.line(), key + " has " + fields + " twice.", "Keep one of them.");
            }
            lists.add(List.copyOf(fields));
            boolean takesArray = key.equals("index") && names.size() == 1;
            names.stream().filter(Located::isText).forEach(name -> checkField(key, name, takesArray));
        }
    }

    private void checkField(String key, Located name, boolean takesArray) {
        if (schema.isJson(name.text())) {
            checkJson(key, name, takesArray);
        } else if (!schema.names().contains(name.text())) {
            String problem = key + " names the field " + Characters.shown(name.text()) + ", which is not declared.";
            faults.add(name.line(), problem, Suggestion.didYouMean(name.text(), schema.names()));
        }
    }

    private void checkJson(String key, Located name, boolean takesArray) {
        boolean isArray = schema.isArray(name.text());
        if (!isArray || !takesArray) {
            String problem = key + " cannot use " + name.text() + ": it holds an array or an object.";
            faults.add(
                    name.line(),
                    problem,
                    isArray && key.equals("index") ? "An array has an index of its own: name it alone." : null);
        }
    }
}
