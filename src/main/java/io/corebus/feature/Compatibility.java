package io.corebus.feature;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.corebus.feature.DescriptorFaults.Fault;
import io.corebus.feature.SchemaCompatibility.Use;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of changed descriptors breaks a client that was written for the older ones: what it sends would be refused, what it asks for would be missing, or it
 * would be answered what it does not expect.
 */
final class Compatibility {
    private final LocalDate today;
    private final List<Fault> breaks = new ArrayList<>();

    private Compatibility(LocalDate today) {
        this.today = today;
    }

    /** Every break, with its place in the newer descriptors; of directories whose descriptors have no faults. */
    static List<Fault> breaks(Path older, Path newer, LocalDate today) throws DescriptorFaults {
        Compatibility compatibility = new Compatibility(today);
        Map<String, Descriptor> now = descriptors(newer);
        descriptors(older).forEach((name, before) -> {
            Descriptor after = now.get(name);
            if (after == null) {
                compatibility.gone(before, newer);
            } else {
                compatibility.compare(before, after);
            }
        });
        return compatibility.breaks;
    }

    /** A descriptor with its lines, and what they mean. */
    private record Descriptor(String file, Located root, Feature feature) {
        String name() {
            return feature.name();
        }
    }

    private static Map<String, Descriptor> descriptors(Path directory) throws DescriptorFaults {
        Map<String, Descriptor> descriptors = new LinkedHashMap<>();
        for (Path file : FeatureReader.files(directory)) {
            FileFaults faults = new FileFaults(file.toString());
            Located root = new DescriptorFile(file, faults).read();
            Feature feature = DescriptorReader.read(root, faults).result();
            if (root != null && feature != null) {
                descriptors.put(feature.name(), new Descriptor(file.toString(), root, feature));
            }
        }
        return descriptors;
    }

    /** When its day has come, a feature may go. */
    private void gone(Descriptor before, Path newer) {
        Located deprecated = before.root().get("deprecated");
        Deprecation deprecation = new DeprecationReader(new FileFaults(before.file())).read(deprecated);
        LocalDate sunset = deprecation == null ? null : deprecation.sunset();
        if (sunset == null || sunset.isAfter(today)) {
            breaks.add(new Fault(
                    newer.toString(),
                    0,
                    "the feature " + before.name() + " is gone: every request to it fails.",
                    "Bring it back, with deprecated: {since, sunset}, until its sunset."));
        }
    }

    private void compare(Descriptor before, Descriptor after) {
        FileFaults found = new FileFaults(after.file());
        Located oldSchema = before.root().get("schema");
        Located newSchema = after.root().get("schema");
        if (oldSchema != null && newSchema != null) {
            new SchemaCompatibility(found, Use.SENT_AND_READ).compareObjects("the field ", "", oldSchema, newSchema);
        }
        comparePermissions(before.feature(), after.feature(), after.root(), found);
        compareActions(before.root(), after.root(), found);
        compareOffers(before.feature(), after.feature(), after.root(), found);
        compareUniques(before.root(), after.root(), found);
        breaks.addAll(found.all());
    }

    private static void comparePermissions(Feature before, Feature after, Located place, FileFaults found) {
        for (Feature.Action action : Feature.Action.values()) {
            String name = action.name().toLowerCase(Locale.ROOT);
            new PermissionCompatibility(name, before, after, found, line(place, "permissions", name))
                    .compare(before.grants(action), after.grants(action));
        }
        for (FeatureAction action : before.actions()) {
            FeatureAction now = after.action(action.name());
            if (now != null) {
                int line = line(place, "permissions", action.name());
                new PermissionCompatibility(action.name(), before, after, found, line)
                        .compare(action.grants(), now.grants());
            }
        }
    }

    /** What business logic did by name. */
    private static void compareActions(Located before, Located after, FileFaults found) {
        actions(before)
                .filter(name -> actions(after).noneMatch(name::equals))
                .forEach(name -> found.add(
                        line(after, "actions"), "the action " + name + " is gone: requests for it are refused."));
        actions(before).filter(name -> actions(after).anyMatch(name::equals)).forEach(name -> {
            compareShapes(name, "input", Use.SENT, before, after, found);
            compareShapes(name, "output", Use.READ, before, after, found);
            compareLength(name, before, after, found);
        });
    }

    /** Whether it is answered when it is done, or before that. */
    private static void compareLength(String action, Located before, Located after, FileFaults found) {
        boolean now = isLong(action, after);
        if (now != isLong(action, before)) {
            String how = now
                    ? "a job now: it is answered with 202 before it is done."
                    : "no job any more: it is answered with 200 when it is done.";
            found.add(
                    line(after, "actions", action, "timeout"),
                    "the action " + action + " is " + how,
                    "Keep its timeout on the same side of " + FeatureAction.SHORT.toSeconds() + "s.");
        }
    }

    private static boolean isLong(String action, Located root) {
        Duration timeout = ActionsReader.timeout(action, shape(root, action, "timeout"), new FileFaults(""));
        return timeout != null && FeatureAction.isLong(timeout);
    }

    /** @param part {@code input} or {@code output}; one that is left out is an object without members */
    private static void compareShapes(
            String action, String part, Use use, Located before, Located after, FileFaults found) {
        Located old = shape(before, action, part);
        Located now = shape(after, action, part);
        String what = "the " + part + " of " + action + ", ";
        if (now != null) {
            new SchemaCompatibility(found, use).compareObjects(what, "", old == null ? nothing(now) : old, now);
        } else if (old != null) {
            found.add(line(after, "actions", action), "the " + part + " of " + action + " is gone.");
        }
    }

    private static @Nullable Located shape(Located root, String action, String part) {
        Located actions = root.get("actions");
        Located declared = actions == null ? null : actions.get(action);
        return declared == null ? null : declared.get(part);
    }

    private static Located nothing(Located place) {
        return new Located(JsonNodeFactory.instance.objectNode(), place.keyLine(), place.line(), Map.of(), List.of());
    }

    private static Stream<String> actions(Located root) {
        Located actions = root.get("actions");
        return actions == null ? Stream.empty() : actions.members().keySet().stream();
    }

    private static void compareOffers(Feature before, Feature after, Located place, FileFaults found) {
        if (before.live() && !after.live()) {
            found.add(line(place, "live"), "there are no live updates any more: nobody can subscribe.");
        }
        before.mcpTools().stream()
                .filter(tool -> !after.mcpTools().contains(tool))
                .forEach(tool -> found.add(
                        line(place, "mcp", "tools"), "the tool " + tool + " is gone: agents cannot call it."));
        if (before.mcpTyped() && !after.mcpTyped() && !before.mcpTools().isEmpty()) {
            String one = before.name() + "_" + before.mcpTools().get(0);
            found.add(line(place, "mcp"), "the typed tools, such as " + one + ", are gone: agents cannot call them.");
        }
    }

    private static void compareUniques(Located before, Located after, FileFaults found) {
        List<String> known = texts(before, "storage", "unique");
        for (String unique : texts(after, "storage", "unique")) {
            if (!known.contains(unique)) {
                found.add(
                        line(after, "storage", "unique"),
                        unique + " must be unique now: what was taken twice is refused.");
            }
        }
    }

    /** The items of a list, a list among them as JSON. A unique field and a list of just that field are the same. */
    private static List<String> texts(Located root, String... path) {
        List<String> texts = new ArrayList<>();
        for (var item : root.json().at("/" + String.join("/", path))) {
            var shown = item.isArray() && item.size() == 1 ? item.get(0) : item;
            texts.add(shown.isTextual() ? shown.asText() : shown.toString());
        }
        return texts;
    }

    private static int line(Located root, String... path) {
        return root.lineOf("/" + String.join("/", path));
    }
}
