package io.corebus.template;

import io.corebus.feature.Feature;
import io.corebus.feature.Field;
import io.corebus.feature.FieldType;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** The test that is written beside a descriptor: short, and formatted as the build wants it. */
final class TestText {
    private static final Set<FieldType> TEXTS = Set.of(FieldType.STRING, FieldType.ENUM);
    private static final String INDENT = " ".repeat(16);

    private final Feature feature;
    private final Parents parents;

    private TestText(Feature feature, Parents parents) {
        this.feature = feature;
        this.parents = parents;
    }

    /** @param parents all of which can be made */
    static String of(Feature feature, Parents parents) {
        return new TestText(feature, parents).written();
    }

    static String type(String feature) {
        return Words.type(feature) + "IT";
    }

    private String written() {
        return head() + cleaning() + create() + journey() + refusals() + parents() + "}\n";
    }

    private boolean isUnique() {
        return !feature.uniques().isEmpty();
    }

    private String head() {
        Set<String> imports = new TreeSet<>(
                Set.of("io.corebus.Api", "io.corebus.Api.Answer", "io.corebus.TestNode", "org.junit.jupiter.api.Test"));
        if (isUnique()) {
            imports.add("org.junit.jupiter.api.BeforeEach");
        }
        if (!parents.all().isEmpty()) {
            imports.add("com.fasterxml.jackson.databind.JsonNode");
        }
        StringBuilder lines = new StringBuilder();
        imports.forEach(type -> lines.append("import ").append(type).append(";\n"));
        return """
                package %s;

                import static org.assertj.core.api.Assertions.assertThat;

                %s
                /** The feature as the whole system serves it, with a real PostgreSQL and a real Redis. */
                class %s {
                    private static final String PATH = "/api/%s";

                    private final Api admin = TestNode.shared().admin();
                """.formatted(TestFile.PACKAGE, lines, type(feature.name()), feature.name());
    }

    private String cleaning() {
        return !isUnique() ? "" : """

                    /** Of a run that was broken off: what is unique can be there once only. */
                    @BeforeEach
                    void removeLeftovers() {
                        for (var left : admin.get(PATH).json().get("data")) {
                            admin.delete(PATH + "/" + left.get("id").asText());
                        }
                    }
                """;
    }

    private String create() {
        return """

                    private Answer create() {
                        String body = \"""
                %s                \""";
                %s        return admin.post(PATH, body);
                    }
                """.formatted(sample(feature), fillings(feature));
    }

    private String sample(Feature of) {
        return SampleText.inJava(Samples.of(of), parents.places(of), INDENT);
    }

    /** The ids of what it refers to, put into the text. */
    private String fillings(Feature of) {
        StringBuilder lines = new StringBuilder();
        Collection<String> places = new TreeSet<>(parents.places(of).values());
        for (String place : places) {
            String method = place.substring(1, place.length() - 1);
            lines.append("        body = body.replace(\"" + place + "\", " + method + "());\n");
        }
        return lines.toString();
    }

    private static String journey() {
        return """

                    @Test
                    void whatIsCreated_isRead_listed_andDeleted() {
                        Answer created = create();
                        assertThat(created.status()).as(created.text()).isEqualTo(201);
                        String id = created.json().get("id").asText();

                        assertThat(admin.get(PATH + "/" + id).json()).isEqualTo(created.json());
                        assertThat(admin.get(PATH + "?filter=id==" + id).json().get("data")).hasSize(1);
                        assertThat(admin.delete(PATH + "/" + id).status()).isEqualTo(204);
                        assertThat(admin.get(PATH + "/" + id).status()).isEqualTo(404);
                    }
                """;
    }

    private String refusals() {
        Field first = feature.fields().get(0);
        String wrong = TEXTS.contains(first.type()) ? "1" : "\\\"no\\\"";
        return """

                    @Test
                    void whatDoesNotFit_isRefused_withItsPlace() {
                        String field = "%s";
                        Answer refused = admin.post(PATH, "{\\"" + field + "\\": %s}");

                        assertThat(refused.status()).isEqualTo(422);
                        assertThat(refused.json().findValuesAsText("pointer")).contains("/" + field);
                    }

                    @Test
                    void whoHasNoRole_mayNotCreate() {
                        Api somebody = TestNode.shared().user();

                        assertThat(somebody.post(PATH, "{}").status()).isEqualTo(403);
                    }
                """.formatted(first.name(), wrong);
    }

    private String parents() {
        StringBuilder methods = new StringBuilder();
        parents.all()
                .forEach((name, parent) ->
                        methods.append("""

                    private String %s() {
                        String body = \"""
                %s                \""";
                %s        return oneOf("/api/%s", body);
                    }
                """.formatted(parents.method(name), sample(parent), fillings(parent), name)));
        if (!methods.isEmpty()) {
            methods.append("""

                    /** The id of one that is there, or else of a new one. */
                    private String oneOf(String path, String body) {
                        JsonNode there = admin.get(path + "?limit=1").json().get("data");
                        JsonNode one = there.isEmpty() ? admin.post(path, body).json() : there.get(0);
                        return one.get("id").asText();
                    }
                """);
        }
        return methods.toString();
    }
}
