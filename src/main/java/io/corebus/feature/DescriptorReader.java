package io.corebus.feature;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a feature of what stands in one descriptor. */
final class DescriptorReader {
    private static final List<String> KEYS = List.of(
            "feature",
            "title",
            "description",
            "schema",
            "storage",
            "permissions",
            "cache",
            "live",
            "mcp",
            "logic",
            "actions",
            "deprecated");
    private static final List<String> TTL_UNITS = List.of("s", "m", "h", "d");
    private static final long MAX_TTL_MILLIS = 30L * 86_400_000;
    private static final Pattern CLASS = Pattern.compile("[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*)*");

    private final FileFaults faults;
    private final Mapping descriptor;

    private DescriptorReader(Mapping descriptor, FileFaults faults) {
        this.faults = faults;
        this.descriptor = descriptor;
    }

    /**
     * @param name where the file names its feature, if it does
     * @param references where it names others
     * @param result null where there are faults
     */
    record Draft(
            @Nullable Located name,
            List<Located> references,
            FileFaults faults,
            @Nullable Feature result) {
        /** Only where there are no faults. */
        Feature feature() {
            return Objects.requireNonNull(result);
        }
    }

    static Draft read(@Nullable Located root, FileFaults faults) {
        if (root == null || !root.json().isObject()) {
            if (root != null) {
                faults.add(root.line(), "the file must be a mapping.", "Start with feature: and a name.");
            }
            return new Draft(null, List.of(), faults, null);
        }
        Mapping descriptor = Mapping.of(root, "a descriptor", KEYS, faults);
        return new DescriptorReader(descriptor, faults).draft();
    }

    private Draft draft() {
        Located name = name();
        SchemaReader schema = new SchemaReader(faults);
        schema.read(descriptor.required("schema"));
        StorageReader storage = new StorageReader(schema, faults);
        storage.read(descriptor.get("storage"));
        String text = name == null ? "" : name.text();
        String title = descriptor.text("title");
        String description = descriptor.text("description");
        String logic = logic();
        ActionsReader actions = new ActionsReader(faults);
        actions.read(descriptor.get("actions"), logic != null);
        AgentsReader agents = new AgentsReader(faults);
        agents.read(descriptor.get("mcp"), schema.fields(), !actions.names().isEmpty());
        PermissionsReader permissions = new PermissionsReader(text, schema, faults);
        Feature feature = new Feature(
                text,
                title == null ? text : title,
                description == null ? "" : description,
                schema.fields(),
                schema.schema(),
                storage.indexes(),
                storage.uniques(),
                permissions.read(descriptor.get("permissions"), actions.names()),
                cacheTtl(),
                descriptor.flag("live"),
                agents.tools(),
                agents.isTyped(),
                logic,
                new DeprecationReader(faults).read(descriptor.get("deprecated")),
                actions.actions(permissions.named()),
                Shape.of(schema.fields()));
        return new Draft(name, schema.references(), faults, faults.count() == 0 ? feature : null);
    }

    private @Nullable Located name() {
        Located name = descriptor.required("feature");
        if (name == null) {
            return null;
        }
        if (!name.isText()) {
            faults.add(name.line(), "feature must be a text.");
            return null;
        }
        Names.checkFeature(name, faults);
        return name;
    }

    private @Nullable Duration cacheTtl() {
        Located cache = descriptor.get("cache");
        if (cache == null) {
            return null;
        }
        Located ttl = Mapping.of(cache, "cache", List.of("ttl"), faults).get("ttl");
        if (ttl == null) {
            if (cache.json().isObject()) {
                faults.add(cache.line(), "cache lacks the key ttl.");
            }
            return null;
        }
        long millis = Durations.millis(ttl.text(), TTL_UNITS);
        if (millis < 1_000 || millis > MAX_TTL_MILLIS) {
            String problem = "ttl must be a duration from 1s to 30d, not '" + Characters.shown(ttl.text()) + "'.";
            faults.add(ttl.line(), problem, "Write for example 300s.");
        }
        return Duration.ofMillis(millis);
    }

    private @Nullable String logic() {
        String logic = descriptor.text("logic");
        Located place = descriptor.get("logic");
        if (logic != null && place != null && !CLASS.matcher(logic).matches()) {
            faults.add(place.line(), "logic must be the full name of a class, not '" + Characters.shown(logic) + "'.");
        }
        return logic;
    }
}
