package io.corebus.feature;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks which fields of a schema are searched: text only, and all by one configuration, because one index holds their words. */
final class SearchCheck {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private final List<Field> fields;
    private final FileFaults faults;
    private @Nullable String configuration;

    SearchCheck(List<Field> fields, FileFaults faults) {
        this.fields = fields;
        this.faults = faults;
    }

    /** @param properties of the schema; a field that has other faults is not looked at */
    void check(Located properties) {
        for (Field field : fields) {
            Located property = properties.get(field.name());
            Located search = property == null ? null : property.get(Search.KEYWORD);
            if (search != null) {
                check(field, search);
            }
        }
    }

    private void check(Field field, Located search) {
        if (!search.json().isBoolean()
                && !(search.isText() && NAME.matcher(search.text()).matches())) {
            faults.add(
                    search.line(),
                    "x-search of " + field.name() + " must be true, or the name of a text search configuration.",
                    "Write for example x-search: english.");
            return;
        }
        String named = Search.configuration(search.json());
        if (named == null) {
            return;
        }
        if (field.type() != FieldType.STRING) {
            faults.add(search.keyLine(), field.name() + " cannot have x-search: it is no plain text.");
        } else if (configuration != null && !configuration.equals(named)) {
            faults.add(
                    search.line(),
                    "x-search of " + field.name() + " is " + named + ", but that of a field before is " + configuration
                            + ": all fields that are searched must name the same.");
        }
        configuration = named;
    }
}
