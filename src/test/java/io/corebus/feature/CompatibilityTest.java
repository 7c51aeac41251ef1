package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a change of descriptors does to clients that were written before it. */
class CompatibilityTest {
    private static final LocalDate TODAY = LocalDate.of(2027, 3, 1);
    private static final String BEFORE = """
            feature: things
            schema:
              type: object
              required: [name]
              properties:
                name: {type: string, minLength: 1, maxLength: 10}
                size: {type: integer, minimum: 0, maximum: 9, multipleOf: 4}
                kind: {type: string, enum: [a, b]}
                more: {type: object, properties: {x: {type: string}}}
                tags: {type: array, items: {type: string, maxLength: 5}}
            storage: {unique: [name]}
            permissions: {read: [viewer, guest], create: [editor], pay: [clerk, cashier], ship: [clerk]}
            live: true
            mcp: {tools: [search, get]}
            logic: a.B
            actions: {pay: , ship: }
            """;

    @TempDir
    private Path directory;

    private Path older;
    private Path newer;

    @BeforeEach
    void write() throws IOException {
        older = Files.createDirectory(directory.resolve("older"));
        newer = Files.createDirectory(directory.resolve("newer"));
        Files.writeString(older.resolve("things.yaml"), BEFORE);
    }

    private List<String> breaks(String after) throws Exception {
        Files.writeString(newer.resolve("things.yaml"), after);
        FeatureReader.read(newer);
        String file = newer.resolve("things.yaml") + ":";
        return Compatibility.breaks(older, newer, TODAY).stream()
                .map(fault -> fault.toString().replace(file, ""))
                .toList();
    }

    private List<String> breaks(String what, String instead) throws Exception {
        assertThat(BEFORE).contains(what);
        return breaks(BEFORE.replace(what, instead));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    , maxLength: 10}  | }                                      |
                    maxLength: 10     | maxLength: 11                          |
                    minimum: 0        | minimum: -1                            |
                    multipleOf: 4     | multipleOf: 2                          |
                    enum: [a, b]      | enum: [b, c, a]                        |
                    required: [name]  | required: [name, size]                 | 4: the field size is required now: who does not send it is refused. Give it a default.
                    required: [name]  | required: []                           | 4: the field name is not required any more: who reads it may miss it.
                    maxLength: 10     | maxLength: 9                           | 6: the field name had the maxLength 10 and has 9 now: what is beyond is refused.
                    minLength: 1      | minLength: 2                           | 6: the field name had the minLength 1 and has 2 now: what is beyond is refused.
                    maxLength: 10     | maxLength: 10, pattern: ^x             | 6: the field name has another pattern now: what it took may be refused.
                    maxLength: 10     | maxLength: 10, format: email           | 6: the field name had the format none and has email now.
                    minimum: 0        | minimum: 1                             | 7: the field size had the minimum 0 and has 1 now: what is beyond is refused.
                    multipleOf: 4     | multipleOf: 8                          | 7: the field size must be a multiple of 8 now: others are refused.
                    type: integer     | type: number                           | 7: the field size was integer and is number now.
                    enum: [a, b]      | enum: [b]                              | 8: the field kind has the value a no more: who sends it is refused.
                    {x: {type: string}} | {y: {}}                              | 9: the field more.x is gone: who sends it is refused, who reads it misses it.
                    maxLength: 5      | maxLength: 4                           | 10: the field tags[] had the maxLength 5 and has 4 now: what is beyond is refused.
                    unique: [name]    | unique: [name, size]                   | 11: size must be unique now: what was taken twice is refused.
                    guest             | clerk                                  | 12: the role guest may not read any more: its requests are refused.
                    clerk, cashier    | clerk                                  | 12: the role cashier may not pay any more: its requests are refused.
                    live: true        | live: false                            | 13: there are no live updates any more: nobody can subscribe.
                    tools: [search, get] | tools: [search]                     | 14: the tool get is gone: agents cannot call it.
                    """)
    void aChange_isToldWhereItBreaksClients(String what, String instead, String expected) throws Exception {
        assertThat(breaks(what, instead)).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    type: array                                     | type: array, items: {}                                 |
                    type: array, items: false                       | type: array, items: {type: string}                     |
                    type: array                                     | type: array, items: {type: string}                     | says now what its items are: others are refused.
                    type: array, items: true                        | type: array, items: {type: string}                     | says now what its items are: others are refused.
                    type: array, items: {type: string}              | type: array, items: false                              | takes no items any more: who sends them is refused.
                    type: array, contains: {minimum: 1}             | type: array, contains: {minimum: 1}, minContains: 1    |
                    type: array, contains: {minimum: 1}             | type: array, contains: {minimum: 1}, minContains: 2    | had the minContains 1 and has 2 now: what has fewer is refused.
                    type: array, contains: {minimum: 1}, minContains: 0 | type: array, contains: {minimum: 1}                | had the minContains 0 and has 1 now: what has fewer is refused.
                    type: array, contains: {minimum: 1}             | type: array, contains: {minimum: 1}, maxContains: 3    | has the maxContains 3 now: what is beyond is refused.
                    type: array                                     | type: array, unevaluatedItems: false                   | has another unevaluatedItems now: what it took may be refused.
                    type: object                                    | type: object, additionalProperties: {}                 |
                    type: object, additionalProperties: {type: string}  | type: object                                       |
                    type: object                                    | type: object, additionalProperties: {type: string}     | says now what its other members are: others are refused.
                    type: object                                    | type: object, additionalProperties: false              | takes no other members any more: who sends them is refused.
                    type: object, additionalProperties: {type: string}  | type: object, additionalProperties: {type: string, maxLength: 5} | .* has the maxLength 5 now: what is beyond is refused.
                    type: object, additionalProperties: {type: object, properties: {x: {type: string}}} | type: object, additionalProperties: {type: object} | .*.x is gone: who sends it is refused, who reads it misses it.
                    type: object, patternProperties: {^x: {type: string}}, additionalProperties: false | type: object, additionalProperties: false | has no patternProperties any more: members that only these took are refused.
                    type: object                                    | type: object, properties: {a: {type: integer}}         | .a took anything, and is declared now: others are refused.
                    type: object, additionalProperties: true        | type: object, properties: {a: {type: integer}}, additionalProperties: {} | .a took anything, and is declared now: others are refused.
                    type: object                                    | type: object, properties: {a: {title: A}, b: true}     |
                    type: object, additionalProperties: false       | type: object, properties: {a: {type: integer}}         |
                    type: object, additionalProperties: {type: string}  | type: object, properties: {a: {type: integer}}     | .a was string and is integer now.
                    type: object, additionalProperties: {type: string}  | type: object, properties: {a: {type: string}}      |
                    type: object, patternProperties: {^x: {type: string}} | type: object, patternProperties: {^x: {type: string}}, properties: {x1: {type: integer}} | .x1 was string and is integer now.
                    type: object, patternProperties: {^x: {type: string}} | type: object, patternProperties: {^x: {type: string}}, properties: {x1: {type: string}} |
                    type: object, patternProperties: {^x: {type: string}}, additionalProperties: false | type: object, patternProperties: {^x: {type: string}}, additionalProperties: false, properties: {x1: {type: integer}} | .x1 was string and is integer now.
                    type: object, patternProperties: {^x: {type: string}}, additionalProperties: false | type: object, patternProperties: {^x: {type: string}}, additionalProperties: false, properties: {y1: {type: integer}} |
                    type: object, additionalProperties: {type: string}  | type: object, properties: {a: {type: string, maxLength: 5}} | .a has the maxLength 5 now: what is beyond is refused.
                    type: object, unevaluatedProperties: false      | type: object, unevaluatedProperties: true              |
                    """)
    void aNestedSchemaThatTakesLess_isTold(String was, String is, String expected) throws Exception {
        String field = "{type: object, properties: {x: {type: string}}}";
        Files.writeString(older.resolve("things.yaml"), BEFORE.replace(field, "{" + was + "}"));

        List<String> told = breaks(BEFORE.replace(field, "{" + is + "}"));

        String place = expected == null || expected.startsWith(".") ? "" : " ";
        assertThat(told).isEqualTo(expected == null ? List.of() : List.of("9: the field more" + place + expected));
    }

    @ParameterizedTest
    @CsvSource({"true, false", "english, false", "true,", "true, english"})
    void aFieldThatIsNotSearchedAnyMore_isTold(String was, String is) throws Exception {
        String searched = BEFORE.replace("maxLength: 10}", "maxLength: 10, x-search: " + was + "}");
        Files.writeString(older.resolve("things.yaml"), searched);
        String after = is == null ? BEFORE : searched.replace("x-search: " + was, "x-search: " + is);

        assertThat(breaks(after))
                .isEqualTo(
                        "english".equals(is)
                                ? List.of()
                                : List.of(
                                        "6: the field name is not searched any more: q does not find by it, and is refused"
                                                + " where nothing else is searched."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "tools: typed                    | tools: [search]              | get create update delete act typed",
                "tools: typed                    | none                         | search get create update delete act typed",
                "tools: [search, get], typed: true | tools: [search, get]       | typed",
                "tools: [search, get]            | tools: typed                 | ''",
                "tools: [search, get]            | tools: [get, search], typed: true | ''",
                "tools: typed                    | tools: [act, delete, update, create, get, search], typed: true | ''",
            })
    void aToolThatIsGone_isTold_typedOrNot(String was, String is, String gone) throws Exception {
        Files.writeString(older.resolve("things.yaml"), BEFORE.replace("tools: [search, get]", was));

        List<String> told =
                breaks(is == null ? BEFORE.replaceAll("mcp: .*", "") : BEFORE.replace("tools: [search, get]", is));

        assertThat(told.stream()
                        .map(each -> each.replaceFirst(".*the tool (\\w+) is gone: .*", "$1")
                                .replaceFirst(".*the typed tools, such as things_search, are gone: .*", "typed")))
                .containsExactlyElementsOf(gone.isEmpty() ? List.of() : List.of(gone.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    read: [{role: viewer, fields: [name, size]}]   | read: [viewer]                                         |
                    read: [{role: viewer, fields: [name, size]}]   | read: [{role: viewer, fields: [size, kind, name]}]     |
                    read: [{role: viewer, fields: [name, size]}]   | read: [{role: viewer, except: [kind]}]                 |
                    read: [{role: viewer, where: size==4}]         | read: [viewer]                                         |
                    read: [viewer, guest, owner]                   | read: [authenticated]                                  |
                    read: [authenticated]                          | read: [public]                                         |
                    read: [viewer, admin]                          | read: [viewer]                                         |
                    update: [{role: viewer, where: size==4, after: size==8}] | update: [{role: viewer, where: size==4}] | under another after now: what was allowed may be refused.
                    update: [{role: viewer, where: size==4, after: size==8}] | update: [{role: viewer, after: size==8}]     |
                    update: [{role: viewer, where: size==4}]       | update: [{role: viewer, where: size==4, after: size==8}] | under another after now: what was allowed may be refused.
                    read: [viewer]                                 | read: [{role: viewer, where: size==4}]                 | under another where now: what was allowed may be refused.
                    read: [{role: viewer, where: size==8}]         | read: [{role: viewer, where: size==4}]                 | under another where now: what was allowed may be refused.
                    read: [viewer]                                 | read: [{role: viewer, except: [kind, size]}]           | fewer fields now, without kind, size: who reads them misses them.
                    create: [{role: viewer, fields: [name, size]}] | create: [{role: viewer, fields: [name]}]               | with fewer fields now, without size: who sends them is refused.
                    update: [{role: viewer, fields: [name, size]}] | update: [{role: viewer, fields: [name]}]               | fewer fields now, without size: who sends them is refused.
                    """)
    void aPermissionThatIsNarrower_isTold_andAWiderOneIsNot(String was, String is, String told) throws Exception {
        String place = "read: [viewer, guest], create: [editor]";
        Files.writeString(older.resolve("things.yaml"), BEFORE.replace(place, was));

        String action = is.substring(0, is.indexOf(':'));
        assertThat(breaks(place, is))
                .isEqualTo(told == null ? List.of() : List.of("12: the role viewer may " + action + " " + told));
    }

    @Test
    void aMappingWithTheRoleAlone_isTheRole() throws Exception {
        String mapped = BEFORE.replace("read: [viewer,", "read: [{role: viewer},");
        assertThat(breaks(mapped)).isEmpty();

        Files.writeString(older.resolve("things.yaml"), mapped);
        assertThat(breaks(BEFORE)).isEmpty();
        assertThat(breaks("[viewer, guest]", "[guest]"))
                .containsExactly("12: the role viewer may not read any more: its requests are refused.");
    }

    @Test
    void aFieldThatIsGone_isTold() throws Exception {
        assertThat(breaks(BEFORE.replaceAll("(?m)^ +kind:.*\n", "")))
                .containsExactly("5: the field kind is gone: who sends it is refused, who reads it misses it.");
    }

    @ParameterizedTest
    @CsvSource({"10s, 11s, a job now", "1h, 500ms, no job any more", "10s, 100ms,", "1m, 1h,"})
    void anActionThatBecomesAJob_orIsNoneAnyMore_isTold(String was, String is, String told) throws Exception {
        Files.writeString(older.resolve("things.yaml"), BEFORE.replace("pay: , ", "pay: {timeout: " + was + "}, "));

        assertThat(breaks(BEFORE.replace("pay: , ", "pay: {timeout: " + is + "}, ")))
                .hasSize(told == null ? 0 : 1)
                .allMatch(each -> each.contains("the action pay is " + told));
    }

    @Test
    void anActionThatIsGone_isTold() throws Exception {
        String after = BEFORE.replace(", pay: [clerk, cashier]", "").replace("pay: , ship: ", "ship: ");
        assertThat(breaks(after)).containsExactly("16: the action pay is gone: requests for it are refused.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: integer, maximum: 9} | {type: integer, maximum: 8} | 17: the input of pay, x had the maximum 9 and has 8 now: what is beyond is refused.",
                "{type: integer} | {type: string} | 17: the input of pay, x was integer and is string now.; 18: the output of pay, x was integer and is string now.",
                "{type: string, enum: [a, b]} | {type: string, enum: [a]} | 17: the input of pay, x has the value b no more: who sends it is refused.",
                "{type: string, enum: [a]} | {type: string} | 18: the output of pay, x has any value now: who reads it may meet one that is unknown.",
                "{type: integer, maximum: 8} | {type: integer, maximum: 9} | ''",
            })
    void anActionThatTakesLessOrAnswersOtherwise_isTold(String before, String after, String told) throws Exception {
        Files.writeString(older.resolve("things.yaml"), shaped("x: " + before, "x: " + before));

        assertThat(String.join("; ", breaks(shaped("x: " + after, "x: " + after))))
                .isEqualTo(told);
    }

    @Test
    void anActionWithOtherMembers_isTold_toThoseWhoSendOrReadThem() throws Exception {
        Files.writeString(older.resolve("things.yaml"), shaped("x: {type: integer}", "y: {type: integer}"));

        assertThat(breaks(shaped("z: {type: integer}", "z: {type: integer}")))
                .containsExactly(
                        "17: the input of pay, x is gone: who sends it is refused.",
                        "18: the output of pay, y is gone: who reads it misses it.");
        assertThat(breaks(shaped("x: {type: integer}, z: {type: integer}", "y: {type: integer}, z: {type: integer}")))
                .isEmpty();
        assertThat(breaks(BEFORE)).containsExactly("16: the input of pay is gone.", "16: the output of pay is gone.");
    }

    private static String shaped(String input, String output) {
        return BEFORE.replace(
                "actions: {pay: , ship: }", """
                actions:
                  pay: {input: {type: object, properties: {%s}},
                        output: {type: object, properties: {%s}}}
                  ship:
                """.formatted(input, output).stripTrailing());
    }

    @Test
    void aNewRequiredField_withADefault_breaksNothing() throws Exception {
        String after = BEFORE.replace("[name]\n  prop", "[name, color]\n  prop")
                .replace("    name:", "    color: {type: string, default: red}\n    name:");
        assertThat(breaks(after)).isEmpty();
        assertThat(breaks(after.replace(", default: red", ""))).hasSize(1);
    }

    @Test
    void aFeatureThatIsGone_isTold_unlessItsSunsetHasPassed() throws Exception {
        String gone = newer + ": the feature things is gone: every request to it fails."
                + " Bring it back, with deprecated: {since, sunset}, until its sunset.";
        String other = BEFORE.replace("feature: things", "feature: others");

        assertThat(breaks(other)).containsExactly(gone);
        Files.writeString(
                older.resolve("things.yaml"), BEFORE + "deprecated: {since: 2027-01-01, sunset: 2027-03-02}\n");
        assertThat(breaks(other)).containsExactly(gone);
        Files.writeString(
                older.resolve("things.yaml"), BEFORE + "deprecated: {since: 2027-01-01, sunset: 2027-03-01}\n");
        assertThat(breaks(other)).isEmpty();
    }

    @Test
    void check_tellsTheBreaks_withTheExitStatus1() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Files.writeString(newer.resolve("things.yaml"), BEFORE);
        assertThat(FeatureCheck.check(newer, older, print)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("Nothing breaks the clients of " + older + ".\n");

        Files.writeString(newer.resolve("things.yaml"), BEFORE.replace("live: true", ""));
        assertThat(FeatureCheck.check(newer, older, print)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("The change breaks clients in 1 way:\n  " + newer.resolve("things.yaml") + ":");
        assertThat(FeatureCheck.check(newer, directory.resolve("nowhere"), print))
                .isEqualTo(2);
    }

    @Test
    void deprecated_isRead_andItsFaultsAreTold() throws Exception {
        Deprecation read = Descriptors.parse(BEFORE
                        + "deprecated: {since: 2027-01-31, sunset: 2027-07-31, link: https://example.com/news}\n")
                .find("things")
                .deprecation();

        assertThat(read)
                .isEqualTo(new Deprecation(
                        LocalDate.of(2027, 1, 31), LocalDate.of(2027, 7, 31), "https://example.com/news"));
        assertThat(Descriptors.parse(BEFORE).find("things").deprecation()).isNull();
        assertThat(faults("deprecated: true")).contains("deprecated must be a mapping.");
        assertThat(faults("deprecated: {sunset: 2027-01-31}")).contains("deprecated lacks the key since.");
        assertThat(faults("deprecated: {since: soon}")).contains("since must be a date such as 2027-01-31.");
        assertThat(faults("deprecated: {since: 2027-02-01, sunset: 2027-01-31}"))
                .contains("sunset must not be before since.");
        assertThat(faults("deprecated: {since: 2027-02-01, link: \"no <link>\"}"))
                .contains("link must be an address");
    }

    private String faults(String line) throws IOException {
        Files.writeString(newer.resolve("things.yaml"), BEFORE + line + "\n");
        try {
            FeatureReader.read(newer);
            throw new AssertionError("no fault: " + line);
        } catch (DescriptorFaults e) {
            return e.getMessage();
        }
    }
}
