package io.corebus.feature;

import com.fasterxml.jackson.databind.node.NullNode;
import io.corebus.config.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A mapping of a descriptor whose keys are known, read key by key. Every method tells what is wrong, and then goes on with something harmless. */
final class Mapping {
    private static final Mapping NOTHING =
            new Mapping(new Located(NullNode.getInstance(), 0, 0, Map.of(), List.of()), "", new FileFaults(""));

    private final Located place;
    private final String name;
    private final FileFaults faults;

    private Mapping(Located place, String name, FileFaults faults) {
        this.place = place;
        this.name = name;
        this.faults = faults;
    }

    /** @param name what a message calls it, such as {@code storage} */
    static Mapping of(@Nullable Located place, String name, Collection<String> known, FileFaults faults) {
        if (place == null) {
            return NOTHING;
        }
        if (!place.json().isObject()) {
            faults.add(place.line(), name + " must be a mapping.");
            return NOTHING;
        }
        place.members().forEach((key, value) -> {
            if (!known.contains(key)) {
                faults.add(value.keyLine(), unknown(key, name), Suggestion.didYouMean(key, known));
            }
        });
        return new Mapping(place, name, faults);
    }

    private static String unknown(String key, String name) {
        return "there is no key " + Characters.shown(key) + " in " + name + ".";
    }

    @Nullable
    Located get(String key) {
        return place.get(key);
    }

    @Nullable
    Located required(String key) {
        Located value = place.get(key);
        if (value == null && this != NOTHING) {
            faults.add(place.line(), name + " lacks the key " + key + ".");
        }
        return value;
    }

    @Nullable
    String text(String key) {
        Located value = place.get(key);
        if (value != null && !value.isText()) {
            faults.add(value.line(), key + " must be a text.");
            return null;
        }
        return value == null ? null : value.text();
    }

    boolean flag(String key) {
        Located value = place.get(key);
        if (value != null && !value.json().isBoolean()) {
            faults.add(value.line(), key + " must be true or false.");
        }
        return value != null && value.json().booleanValue();
    }

    List<Located> list(String key) {
        Located value = place.get(key);
        if (value != null && !value.json().isArray()) {
            faults.add(value.line(), key + " must be a list.");
            return List.of();
        }
        return value == null ? List.of() : value.items();
    }

    /** The different texts of a list. */
    Set<String> texts(String key) {
        return new LinkedHashSet<>(texts(key, list(key)));
    }

    List<String> texts(String key, List<Located> items) {
        List<String> texts = new ArrayList<>();
        for (Located item : items) {
            if (!item.isText()) {
                faults.add(item.line(), "an item of " + key + " must be a text.");
            } else if (texts.contains(item.text())) {
                faults.add(
                        item.line(), key + " names " + Characters.shown(item.text()) + " twice.", "Keep one of them.");
            } else {
                texts.add(item.text());
            }
        }
        return texts;
    }
}
