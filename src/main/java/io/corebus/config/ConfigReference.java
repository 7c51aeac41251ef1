package io.corebus.config;

import java.util.List;
import java.util.Locale;

/** Writes {@code docs/configuration.md} from the records, so that it cannot be wrong. */
public final class ConfigReference {
    private static final String HEAD = """
            # Configuration

            <!-- Written by `./corebus config reference > docs/configuration.md`; do not edit. -->

            Every setting can stand in a YAML file (`--config FILE` or `COREBUS_CONFIG`), in the environment and in a flag. The stronger one
            wins: flag, environment, file, default. An unknown key, variable or flag stops the start with a suggestion, and all faults are
            shown at once. An empty variable is one that is not set. A relative path starts at the directory in which Corebus was started.

            Durations are written `300ms`, `30s`, `5m`, `1h`; sizes `512B`, `64KiB`, `1MiB`; lists with commas (or as a list in the file).
            A secret is never printed, and may be read from a file: `COREBUS_ADMIN_PASSWORD_FILE=/run/secrets/admin`.

            ```yaml
            http:
              port: 8080
            rooms: [http, resource]
            ```
            """;

    private ConfigReference() {}

    public static String markdown(List<Class<? extends Record>> sections) {
        StringBuilder text = new StringBuilder(HEAD);
        for (Class<? extends Record> section : sections) {
            String name = SettingKey.section(section);
            text.append("\n## ")
                    .append(name.isEmpty() ? "At the top of the file" : name)
                    .append("\n\n");
            text.append("| key | environment | flag | default | meaning |\n|---|---|---|---|---|\n");
            SettingKey.of(section).forEach(key -> row(text, key));
        }
        return text.toString();
    }

    /** The flags with their meaning, for {@code --help}. */
    public static String flags(List<Class<? extends Record>> sections) {
        StringBuilder text = new StringBuilder();
        for (Class<? extends Record> section : sections) {
            for (SettingKey key : SettingKey.of(section)) {
                text.append(String.format(Locale.ROOT, "  %-30s %s%n", key.flag(), summary(key)));
            }
        }
        return text.toString();
    }

    private static String summary(SettingKey key) {
        String value = key.setting().value();
        return key.setting().doc().split("(?<=\\.) ", 2)[0].replace("`", "")
                + (value.isEmpty() ? "" : " Default: " + value + ".");
    }

    private static void row(StringBuilder text, SettingKey key) {
        Setting setting = key.setting();
        String file = setting.secret() ? "<br>`" + key.fileVariable() + "`" : "";
        String value = setting.value().isEmpty() ? "" : "`" + setting.value() + "`";
        text.append("| `" + key.key() + "` | `" + key.variable() + "`" + file + " | `" + key.flag() + "` | " + value
                + " | " + setting.doc().replace("|", "\\|") + (setting.secret() ? " Secret." : "") + " |\n");
    }
}
