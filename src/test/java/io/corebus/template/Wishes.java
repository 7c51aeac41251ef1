package io.corebus.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Wishes that can be fulfilled, by chance: whatever somebody may ask for. The same seed makes the same ones. */
final class Wishes {
    private static final List<String> NAMES = List.of(
            "invoices",
            "a",
            "x9",
            "purchase_orders",
            "news",
            "a__b",
            "true",
            "null",
            "null_",
            "class",
            "n".repeat(63),
            "order",
            "select",
            "e5",
            "ends_",
            "statuses");
    private static final List<String> TEXTS = List.of(
            "Plain",
            "two words",
            "Счёт",
            "a: b",
            "# no comment",
            "it's",
            "say \"hi\"",
            "back\\slash",
            "{x}, [y]",
            "- dash",
            "true",
            "null",
            "12",
            "1e3",
            "~",
            "@home",
            "%d %s",
            "😀 face",
            "tab\there",
            "line\nbreak",
            "a\u202Eb",
            "*star",
            "&amp",
            "!tag",
            "|",
            ">",
            "end:",
            "null.",
            "yes",
            "\uE000",
            "\u2028",
            "\uDB40\uDC01",
            "<idOfProjects>",
            "\"\"\"");

    private final Random random;

    Wishes(long seed) {
        this.random = new Random(seed);
    }

    Wish next() {
        String name = one(NAMES);
        List<String> fields = new ArrayList<>();
        for (int i = random.nextInt(7); i >= 0; i--) {
            fields.add(field(name, i));
        }
        return new Wish(name, maybe(one(TEXTS)), maybe(one(TEXTS)), fields);
    }

    private String maybe(String text) {
        return random.nextBoolean() ? text : null;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String field(String feature, int number) {
        String name = random.nextInt(4) == 0
                ? one(List.of("class", "null", "y", "order", "f".repeat(62))) + number
                : "f" + number;
        List<String> parts = new ArrayList<>(List.of(name + ":"));
        Kind kind = one(List.of(Kind.values()));
        boolean itself = kind == Kind.REF && random.nextBoolean();
        switch (kind) {
            case ENUM -> parts.set(0, parts.get(0) + "enum(" + values() + ")");
            case REF ->
                parts.set(0, parts.get(0) + "ref(" + (itself ? feature : one(List.of("projects", "tasks"))) + ")");
            case LIST ->
                parts.set(0, parts.get(0) + "list(" + one(List.of("string", "integer", "number", "boolean")) + ")");
            default -> parts.set(0, parts.get(0) + kind.word());
        }
        if (!itself) {
            flag(parts, "required");
        }
        flag(parts, "hidden");
        List.of("unique", "index", "search").stream()
                .filter(kind.attributes()::contains)
                .forEach(attribute -> flag(parts, attribute));
        limits(kind, parts);
        if (random.nextInt(3) == 0) {
            parts.add("description=" + one(TEXTS) + ", " + one(TEXTS));
        }
        return String.join(",", parts);
    }

    private void flag(List<String> parts, String attribute) {
        if (random.nextInt(3) == 0) {
            parts.add(attribute);
        }
    }

    private String values() {
        return TEXTS.stream()
                .filter(text -> !text.contains("|"))
                .filter(text -> random.nextInt(5) == 0)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("|", "first|", "|last"));
    }

    private void limits(Kind kind, List<String> parts) {
        if (random.nextBoolean()) {
            return;
        }
        int low = random.nextInt(100);
        switch (kind) {
            case STRING -> parts.addAll(List.of("min=" + low, "max=" + (low + 1 + random.nextInt(3_000))));
            case LIST -> parts.addAll(List.of("min=" + low % 3, "max=" + (low + 3)));
            case INTEGER -> parts.addAll(List.of("min=-" + low, "max=" + low, "default=0"));
            case NUMBER, DECIMAL -> parts.addAll(List.of("min=" + low + ".5", "max=" + (low + 2), "step=0.25"));
            case BOOLEAN -> parts.add("default=true");
            case ENUM -> parts.add("default=last");
            case DATE -> parts.add("default=2026-02-28");
            default -> {
                // Nothing more to say.
            }
        }
    }
}
