package io.corebus.mcp;

import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.feature.Feature;
import io.corebus.feature.Field;
import io.corebus.feature.PlatformFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A feature as agents see it: without the fields that are hidden from them, and with the tools that its descriptor offers. */
final class AgentFeature {
    private static final int SHOWN = 30;

    private final Feature feature;
    private final List<Field> fields;
    private final Set<String> hidden = new HashSet<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> known;

    AgentFeature(Feature feature) {
        this.feature = feature;
        this.fields = feature.fields().stream()
                .filter(field -> !field.isHiddenFromAgents())
                .toList();
        feature.fields().stream().filter(Field::isHiddenFromAgents).forEach(field -> hidden.add(field.name()));
        fields.forEach(field -> names.add(field.name()));
        this.known = new LinkedHashSet<>(names);
        known.addAll(PlatformFields.NAMES);
    }

    Feature feature() {
        return feature;
    }

    String name() {
        return feature.name();
    }

    /** Those that agents see. */
    List<Field> fields() {
        return fields;
    }

    boolean offers(AgentVerb verb) {
        return feature.mcpTools().contains(verb.word());
    }

    boolean isTyped() {
        return feature.mcpTyped();
    }

    Set<String> hidden() {
        return hidden;
    }

    /** Of the {@link #fields}, in the order of the descriptor. */
    Set<String> names() {
        return names;
    }

    /**
     * Fails with {@code validation} where one is not known to agents.
     *
     * @param argument by which the agent named them
     */
    void requireKnown(Collection<String> wanted, String argument) {
        List<FieldFault> faults = new ArrayList<>();
        for (String name : wanted) {
            if (!known.contains(name)) {
                String detail =
                        "names '" + WrittenName.shown(name) + "', which is no field of " + name() + right(name, known);
                faults.add(new FieldFault("/" + argument, "unknown-field", detail));
            }
        }
        refuse(faults);
    }

    /**
     * Fails with {@code validation} where what is to be written names a field that agents do not know; a hidden one is one of them. What else may be wrong, the
     * room says that writes.
     */
    void requireWritable(Collection<String> written) {
        List<FieldFault> faults = new ArrayList<>();
        for (String name : written) {
            if (!known.contains(name)) {
                String detail = "is no field of " + name() + right(name, names);
                faults.add(new FieldFault(WrittenName.pointer(name), "unknown-field", detail));
            }
        }
        refuse(faults);
    }

    /** The same for an update, which has to name a field, and none that Corebus sets: a write would leave it as it is. */
    void requireChanges(Collection<String> written) {
        List<FieldFault> faults = new ArrayList<>();
        if (written.isEmpty()) {
            faults.add(new FieldFault("/" + RecordUpdate.CHANGES, "min-properties", "must name at least one field."));
        }
        for (String name : written) {
            if (PlatformFields.isOne(name)) {
                faults.add(new FieldFault("/" + name, "read-only", "is set by Corebus. Leave it out."));
            }
        }
        refuse(faults);
        requireWritable(written);
    }

    /** Fails with {@code validation} where there are any. */
    static void refuse(List<FieldFault> faults) {
        if (!faults.isEmpty()) {
            throw new Failure("validation", 422, "Some of it is not valid.", faults, null, null).exception();
        }
    }

    private static String right(String name, Set<String> known) {
        String suggestion = WrittenName.didYouMean(name, known);
        List<String> first = known.stream().limit(SHOWN).toList();
        String more = known.size() > SHOWN ? ", …" : "";
        return suggestion == null ? ". There are " + String.join(", ", first) + more + "." : ". " + suggestion;
    }
}
