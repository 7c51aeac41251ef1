package io.corebus.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One component of a config record, under the three names it has. */
record SettingKey(String section, String name, RecordComponent component, Setting setting) {

    /** The settings of a config record, in its order. */
    static List<SettingKey> of(Class<? extends Record> type) {
        String section = section(type);
        List<SettingKey> keys = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Setting setting = component.getAnnotation(Setting.class);
            if (setting == null) {
                throw new IllegalArgumentException(type.getName() + "." + component.getName() + " has no @Setting");
            }
            keys.add(new SettingKey(section, kebab(component.getName()), component, setting));
        }
        return keys;
    }

    static String section(Class<? extends Record> type) {
        Section section = type.getAnnotation(Section.class);
        if (section == null) {
            throw new IllegalArgumentException(type.getName() + " has no @Section");
        }
        return section.value();
    }

    /** {@code http.max-body}; without a dot for a setting at the top of the file. */
    String key() {
        return section.isEmpty() ? name : section + "." + name;
    }

    String variable() {
        return "COREBUS_" + key().replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The variable that names a file with the value, for secrets. */
    String fileVariable() {
        return variable() + "_FILE";
    }

    String flag() {
        return "--" + key().replace('.', '-');
    }

    boolean isList() {
        return component.getType() == List.class;
    }

    boolean isSwitch() {
        return component.getType() == boolean.class;
    }

    boolean mayBeNull() {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
