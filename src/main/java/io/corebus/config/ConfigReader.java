package io.corebus.config;

import io.corebus.config.Findings.Found;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration. Weakest first: the defaults in the records, the YAML file, the environment, the flags, what the program decided. Finds all faults
 * at once.
 */
public final class ConfigReader {
    private final List<Class<? extends Record>> sections;
    private final Map<String, Names> names;

    /**
     * What a list may name.
     *
     * @param kind such as {@code room}
     */
    public record Names(String kind, List<String> known) {}

    /** @param sections records with {@link Section}, whose components all have {@link Setting} */
    public ConfigReader(List<Class<? extends Record>> sections) {
        this(sections, Map.of());
    }

    /** @param names by the key of a setting that is a list: what it may name, where its record does not know */
    public ConfigReader(List<Class<? extends Record>> sections, Map<String, Names> names) {
        this.sections = List.copyOf(sections);
        this.names = Map.copyOf(names);
    }

    public Config read(Sources sources) throws ConfigFaults {
        Findings findings = new Findings(sections);
        if (sources.file() != null) {
            new FileSource(sources.file(), findings).read();
        }
        new EnvironmentSource(sources.environment(), findings).read();
        new FlagSource(sources.flags(), findings).read();
        sources.decided().forEach((name, value) -> decide(findings, name, value));
        return new Binding(findings).bind();
    }

    private static void decide(Findings findings, String name, String value) {
        SettingKey key = findings.known().get(name);
        if (key == null) {
            throw new IllegalArgumentException("there is no setting " + name);
        }
        findings.put(key, name, value);
    }

    /** Makes records of what was found. */
    private final class Binding {
        private final Findings findings;
        private final Map<Class<?>, Record> records = new LinkedHashMap<>();
        private final Map<String, Object> values = new LinkedHashMap<>();
        private final Set<String> given = new HashSet<>();

        Binding(Findings findings) {
            this.findings = findings;
        }

        Config bind() throws ConfigFaults {
            for (Class<? extends Record> section : sections) {
                bind(section);
            }
            if (!findings.faults().isEmpty()) {
                throw new ConfigFaults(findings.faults());
            }
            return new Config(records, values, given);
        }

        private void bind(Class<? extends Record> type) {
            int before = findings.faults().size();
            List<SettingKey> keys = SettingKey.of(type);
            @Nullable Object[] arguments = keys.stream().map(this::value).toArray();
            if (findings.faults().size() == before) {
                construct(type, arguments);
            }
        }

        private @Nullable Object value(SettingKey key) {
            Found found = findings.find(key);
            if (found != null) {
                given.add(key.key());
            } else if (!key.setting().value().isEmpty()) {
                found = new Found("the default of " + key.key(), key.setting().value());
            }
            Object value = found == null ? missing(key) : parse(key, found);
            if (value != null) {
                values.put(key.key(), value);
            }
            Names allowed = names.get(key.key());
            if (found != null && allowed != null && value instanceof List<?> list) {
                for (Object name : list) {
                    checkName(allowed, found.where(), String.valueOf(name));
                }
            }
            return value;
        }

        private void checkName(Names allowed, String where, String name) {
            if (!allowed.known().contains(name)) {
                String suggestion = Suggestion.didYouMean(name, allowed.known());
                String all = "The " + allowed.kind() + "s are " + String.join(", ", allowed.known()) + ".";
                findings.fault(
                        where,
                        "there is no " + allowed.kind() + " '" + name + "'.",
                        suggestion == null ? all : suggestion);
            }
        }

        private @Nullable Object missing(SettingKey key) {
            if (key.isList()) {
                return List.of();
            }
            if (!key.mayBeNull()) {
                findings.fault(key.key(), "this is not set.", "Set " + key.variable() + " or " + key.flag() + ".");
            }
            return null;
        }

        private @Nullable Object parse(SettingKey key, Found found) {
            try {
                return Values.parse(key, found.text());
            } catch (Values.Unfit unfit) {
                String shown = key.setting().secret() ? "" : ", not '" + found.text() + "'";
                findings.fault(found.where(), key.key() + " " + unfit.getMessage() + shown + ".", advice(key, found));
                return null;
            }
        }

        private @Nullable String advice(SettingKey key, Found found) {
            boolean linked =
                    found.where().equals(key.variable()) && found.text().startsWith("tcp://");
            return linked ? "Kubernetes set it for a Service of that name: use enableServiceLinks: false." : null;
        }

        /** A record may refuse what its types allow, with one sentence. */
        private void construct(Class<? extends Record> type, @Nullable Object[] arguments) {
            try {
                Class<?>[] types = Stream.of(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
                Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
                constructor.setAccessible(true);
                records.put(type, constructor.newInstance(arguments));
            } catch (InvocationTargetException e) {
                findings.fault(
                        SettingKey.section(type),
                        String.valueOf(e.getTargetException().getMessage()),
                        null);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(type.getName() + " cannot be made", e);
            }
        }
    }
}
