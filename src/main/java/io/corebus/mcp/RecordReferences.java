package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Json;
import io.corebus.feature.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the records of a page refer to, as far as an agent wants it brought along: by fields that it knows, to features whose records it is offered. */
final class RecordReferences {
    static final String EXPAND = "expand";

    private final AgentCatalogue catalogue;

    RecordReferences(AgentCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * How the resource room is asked for it; null where nothing is wanted.
     *
     * @param paths as {@code owner_id} and {@code parent_id.owner_id}. Fails with {@code validation} where a step leads nowhere
     */
    @Nullable
    String wanted(AgentFeature feature, @Nullable List<String> paths) {
        if (paths == null || paths.isEmpty()) {
            return null;
        }
        List<FieldFault> faults = new ArrayList<>();
        for (String path : paths) {
            check(feature, path, faults);
        }
        AgentFeature.refuse(faults);
        return String.join(",", paths);
    }

    private void check(AgentFeature feature, String path, List<FieldFault> faults) {
        AgentFeature from = feature;
        for (String step : path.split("\\.", -1)) {
            AgentFeature to = target(from, step);
            if (to == null) {
                faults.add(new FieldFault("/" + EXPAND, "unknown-field", detail(from, step)));
                return;
            }
            from = to;
        }
    }

    private @Nullable AgentFeature target(AgentFeature feature, String name) {
        Field field = feature.names().contains(name) ? feature.feature().field(name) : null;
        String referred = field == null ? null : field.references();
        AgentFeature target = referred == null ? null : catalogue.find(referred);
        return target != null && target.offers(AgentVerb.GET) ? target : null;
    }

    private String detail(AgentFeature feature, String name) {
        List<String> possible = feature.names().stream()
                .filter(field -> target(feature, field) != null)
                .toList();
        return "names '" + WrittenName.shown(name) + "', which is no field of " + feature.name()
                + " that refers to records you are offered. "
                + (possible.isEmpty() ? "There are none." : "There are " + String.join(", ", possible) + ".");
    }

    /** The fields of the records themselves that are followed. */
    static List<String> followed(@Nullable List<String> paths) {
        return paths == null
                ? List.of()
                : paths.stream().map(path -> path.replaceFirst("\\..*", "")).toList();
    }

    /** {@code {"<feature>": {"<id>": {...}}}}. */
    ObjectNode shown(Json included) {
        ObjectNode shown = AgentJson.object();
        for (Map.Entry<String, JsonNode> one : AgentJson.objectOf(included).properties()) {
            AgentFeature feature = catalogue.find(one.getKey());
            if (feature != null) {
                RecordView view = RecordView.whole(feature);
                ObjectNode records = shown.putObject(one.getKey());
                one.getValue().properties().forEach(record -> {
                    if (record.getValue() instanceof ObjectNode found) {
                        records.set(record.getKey(), view.of(found));
                    }
                });
            }
        }
        return shown;
    }
}
