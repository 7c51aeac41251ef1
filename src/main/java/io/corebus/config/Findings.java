package io.corebus.config;

import io.corebus.config.ConfigFaults.Fault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was found while reading: the strongest value of each setting so far, and the faults. */
final class Findings {
    private final Map<String, SettingKey> known = new LinkedHashMap<>();
    private final Map<String, Found> values = new LinkedHashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    /** @param where what a message about it names */
    record Found(String where, String text) {}

    Findings(List<Class<? extends Record>> sections) {
        for (Class<? extends Record> section : sections) {
            for (SettingKey key : SettingKey.of(section)) {
                if (known.put(key.key(), key) != null) {
                    throw new IllegalArgumentException("two records have the setting " + key.key());
                }
            }
        }
    }

    Map<String, SettingKey> known() {
        return known;
    }

    /** Takes the place of what a weaker source gave. */
    void put(SettingKey key, String where, String text) {
        values.put(key.key(), new Found(where, text));
    }

    @Nullable
    Found find(SettingKey key) {
        return values.get(key.key());
    }

    void fault(String where, String problem, @Nullable String suggestion) {
        faults.add(new Fault(where, problem, suggestion));
    }

    List<Fault> faults() {
        return faults;
    }
}
