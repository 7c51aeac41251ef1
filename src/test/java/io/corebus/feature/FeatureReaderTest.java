package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.corebus.feature.Feature.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FeatureReaderTest {
    private static final String GOOD = """
            feature: things
            schema:
              type: object
              required: [a]
              properties:
                a: {type: string}
                b: {type: array}
            """;

    @TempDir
    private Path directory;

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    /** The faults, with the file's name alone in front. */
    private List<String> faults() {
        DescriptorFaults faults = catchThrowableOfType(DescriptorFaults.class, () -> FeatureReader.read(directory));
        assertThat(faults).as("faults").isNotNull();
        return faults.faults().stream()
                .map(fault -> fault.toString().replace(directory + "/", ""))
                .toList();
    }

    @Test
    void theExampleOfEveryGuide_isReadCompletely() {
        Feature feature = Descriptors.shipped("features");

        assertThat(feature.title()).isEqualTo("Feature");
        assertThat(feature.description()).isEqualTo("A named value, the example of every guide.");
        assertThat(feature.fields()).extracting(Field::name).containsExactly("name", "value");
        assertThat(feature.fields()).extracting(Field::type).containsExactly(FieldType.STRING, FieldType.INTEGER);
        assertThat(feature.fields()).allMatch(Field::required);
        assertThat(feature.indexes()).containsExactly(List.of("value"));
        assertThat(feature.uniques()).isEmpty();
        assertThat(feature.permissions())
                .isEqualTo(Map.of(
                        Action.READ, List.of(Grant.to("viewer")),
                        Action.CREATE, List.of(Grant.to("editor")),
                        Action.UPDATE, List.of(Grant.to("editor")),
                        Action.DELETE, List.of(Grant.to("admin"))));
        assertThat(feature.cacheTtl()).isEqualTo(Duration.ofSeconds(300));
        assertThat(feature.live()).isTrue();
        assertThat(feature.mcpTools()).containsExactly("search", "get", "create", "update", "delete");
        assertThat(feature.logic()).isNull();
        assertThat(feature.schema().toString())
                .isEqualTo("{\"type\":\"object\",\"required\":[\"name\",\"value\"],\"additionalProperties\":false,"
                        + "\"properties\":{\"name\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":100},"
                        + "\"value\":{\"type\":\"integer\",\"minimum\":0,\"maximum\":1000}}}");
    }

    @Test
    void theShippedFeatures_haveEveryTypeOfField() {
        Features features = Descriptors.shipped();

        assertThat(features.all()).extracting(Feature::name).contains("features", "projects", "tasks");
        assertThat(features.all().stream()
                        .flatMap(feature -> feature.fields().stream())
                        .map(Field::type))
                .contains(FieldType.values());
        Feature tasks = features.find("tasks");
        assertThat(tasks.field("project_id").references()).isEqualTo("projects");
        assertThat(tasks.field("parent_id").references()).isEqualTo("tasks");
        assertThat(tasks.field("status").values()).containsExactly("open", "started", "blocked", "done");
        assertThat(tasks.field("status").defaultValue().asText()).isEqualTo("open");
        assertThat(tasks.uniques()).containsExactly(List.of("project_id", "number"));
        assertThat(tasks.indexes()).containsExactly(List.of("project_id", "status"), List.of("due_at"));
    }

    @Test
    void whatIsLeftOut_isHarmless() throws Exception {
        write("things.yml", GOOD);

        Feature feature = FeatureReader.read(directory).find("things");

        assertThat(feature.title()).isEqualTo("things");
        assertThat(feature.description()).isEmpty();
        assertThat(feature.permissions()).isEmpty();
        assertThat(feature.cacheTtl()).isNull();
        assertThat(feature.live()).isFalse();
        assertThat(feature.mcpTools()).isEmpty();
        assertThat(feature.field("b").required()).isFalse();
        assertThat(feature.field("nothing")).isNull();
        assertThat(feature.schema().get("additionalProperties").asBoolean(true)).isFalse();
    }

    @Test
    void theDialectIsKnown_andNotHandedOn() {
        Feature feature = Descriptors.parse(GOOD.replace(
                        "  type: object\n",
                        "  $schema: https://json-schema.org/draft/2020-12/schema\n  type: object\n"))
                .find("things");

        assertThat(feature.schema().has("$schema")).isFalse();
    }

    @Test
    void numbersKeepTheirDigits() {
        Feature feature = Descriptors.things("a: {type: number, format: decimal, multipleOf: 0.10}");

        assertThat(feature.schema().at("/properties/a/multipleOf").decimalValue())
                .isEqualTo("0.10");
    }

    static Stream<Arguments> faultsOfTheDescriptor() {
        String names = "must be of a-z, 0-9 and _, start with a letter and have at most 63 characters, not ";
        return Stream.of(
                Arguments.of("fature: x", "8: there is no key fature in a descriptor. Did you mean feature?"),
                Arguments.of("colour: x", "8: there is no key colour in a descriptor."),
                Arguments.of("title: [x]", "8: title must be a text."),
                Arguments.of("description: 5", "8: description must be a text."),
                Arguments.of("live: maybe", "8: live must be true or false."),
                Arguments.of("title: x\ntitle: y", "9: title stands here a second time. Keep one of them."),
                Arguments.of("storage: [a]", "8: storage must be a mapping."),
                Arguments.of("storage: {indx: [a]}", "8: there is no key indx in storage. Did you mean index?"),
                Arguments.of("storage: {index: a}", "8: index must be a list."),
                Arguments.of("storage: {index: [5]}", "8: an item of index must be a text."),
                Arguments.of("storage: {index: [[]]}", "8: an entry of index must name 1 to 31 fields."),
                Arguments.of("storage: {index: [[a, a]]}", "8: index names a twice. Keep one of them."),
                Arguments.of("storage: {unique: [a, [a]]}", "8: unique has [a] twice. Keep one of them."),
                Arguments.of("storage: {unique: [b]}", "8: unique cannot use b: it holds an array or an object."),
                Arguments.of("storage: {index: [b]}", "8: index cannot use b: it holds an array or an object."),
                Arguments.of(
                        "storage:\n  index:\n    - aa",
                        "10: index names the field aa, which is not declared. Did you mean a?"),
                Arguments.of("permissions: {reed: [x]}", "8: there is no key reed in permissions. Did you mean read?"),
                Arguments.of("permissions: {read: x}", "8: read must be a list."),
                Arguments.of(
                        "permissions: {read: [5]}", "8: an item of read must be a role, or a mapping with a role."),
                Arguments.of("permissions: {read: [x, x]}", "8: read names x twice. Keep one of them."),
                Arguments.of(
                        "permissions: {read: [The Boss]}",
                        "8: a role must be of a-z, 0-9, _ and -, start with a letter and have at most 63 characters,"
                                + " not 'The Boss'."),
                Arguments.of("cache: {}", "8: cache lacks the key ttl."),
                Arguments.of("cache: 300s", "8: cache must be a mapping."),
                Arguments.of(
                        "cache: {ttl: 300}",
                        "8: ttl must be a duration from 1s to 30d, not '300'. Write for example 300s."),
                Arguments.of(
                        "cache: {ttl: 31d}",
                        "8: ttl must be a duration from 1s to 30d, not '31d'. Write for example 300s."),
                Arguments.of(
                        "mcp: {tools: [serch]}",
                        "8: there is no tool serch; there are search, get, create, update, delete, act. Did you mean search?"),
                Arguments.of(
                        "mcp: {tools: [act]}",
                        "8: the tool act is for actions, and there are none. Declare some, or leave it out."),
                Arguments.of("logic: no class", "8: logic must be the full name of a class, not 'no class'."),
                Arguments.of(
                        "actions: {pay: }",
                        "8: actions need logic, which does them. Name its class with the key logic."),
                Arguments.of(
                        "logic: a.B\nactions: [pay]",
                        "9: actions must be a mapping. Write the name of an action, and below it what it takes."),
                Arguments.of(
                        "logic: a.B\nactions: {delete: }",
                        "9: the name delete is taken by Corebus itself. Choose another."),
                Arguments.of(
                        "logic: a.B\nactions: {Pay: }",
                        "9: the name of an action must be of a-z, 0-9 and _, start with a letter and have at most 63"
                                + " characters, not 'Pay'."),
                Arguments.of(
                        "logic: a.B\nactions: {pay: {inputs: {}}}",
                        "9: there is no key inputs in the action pay. Did you mean input?"),
                Arguments.of(
                        "logic: a.B\nactions: {pay: {input: {type: string}}}",
                        "9: input of the action pay must be a schema with type: object. Write type: object and"
                                + " properties."),
                Arguments.of(
                        "logic: a.B\nactions: {pay: {output: {type: object, properties: {a: {typ: string}}}}}",
                        "9: a schema in output of the action pay cannot have the keyword typ. Did you mean type?"),
                Arguments.of(
                        "logic: a.B\nactions: {pay: {timeout: 2h}}",
                        "9: timeout of the action pay must be a duration from 100ms to 1h, not '2h'. Write for example 5m,"
                                + " or leave it out for logic.act-timeout."),
                Arguments.of(
                        "logic: a.B\nactions: {pay: {timeout: 300}}",
                        "9: timeout of the action pay must be a duration from 100ms to 1h, not '300'. Write for example 5m,"
                                + " or leave it out for logic.act-timeout."),
                Arguments.of("live: &x true", "8: anchors and aliases (& and *) have no place here. Write it out."),
                Arguments.of("live: *x", "8: anchors and aliases (& and *) have no place here. Write it out."),
                Arguments.of("title: !!str x", "8: tags (!) have no place here. Leave it out."),
                Arguments.of("title: \"a\\0b\"", "8: this text " + TextRule.WRONG_CHARACTERS),
                Arguments.of("title: 1e999999999", "8: 1e999999999 is too large a number."),
                Arguments.of("title: .inf", "8: .inf is not a number that JSON could write."),
                Arguments.of("? [a]\n: b", "8: a key must be a text."),
                Arguments.of("live: " + "[".repeat(60) + "]".repeat(60), "8: this is nested more than 50 levels deep."),
                Arguments.of("title: 'x", "9: this is not YAML: found unexpected end of stream."),
                Arguments.of("---\nfeature: x", "8: this is not YAML: but found another document."),
                Arguments.of("-", names));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultsOfTheDescriptor")
    void aFaultOfTheDescriptor_isToldWithItsLine(String line, String fault) throws Exception {
        if (line.equals("-")) {
            write("things.yaml", GOOD.replace("feature: things", "feature: Big Things"));
            assertThat(faults()).containsExactly("things.yaml:1: the name of a feature " + fault + "'Big Things'.");
            return;
        }
        write("things.yaml", GOOD + line + "\n");

        assertThat(faults()).containsExactly("things.yaml:" + fault);
    }

    static Stream<Arguments> faultsOfTheSchema() {
        String types = "string, integer, number, boolean, array, object.";
        return Stream.of(
                Arguments.of("feature: x", "1: a descriptor lacks the key schema."),
                Arguments.of(
                        "schema: {type: object, properties: {a: {type: string}}}",
                        "1: a descriptor lacks the key feature."),
                Arguments.of(
                        "feature: 5\nschema: {type: object, properties: {a: {type: string}}}",
                        "1: feature must be a text."),
                Arguments.of("feature: x\nschema: 5", "2: schema must be a mapping."),
                Arguments.of("feature: x\nschema: {type: object}", "2: schema lacks the key properties."),
                Arguments.of("feature: x\nschema: {properties: {a: {type: string}}}", "2: schema lacks the key type."),
                Arguments.of(
                        "feature: x\nschema: {type: array, properties: {a: {type: string}}}",
                        "2: the type of schema must be object: a resource is one."),
                Arguments.of("feature: x\nschema: {type: object, properties: []}", "2: properties must be a mapping."),
                Arguments.of(
                        "feature: x\nschema: {type: object, properties: {}}",
                        "2: properties must have 1 to 1000 fields."),
                Arguments.of(
                        "feature: x\nschema: {type: object, propertys: {}, properties: {a: {type: string}}}",
                        "2: there is no key propertys in schema. Did you mean properties?"),
                Arguments.of(
                        "feature: x\nschema: {type: object, additionalProperties: true, properties: {a: {type: string}}}",
                        "2: additionalProperties must be false: every field has a column. Leave it out."),
                Arguments.of(
                        "feature: x\nschema: {type: object, $schema: draft-07, properties: {a: {type: string}}}",
                        "2: $schema must be https://json-schema.org/draft/2020-12/schema. Leave it out."),
                Arguments.of(
                        "feature: x\nschema: {type: object, required: [nam], properties: {name: {type: string}}}",
                        "2: required names the field nam, which is not declared. Did you mean name?"),
                Arguments.of(
                        "feature: x\nschema: {type: object, properties: {a: {}}}",
                        "2: the field a has no type. Types are " + types),
                Arguments.of(
                        "feature: users\nschema: {type: object, properties: {a: {type: string}}}",
                        "1: the name users is taken by Corebus itself. Choose another."),
                Arguments.of("[a]", "1: the file must be a mapping. Start with feature: and a name."),
                Arguments.of("", "1: the file is empty. Start with feature: and a name."),
                Arguments.of("# nothing", "1: the file is empty. Start with feature: and a name."));
    }

    @ParameterizedTest
    @MethodSource("faultsOfTheSchema")
    void aFaultOfTheSchema_isToldWithItsLine(String text, String fault) throws Exception {
        write("x.yaml", text);

        assertThat(faults()).containsExactly("x.yaml:" + fault);
    }

    static Stream<Arguments> faultsOfAField() {
        String types = "string, integer, number, boolean, array, object.";
        String formats = "date-time, date, uuid, email, uri, hostname, ipv4, ipv6, time, duration.";
        return Stream.of(
                Arguments.of("f: string", "the field f must be a mapping. Write for example {type: string}."),
                Arguments.of("f: {type: strng}", "the type of f must be one of " + types + " Did you mean string?"),
                Arguments.of("f: {type: [string, 'null']}", "the type of f must be one of " + types),
                Arguments.of("id: {type: string}", "every resource has the field id by itself. Leave it out."),
                Arguments.of(
                        "Name: {type: string}",
                        "the name of a field must be of a-z, 0-9 and _, start with a letter and have at most 63 characters,"
                                + " not 'Name'."),
                Arguments.of(
                        "f: {type: string, maxLenght: 5}",
                        "the field f cannot have the keyword maxLenght. Did you mean maxLength?"),
                Arguments.of("f: {type: string, minimum: 5}", "the field f cannot have the keyword minimum."),
                Arguments.of(
                        "f: {type: string, x-refrences: things}",
                        "the field f cannot have the keyword x-refrences. Did you mean x-references?"),
                Arguments.of(
                        "f: {type: integer, x-references: things}",
                        "the field f cannot have the keyword x-references. Only a string with format: uuid can."),
                Arguments.of(
                        "f: {type: string, x-references: things}",
                        "f refers to another feature and must have format: uuid."),
                Arguments.of(
                        "f: {type: string, format: uuid, x-references: thing}",
                        "there is no feature thing to refer to. Did you mean things?"),
                Arguments.of(
                        "f: {type: string, format: uuid, x-references: 5}",
                        "x-references of f must be the name of a feature."),
                Arguments.of(
                        "f: {type: string, format: datetime}",
                        "the format of f must be one of " + formats + " Did you mean date-time?"),
                Arguments.of(
                        "f: {type: number, format: decimals}",
                        "the format of f must be one of decimal. Did you mean decimal?"),
                Arguments.of("f: {type: integer, format: int64}", "the field f is of a type that has no format."),
                Arguments.of("f: {type: string, minLength: -1}", "minLength of f must be a whole number from 0."),
                Arguments.of("f: {type: string, maxLength: ten}", "maxLength of f must be a whole number from 0."),
                Arguments.of(
                        "f: {type: string, minLength: 5, maxLength: 4}", "maxLength of f must be at least minLength."),
                Arguments.of("f: {type: integer, minimum: x}", "minimum of f must be a number."),
                Arguments.of("f: {type: integer, minimum: 5, maximum: 4}", "maximum of f must be at least minimum."),
                Arguments.of(
                        "f: {type: number, exclusiveMinimum: 5, maximum: 5.0}",
                        "maximum of f must be more than exclusiveMinimum."),
                Arguments.of("f: {type: number, multipleOf: 0}", "multipleOf of f must be more than 0."),
                Arguments.of(
                        "f: {type: string, pattern: '(a'}",
                        "pattern of f is not a regular expression for all: it does not compile."),
                Arguments.of(
                        "f: {type: string, pattern: '\\Aa'}",
                        "pattern of f is not a regular expression for all: \\A is not known to all."),
                Arguments.of("f: {type: string, enum: []}", "enum of f must be a list of texts."),
                Arguments.of(
                        "f: {type: string, enum: [1]}", "a value of the enum of f must be a text. Put it in quotes."),
                Arguments.of(
                        "f: {type: string, enum: ['', a]}",
                        "a value of the enum of f must not be the empty text. A field without a value is left out."),
                Arguments.of("f: {type: string, enum: [a, a]}", "the enum of f has a twice. Keep one of them."),
                Arguments.of("f: {type: string, enum: [a], default: b}", "the default of f must be one of a."),
                Arguments.of("f: {type: integer, maximum: 5, default: 6}", "the default of f must be at most 5."),
                Arguments.of("f: {type: array, default: {}}", "the default of f object found, array expected."),
                Arguments.of(
                        "f: {type: array, items: {type: string}, default: [a, 1]}",
                        "the default of f at /1 integer found, string expected."),
                Arguments.of(
                        "f: {type: string, deprecated: sure}",
                        "the field f at /deprecated is not JSON Schema: string found, boolean expected."),
                Arguments.of(
                        "f: {type: array, itms: {}}",
                        "a schema in the field f cannot have the keyword itms. Did you mean items?"),
                Arguments.of(
                        "f: {type: object, properties: {a: {type: strng}}}",
                        "the field f at /properties/a/type is not JSON Schema: "
                                + "does not have a value in the enumeration [\"array\", \"boolean\", \"integer\", \"null\","
                                + " \"number\", \"object\", \"string\"]."),
                Arguments.of(
                        "f: {type: object, properties: {a: {maxLenght: 5}}}",
                        "a schema in the field f cannot have the keyword maxLenght. Did you mean maxLength?"),
                Arguments.of(
                        "f: {type: array, items: {$ref: 'https://example.com/x'}}",
                        "a schema in the field f cannot have $ref: it is read without a document around it."
                                + " Write the schema out."),
                Arguments.of(
                        "f: {type: array, items: {x-references: things}}",
                        "a schema in the field f cannot have the keyword x-references. Only a field itself can."),
                Arguments.of(
                        "f: {type: array, items: {pattern: 'a++'}}",
                        "a pattern in the field f is not a regular expression for all:"
                                + " a repetition cannot be followed by +."),
                Arguments.of(
                        "f: {type: object, patternProperties: {'[': {}}}",
                        "a pattern in the field f is not a regular expression for all: it does not compile."),
                Arguments.of(
                        "f: {type: array, items: {format: emial}}",
                        "a format in the field f must be one of " + formats + " Did you mean email?"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultsOfAField")
    void aFaultOfAField_isToldWithItsLine(String field, String fault) throws Exception {
        write("things.yaml", Descriptors.text("a: {type: string}", field));

        assertThat(faults()).containsExactly("things.yaml:6: " + fault);
    }

    @Test
    void annotationsAreFree() {
        Feature feature = Descriptors.things(
                "a: {type: string, title: A, description: d, examples: [x], deprecated: true, x-colour: red, $comment: c}");

        assertThat(feature.field("a").schema().get("x-colour").asText()).isEqualTo("red");
    }

    @Test
    void aNameOf63Characters_isKept() {
        String name = "n".repeat(63);

        assertThat(Descriptors.things(name + ": {type: string}").field(name)).isNotNull();
    }

    @Test
    void allFaultsOfAllFiles_areToldAtOnce() throws Exception {
        write("a.yaml", "feature: a\nschema: {type: object, properties: {x: {type: strng}}}\nlife: true\n");
        write("b.yaml", "feature: [\n");
        write("c.yaml", GOOD);
        write("d.yaml", GOOD);
        write("ignored.txt", "no descriptor");
        write(".hidden.yaml", "no descriptor");

        DescriptorFaults faults = catchThrowableOfType(DescriptorFaults.class, () -> FeatureReader.read(directory));

        assertThat(faults.getMessage().replace(directory + "/", "")).isEqualTo("""
                The feature descriptors have faults:
                  a.yaml:2: the type of x must be one of string, integer, number, boolean, array, object. Did you mean string?
                  a.yaml:3: there is no key life in a descriptor. Did you mean live?
                  b.yaml:2: this is not YAML: expected the node content, but found '<stream end>'.
                  d.yaml:1: there is a feature things already, in c.yaml. Choose another name.""");
    }

    @Test
    void aReferenceToAFeatureWithFaults_isNoFaultOfItsOwn() throws Exception {
        write("a.yaml", "feature: a\nschema: {type: object, properties: {x: {type: strng}}}\n");
        write(
                "b.yaml",
                "feature: b\nschema: {type: object, properties: {x: {type: string, format: uuid, x-references: a}}}\n");

        assertThat(faults()).hasSize(1).allMatch(fault -> fault.startsWith("a.yaml:2: "));
    }

    @Test
    void billionLaughs_areNotLaughedAt() throws Exception {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
        }
        write("bomb.yaml", bomb.toString());

        assertThat(faults())
                .containsExactly("bomb.yaml:1: anchors and aliases (& and *) have no place here. Write it out.");
    }

    @Test
    void aDirectoryThatIsMissingOrEmpty_isAFault() throws Exception {
        assertThat(faults())
                .containsExactly(directory + ": there is no descriptor (*.yaml) in this directory. Write one.");
        directory = directory.resolve("nowhere");
        assertThat(faults())
                .containsExactly(directory + ": there is no such directory. Make it, or set COREBUS_FEATURES_DIR.");
    }

    @Test
    void aFileThatCannotBeReadAsText_isAFault() throws Exception {
        Files.write(directory.resolve("a.yaml"), new byte[] {'a', (byte) 0xC3, (byte) 0x28});
        Files.write(directory.resolve("b.yaml"), "#".repeat(1 << 21).getBytes(StandardCharsets.US_ASCII));
        Files.createDirectory(directory.resolve("c.yaml"));

        assertThat(faults())
                .containsExactly(
                        "a.yaml: the file cannot be read as UTF-8 text.",
                        "b.yaml: the file is larger than 1 MiB.",
                        "c.yaml: the file cannot be read as UTF-8 text.");
    }

    @Test
    void aSearch_isInText_andByOneConfiguration() throws Exception {
        write("a.yaml", """
                feature: a
                schema:
                  type: object
                  properties:
                    one: {type: string, x-search: english}
                    two: {type: string, x-search: false}
                    three: {type: string, format: email, x-search: english}
                """);
        Search search = Search.of(FeatureReader.read(directory).find("a"));
        assertThat(search).isEqualTo(new Search(List.of("one", "three"), "english"));

        write("a.yaml", """
                feature: a
                schema:
                  type: object
                  properties:
                    one: {type: string, x-search: true}
                    two: {type: string, x-search: english}
                    three: {type: integer, x-search: true}
                    four: {type: string, x-search: 1}
                    five: {type: string, x-search: "a b"}
                """);
        assertThat(faults())
                .containsExactly(
                        "a.yaml:6: x-search of two is english, but that of a field before is simple: all fields that are searched must name the same.",
                        "a.yaml:7: three cannot have x-search: it is no plain text.",
                        "a.yaml:8: x-search of four must be true, or the name of a text search configuration. Write for example x-search: english.",
                        "a.yaml:9: x-search of five must be true, or the name of a text search configuration. Write for example x-search: english.");
    }
}
