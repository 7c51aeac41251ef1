package io.corebus.template;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The descriptor that is written: good as it stands, and with comments for whoever goes on from it. */
final class DescriptorText {
    private static final int WIDEST = 24;

    private final Wish wish;
    private final List<FieldWish> fields;

    private DescriptorText(Wish wish, List<FieldWish> fields) {
        this.wish = wish;
        this.fields = fields;
    }

    /** @param fields those that are asked for, at least one */
    static String of(Wish wish, List<FieldWish> fields) {
        DescriptorText text = new DescriptorText(wish, fields);
        return text.head() + text.schema() + text.storage() + text.offers() + text.logic();
    }

    private String head() {
        String title = wish.title() == null ? Words.title(wish.name()) : wish.title();
        String description = wish.description();
        return """
                # One file, one resource type. Every key is told in docs/features.md.
                # After a change: ./corebus check, then start again; a node in dev serves it at once.
                feature: %s
                title: %s
                %s
                """.formatted(
                        Escaped.yaml(wish.name()),
                        Escaped.yaml(title),
                        description == null
                                ? "# description: What it stands for, in one sentence. People read it in the API, agents go by it."
                                : "description: " + Escaped.yaml(description));
    }

    private String schema() {
        int width =
                fields.stream().mapToInt(field -> field.name().length()).max().orElse(0);
        String required = names(fields.stream().filter(FieldWish::isRequired).toList());
        String properties = fields.stream()
                .map(field -> PropertyText.of(field, Math.min(width, WIDEST)))
                .collect(Collectors.joining());
        return """

                # JSON Schema 2020-12. Each property is a column, and each rule in it is also one of PostgreSQL.
                schema:
                  type: object
                %s  additionalProperties: false
                  properties:
                """.formatted(required.isEmpty() ? "" : "  required: [" + required + "]\n") + properties;
    }

    private static String names(List<FieldWish> fields) {
        return fields.stream().map(FieldWish::name).map(Escaped::yaml).collect(Collectors.joining(", "));
    }

    private String storage() {
        String indexes = names(fields.stream().filter(FieldWish::wantsIndex).toList());
        String uniques =
                names(fields.stream().filter(field -> field.has("unique")).toList());
        String comment =
                "\n# What lists are filtered and sorted by wants an index; references and what is unique have one.\n";
        if (indexes.isEmpty() && uniques.isEmpty()) {
            return comment + "# storage: {index: [created_at]}\n";
        }
        return comment + "storage:\n" + line("index", indexes) + line("unique", uniques);
    }

    private static @Nullable String line(String key, String names) {
        return names.isEmpty() ? "" : "  " + key + ": [" + names + "]\n";
    }

    private String offers() {
        return """

                # The roles of which one suffices. Admins may everything; an action that is not named is theirs alone.
                permissions:
                  read: [viewer]
                  create: [editor]
                  update: [editor]
                  delete: [admin]

                # How long a resource may stay in the cache.
                cache: {ttl: 5m}

                # Changes are pushed to whoever listens at /api/%1$s/events or /ws/%1$s.
                live: true

                # What AI agents may do with it, within the rights of whoever they act for. There is delete, too.
                mcp: {tools: [%2$s]}
                """.formatted(wish.name(), agentsCanCreate() ? "search, get, create, update" : "search, get, update");
    }

    private String logic() {
        return wish.logic() ? """

                # A class in a jar in extensions/, see docs/logic.md. Its actions have a key of their own.
                logic: %s
                """.formatted(LogicFiles.type(wish.name())) : "";
    }

    /** What is hidden from agents they cannot give a value. */
    private boolean agentsCanCreate() {
        return fields.stream().noneMatch(field -> field.has("hidden") && field.isRequired() && !field.has("default"));
    }
}
