package io.corebus.http;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What features are called in operation ids and schemas: {@code order_items} is {@code OrderItems}. No two of them have the same name. */
final class OpenApiNames {
    /** Operations on users are called as those of a feature of that name would be, and the schema of a JSON Patch as that of a feature {@code json}. */
    private static final Set<String> TAKEN = Set.of("Users", "Me", "Json");

    private final Map<String, String> names = new HashMap<>();

    OpenApiNames(Collection<String> features) {
        Set<String> taken = new HashSet<>();
        TAKEN.forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
        for (String feature : features) {
            String wanted = camelCase(feature);
            String name = wanted;
            // Generated code has a file per name, and some file systems do not tell upper from lower case.
            for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
                name = wanted + "_" + i;
            }
            names.put(feature, name);
        }
    }

    String of(String feature) {
        return Objects.requireNonNull(names.get(feature), feature);
    }

    private static String camelCase(String feature) {
        StringBuilder name = new StringBuilder();
        for (String word : feature.split("_", -1)) {
            if (!word.isEmpty()) {
                name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
            }
        }
        return name.toString();
    }
}
