package io.corebus.template;

import io.corebus.config.Suggestion;
import io.corebus.feature.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code --field name:type,attribute,attribute=value}. Tells every fault with what to write instead. */
final class FieldWishReader {
    /** What can be said about every field. */
    private static final List<String> COMMON = List.of("required", "hidden", "example", "description");

    private static final Set<String> FLAGS = Set.of("required", "unique", "index", "search", "hidden");
    private static final List<String> ALL = List.of(
            "required",
            "unique",
            "index",
            "search",
            "hidden",
            "min",
            "max",
            "step",
            "pattern",
            "default",
            "example",
            "description");
    /** Whose value is all that follows, commas as well. */
    private static final String LAST = "description=";

    private static final Set<Kind> ITEMS = Set.of(Kind.STRING, Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN);

    private final String text;
    private final List<String> faults;

    private FieldWishReader(String text, List<String> faults) {
        this.text = text;
        this.faults = faults;
    }

    /** Those that can be understood. A name that comes twice is a fault. */
    static List<FieldWish> read(List<String> texts, List<String> faults) {
        Map<String, FieldWish> fields = new LinkedHashMap<>();
        for (String text : texts) {
            FieldWish field = new FieldWishReader(text, faults).read();
            if (field != null && fields.putIfAbsent(field.name(), field) != null) {
                faults.add("--field '" + text + "': there is a field " + field.name() + " already. Keep one of them.");
            }
        }
        return List.copyOf(fields.values());
    }

    private @Nullable FieldWish read() {
        int colon = text.indexOf(':');
        if (colon < 0) {
            String name = Words.name(text.split(",", 2)[0]);
            return wrong("it has no type. Write name:type, such as " + (name.isEmpty() ? "title" : name) + ":string.");
        }
        int before = faults.size();
        String name = text.substring(0, colon).strip();
        checkName(name);
        int behindName = faults.size();
        List<String> parts = parts(text.substring(colon + 1));
        if (faults.size() > behindName) {
            return null; // What follows would be told of the wrong parts.
        }
        Kind kind = kind(parts.get(0));
        if (kind == null) {
            return null;
        }
        List<String> inner = inner(kind, parts.get(0));
        Map<String, String> given = attributes(kind, parts.subList(1, parts.size()));
        FieldWish field = new FieldWish(name, kind, inner, given);
        new FieldWishCheck(field, this::wrong).check();
        return faults.size() == before ? field : null;
    }

    private @Nullable FieldWish wrong(String fault) {
        faults.add("--field '" + text + "': " + fault);
        return null;
    }

    private void checkName(String name) {
        String fault = Names.fieldFault(name);
        if (fault != null) {
            String better = Words.name(name);
            boolean helps = !better.isEmpty() && Names.fieldFault(better) == null;
            wrong(fault + (helps ? " Write " + better + "." : " Choose another."));
        }
    }

    /** What stands between commas; those within brackets part nothing. */
    private List<String> parts(String rest) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < rest.length() && !isLast(rest, start); i++) {
            char c = rest.charAt(i);
            depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            i += c == '\\' ? 1 : 0;
            if (c == ',' && depth <= 0) {
                parts.add(rest.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(rest.substring(start).strip());
        if (depth > 0) {
            wrong("a bracket is not closed: no comma behind it counts. Close it, or write \\ before it.");
        }
        return parts;
    }

    private static boolean isLast(String rest, int start) {
        return rest.substring(start).stripLeading().startsWith(LAST);
    }

    private @Nullable Kind kind(String written) {
        int bracket = written.indexOf('(');
        String word = bracket < 0 ? written : written.substring(0, bracket);
        Kind kind = Kind.of(word);
        if (kind == null) {
            Kind meant = Kind.meantBy(word.toLowerCase(java.util.Locale.ROOT));
            String suggestion =
                    meant == null ? Suggestion.didYouMean(word, Kind.words()) : "Write " + meant.shown() + ".";
            wrong("there is no type '" + word + "'; there are " + String.join(", ", Kind.words()) + "."
                    + (suggestion == null ? "" : " " + suggestion));
        } else if (bracket >= 0 && !kind.takesBrackets()) {
            wrong(word + " takes nothing in brackets. Write " + word + ".");
            return null;
        } else if (kind.takesBrackets() && (bracket < 0 || !written.endsWith(")"))) {
            wrong(word + " says in brackets what it is of. Write " + kind.shown() + ".");
            return null;
        }
        return kind;
    }

    private List<String> inner(Kind kind, String written) {
        if (!kind.takesBrackets()) {
            return List.of();
        }
        String inside = written.substring(written.indexOf('(') + 1, written.length() - 1);
        List<String> inner = new ArrayList<>();
        for (String part : kind == Kind.ENUM ? inside.split("\\|", -1) : new String[] {inside}) {
            inner.add(part.strip());
        }
        switch (kind) {
            case ENUM -> checkValues(inner);
            case REF -> checkReference(inner.get(0));
            default -> checkItem(inner.get(0));
        }
        return inner;
    }

    private void checkValues(List<String> values) {
        if (values.contains("")) {
            wrong("a value of an enum cannot be empty. Write enum(open|paid).");
        } else if (new LinkedHashSet<>(values).size() < values.size()) {
            wrong("a value of the enum is there twice. Keep one of them.");
        }
    }

    private void checkReference(String feature) {
        String fault = Names.featureFault(feature);
        if (fault != null) {
            String better = Words.plural(feature);
            wrong(fault + (Names.featureFault(better) == null ? " Write ref(" + better + ")." : " Choose another."));
        }
    }

    private void checkItem(String item) {
        Kind kind = Kind.of(item);
        if (kind == null || !ITEMS.contains(kind)) {
            wrong("a list is of string, integer, number or boolean, not of '" + item + "'. Write list(string).");
        }
    }

    private Map<String, String> attributes(Kind kind, List<String> parts) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String part : parts) {
            int equals = part.indexOf('=');
            String name = (equals < 0 ? part : part.substring(0, equals)).strip();
            String value = equals < 0 ? null : part.substring(equals + 1).strip();
            if (isGood(kind, name, value) && given.put(name, value == null ? "" : value) != null) {
                wrong(name + " is there twice. Keep one of them.");
            }
        }
        return given;
    }

    private boolean isGood(Kind kind, String name, @Nullable String value) {
        if (!ALL.contains(name)) {
            String suggestion = Suggestion.didYouMean(name, ALL);
            wrong("there is no attribute '" + name + "'; there are " + String.join(", ", ALL) + "."
                    + (suggestion == null ? "" : " " + suggestion));
            return false;
        }
        if (!COMMON.contains(name) && !kind.attributes().contains(name)) {
            wrong(name + " is not for " + kind.word() + ". It takes " + String.join(", ", COMMON) + ", "
                    + String.join(", ", kind.attributes()) + ".");
            return false;
        }
        if (FLAGS.contains(name) ? value != null : value == null || value.isEmpty()) {
            wrong(
                    FLAGS.contains(name)
                            ? name + " takes no value. Write " + name + "."
                            : name + " wants a value. Write " + name + "="
                                    + (name.equals("description") ? "TEXT" : "VALUE") + ".");
            return false;
        }
        return true;
    }
}
