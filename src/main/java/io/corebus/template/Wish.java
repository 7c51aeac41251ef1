package io.corebus.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A feature as somebody asks for it.
 *
 * @param title null: made of the name
 * @param description null: none
 * @param logic whether it has business logic
 * @param fields each as {@code name:type,attribute,attribute=value}; none: an example
 */
public record Wish(
        String name, @Nullable String title, @Nullable String description, boolean logic, List<String> fields) {
    private static final List<String> EXAMPLE = List.of("name:string,required");

    public Wish(String name, @Nullable String title, @Nullable String description, List<String> fields) {
        this(name, title, description, false, fields);
    }

    public Wish {
        fields = fields.isEmpty() ? EXAMPLE : List.copyOf(fields);
    }
}
