package io.corebus.template;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names made of other names: what somebody may have meant, a title, a class. */
final class Words {
    private static final int MAX_LENGTH = 63;

    private Words() {}

    /** The text as the name of a field: lower case, with _ between its words. Empty where nothing of it can stay. */
    static String name(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        String name = plain.replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^[^a-z]+|_+$", "");
        return name.substring(0, Math.min(name.length(), MAX_LENGTH));
    }

    /** The text as the name of a feature, which is a plural. Empty where nothing of it can stay. */
    static String plural(String text) {
        String name = name(text);
        if (name.isEmpty() || name.endsWith("s") || name.length() > MAX_LENGTH - 2) {
            return name;
        }
        if (name.matches(".*[^aeiou]y")) {
            return name.substring(0, name.length() - 1) + "ies";
        }
        return name + (name.matches(".*(x|z|ch|sh)") ? "es" : "s");
    }

    /** {@code purchase_orders}: {@code Purchase order}. */
    static String title(String feature) {
        String words = singular(feature).replace('_', ' ').strip();
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static String singular(String name) {
        if (name.endsWith("ies") && name.length() > 4) {
            return name.substring(0, name.length() - 3) + "y";
        }
        if (name.matches(".*(ss|x|z|ch|sh)es")) {
            return name.substring(0, name.length() - 2);
        }
        return name.length() > 2 && name.matches(".*[^suia_]s") ? name.substring(0, name.length() - 1) : name;
    }

    /** {@code purchase_orders}: {@code PurchaseOrders}. */
    static String type(String feature) {
        return Arrays.stream(feature.split("_"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }
}
