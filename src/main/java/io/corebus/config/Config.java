package io.corebus.config;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The configuration of a node: one record for each section. */
public final class Config {
    private final Map<Class<?>, Record> records;
    private final Map<String, Object> values;
    private final Set<String> given;

    Config(Map<Class<?>, Record> records, Map<String, Object> values, Set<String> given) {
        this.records = Map.copyOf(records);
        this.values = Map.copyOf(values);
        this.given = Set.copyOf(given);
    }

    public <T extends Record> T get(Class<T> type) {
        Record found = records.get(type);
        if (found == null) {
            throw new IllegalArgumentException(type.getName() + " is not among the sections that were read");
        }
        return type.cast(found);
    }

    /** The value of {@code http.port}; null where there is none, or no such setting. For messages: code that needs a setting asks for its record. */
    public @Nullable Object value(String key) {
        return values.get(key);
    }

    /** Whether a file, a variable, a flag or the program itself set it: false where only the default is left. */
    public boolean isGiven(String key) {
        return given.contains(key);
    }
}
