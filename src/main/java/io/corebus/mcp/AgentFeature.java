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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A feature as agents see it: without the fields that are hidden from them, and with the tools that its descriptor offers. */
final class AgentFeature {
    /** Whatever stands before an operator in a filter; there may be more of them than fields that it names, never fewer. */
    private static final Pattern SELECTOR = Pattern.compile("([^\\s\"'();,=<>!~]++)\\s*+(?:==|!=|=[a-z]++=|<|>)");

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

    private static void refuse(List<FieldFault> faults) {
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

    /** By a filter or an order over what it may not see, an agent could find it out. */
    void requireVisible(@Nullable String filter, @Nullable String sort) {
        if (hidden.isEmpty()) {
            return;
        }
        Matcher selectors = SELECTOR.matcher(filter == null ? "" : filter);
        while (selectors.find()) {
            requireVisible(selectors.group(1));
        }
        for (String part : sort == null ? new String[0] : sort.split(",", -1)) {
            requireVisible(part.startsWith("-") ? part.substring(1) : part);
        }
    }

    private void requireVisible(String name) {
        if (!known.contains(name)) {
            String detail = "There is no field '" + WrittenName.shown(name) + "' in " + name() + right(name, known);
            throw new Failure("bad-query", 400, detail).exception();
        }
    }
}
