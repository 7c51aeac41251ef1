package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecordValidatorTest {
    private static final RecordValidator FEATURES = new RecordValidator(Descriptors.shipped("features"));
    private static final RecordValidator TASKS = new RecordValidator(Descriptors.shipped("tasks"));
    private static final RecordValidator KINDS = new RecordValidator(Descriptors.things(
            "text: {type: string, minLength: 2, maxLength: 5, pattern: '^[a-z😀]+$'}",
            "mail: {type: string, format: email}",
            "whole: {type: integer, minimum: -10, exclusiveMaximum: 1000, multipleOf: 5}",
            "big: {type: integer}",
            "floating: {type: number, exclusiveMinimum: 0.5, maximum: 1e300}",
            "money: {type: number, format: decimal, multipleOf: 0.01}",
            "flag: {type: boolean}",
            "at: {type: string, format: date-time}",
            "day: {type: string, format: date}",
            "key: {type: string, format: uuid}",
            "other: {type: string, format: uuid, x-references: things}",
            "choice: {type: string, enum: [red, green]}",
            "list: {type: array, maxItems: 3, uniqueItems: true, items: {type: string, pattern: '^a$', minLength: 1}}",
            "tree: {type: object, required: [a], additionalProperties: false,"
                    + " properties: {a: {type: integer}, b: {type: object}, m: {type: number, multipleOf: 0.1}}}"));

    private static ObjectNode object(String json) {
        return StrictJson.parseObject(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static Failure refusal(RecordValidator validator, String json) {
        return catchThrowableOfType(FailureException.class, () -> validator.validForCreate(object(json)))
                .failure();
    }

    private static List<String> faults(RecordValidator validator, String json) {
        return refusal(validator, json).errors().stream()
                .map(fault -> fault.pointer() + " " + fault.code() + ": " + fault.detail())
                .toList();
    }

    private static String stored(RecordValidator validator, String json) {
        return new String(validator.canonical(validator.validForCreate(object(json))), StandardCharsets.UTF_8);
    }

    static Stream<Arguments> refused() {
        String whole = "must be a whole number of at most 64 bits.";
        String floating = "must be a number that fits into a 64-bit floating point number.";
        String digits = "must be a number of at most 1000 digits before the point and fewer after it.";
        String characters = "must have no NUL character and no half of a surrogate pair.";
        return Stream.of(
                Arguments.of("'text':'a'", "/text min-length: must have at least 2 characters."),
                Arguments.of("'text':'abcdef'", "/text max-length: must have at most 5 characters."),
                Arguments.of("'text':'aB'", "/text pattern: must match the pattern ^[a-z😀]+$."),
                Arguments.of("'text':'ab\\n'", "/text pattern: must match the pattern ^[a-z😀]+$."),
                Arguments.of("'text':1", "/text type: must be a string."),
                Arguments.of("'text':{}", "/text type: must be a string."),
                Arguments.of("'text':'a\\u0000b'", "/text characters: " + characters),
                Arguments.of("'text':'a\\ud800'", "/text characters: " + characters),
                Arguments.of("'text':'a\\udc00\\ud800'", "/text characters: " + characters),
                Arguments.of(
                        "'mail':'nobody'",
                        "/mail format: does not match the email pattern must be a valid RFC 5321 Mailbox."),
                Arguments.of("'whole':-15", "/whole minimum: must be at least -10."),
                Arguments.of("'whole':1000", "/whole exclusive-maximum: must be less than 1000."),
                Arguments.of("'whole':7", "/whole multiple-of: must be a multiple of 5."),
                Arguments.of("'whole':1.5", "/whole type: " + whole),
                Arguments.of("'whole':'5'", "/whole type: " + whole),
                Arguments.of("'whole':true", "/whole type: " + whole),
                Arguments.of("'big':9223372036854775808", "/big type: " + whole),
                Arguments.of("'big':-9223372036854775809", "/big type: " + whole),
                Arguments.of("'big':1e400", "/big type: " + whole),
                Arguments.of("'big':1e999999999", "/big type: " + whole),
                Arguments.of("'big':1e-999999999", "/big type: " + whole),
                Arguments.of("'big':0e999999999", "/big type: " + whole),
                Arguments.of("'floating':0.5", "/floating exclusive-minimum: must be more than 0.5."),
                Arguments.of("'floating':2e300", "/floating maximum: must be at most 1E+300."),
                Arguments.of("'floating':1e400", "/floating type: " + floating),
                Arguments.of("'floating':1e999999999", "/floating type: " + floating),
                Arguments.of("'floating':1e-999999999", "/floating type: " + floating),
                Arguments.of("'floating':'x'", "/floating type: must be a number."),
                Arguments.of("'money':0.001", "/money multiple-of: must be a multiple of 0.01."),
                Arguments.of("'money':1e1001", "/money type: " + digits),
                Arguments.of("'money':1e-1001", "/money type: " + digits),
                Arguments.of("'money':1e-1000", "/money type: " + digits),
                Arguments.of("'money':'1.00'", "/money type: must be a number."),
                Arguments.of("'flag':'true'", "/flag type: must be true or false."),
                Arguments.of("'flag':0", "/flag type: must be true or false."),
                Arguments.of("'at':1", "/at type: must be a string."),
                Arguments.of(
                        "'at':'2026-01-31'",
                        "/at format: must be a date and time with seconds and offset, such as 2026-01-31T12:00:00Z or"
                                + " 2026-01-31T12:00:00+02:00."),
                Arguments.of(
                        "'at':'2016-12-31T23:59:60Z'",
                        "/at format: must not be in a leap second, which is not kept: send second 59."),
                Arguments.of(
                        "'at':'9999-12-31T23:59:59.5-05:00'",
                        "/at format: must be in the years 0001 to 9999 when it is taken to UTC."),
                Arguments.of(
                        "'at':'0001-01-01T00:00:00+05:00'",
                        "/at format: must be in the years 0001 to 9999 when it is taken to UTC."),
                Arguments.of(
                        "'at':'2016-12-31T23:61:60Z'",
                        "/at format: must be a date and time with seconds and offset, such as 2026-01-31T12:00:00Z or"
                                + " 2026-01-31T12:00:00+02:00."),
                Arguments.of("'day':'2026-02-29'", "/day format: must be a date, such as 2026-01-31."),
                Arguments.of("'key':'x'", "/key format: must be a UUID, such as 0190b8a0-0000-7000-8000-000000000000."),
                Arguments.of(
                        "'other':'{0190b8a0-0000-7000-8000-000000000000}'",
                        "/other format: must be a UUID, such as 0190b8a0-0000-7000-8000-000000000000."),
                Arguments.of("'choice':'blue'", "/choice enum: must be one of red, green."),
                Arguments.of("'choice':1", "/choice type: must be a string."),
                Arguments.of("'list':{}", "/list type: object found, array expected."),
                Arguments.of("'list':['a','a']", "/list unique-items: must have only unique items in the array."),
                Arguments.of("'list':['a',1]", "/list/1 type: integer found, string expected."),
                Arguments.of("'list':['a\\n']", "/list/0 pattern: does not match the regex pattern ^a$."),
                Arguments.of("'list':['a\\u0000']", "/list/0 characters: " + characters),
                Arguments.of("'tree':{}", "/tree/a required: is required."),
                Arguments.of("'tree':{'a':1,'c':1}", "/tree/c unknown-field: is not known here."),
                Arguments.of("'tree':{'a':1.5}", "/tree/a type: number found, integer expected."),
                Arguments.of("'tree':{'a':1,'m':1e999999999}", "/tree/m type: " + digits),
                Arguments.of(
                        "'tree':{'a':1,'b':{'x':[" + "1e999,".repeat(1_010) + "1]}}",
                        "/tree type: has numbers with exponents that have more than a million zeros, written out."),
                Arguments.of("'tree':{'a':1,'b':{'\\u0000':1}}", "/tree/b/\uFFFD characters: its name " + characters),
                Arguments.of("'tree':{'a':1,'b':{'x/y~z':'\\ud800'}}", "/tree/b/x~1y~0z characters: " + characters),
                Arguments.of("'id':'x'", "/id read-only: is set by Corebus. Leave it out."),
                Arguments.of("'choise':'x'", "/choise unknown-field: is not known here. Did you mean choice?"),
                Arguments.of(
                        "'a/b~c':'x'",
                        "/a~1b~0c unknown-field: is not known here; known are text, mail, whole, big, floating, money, flag,"
                                + " at, day, key, other, choice, list, tree."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    @Timeout(5)
    void whatTheSchemaForbids_isRefused(String member, String fault) {
        assertThat(faults(KINDS, "{" + member + "}")).containsExactly(fault);
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of("'text':'ab😀'", "'text':'ab😀'"),
                Arguments.of("'text':'😀😀😀😀😀'", "'text':'😀😀😀😀😀'"),
                Arguments.of("'text':null", ""),
                Arguments.of("'mail':'ann@example.com'", "'mail':'ann@example.com'"),
                Arguments.of("'whole':10.0", "'whole':10"),
                Arguments.of("'whole':1e2", "'whole':100"),
                Arguments.of("'whole':-0.0", "'whole':0"),
                Arguments.of("'big':9223372036854775807", "'big':9223372036854775807"),
                Arguments.of("'big':-9.223372036854775808e18", "'big':-9223372036854775808"),
                Arguments.of("'floating':1", "'floating':1"),
                Arguments.of("'floating':1.50", "'floating':1.5"),
                Arguments.of("'floating':1e22", "'floating':1.0E22"),
                Arguments.of("'money':1e3", "'money':1000"),
                Arguments.of("'money':1.50", "'money':1.50"),
                Arguments.of("'money':123456789012345678901234567890.12", "'money':123456789012345678901234567890.12"),
                Arguments.of("'flag':false", "'flag':false"),
                Arguments.of("'at':'2026-01-31t14:00:00.1234567+02:00'", "'at':'2026-01-31T12:00:00.123456Z'"),
                Arguments.of("'day':'2024-02-29'", "'day':'2024-02-29'"),
                Arguments.of(
                        "'key':'0190B8A0-0000-7000-8000-00000000ABCD'", "'key':'0190b8a0-0000-7000-8000-00000000abcd'"),
                Arguments.of("'choice':'green'", "'choice':'green'"),
                Arguments.of("'list':[]", "'list':[]"),
                Arguments.of("'tree':{'b':{'x':[1.50,null]},'a':1.0}", "'tree':{'b':{'x':[1.50,null]},'a':1.0}"),
                Arguments.of("'choice':'red','text':'ab'", "'text':'ab','choice':'red'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void whatTheSchemaAllows_isStoredInOneWayOfWriting(String members, String stored) {
        assertThat(stored(KINDS, "{" + members + "}")).isEqualTo(("{" + stored + "}").replace('\'', '"'));
    }

    @Test
    void allFaults_areToldAtOnce() {
        Failure refused = refusal(FEATURES, "{'name':'','value':1001,'colour':'red'}");

        assertThat(refused.code()).isEqualTo("validation");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.detail()).isEqualTo("The body has 3 faults.");
        assertThat(faults(FEATURES, "{'name':'','value':1001,'colour':'red'}"))
                .containsExactly(
                        "/name min-length: must have at least 1 character.",
                        "/value maximum: must be at most 1000.",
                        "/colour unknown-field: is not known here; known are name, value.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':'x'} | /value required: is required.",
                "{'name':'x','value':null} | /value required: is required and cannot be null.",
                "{'value':1} | /name required: is required."
            })
    void aMissingField_isNamed(String body, String fault) {
        assertThat(faults(FEATURES, body)).containsExactly(fault);
        assertThat(refusal(FEATURES, body).detail()).isEqualTo("The body has 1 fault.");
    }

    @Test
    void aCreate_getsTheDefaults_whereAFieldIsAbsentButNotWhereItIsNull() {
        String project = "'project_id':'0190b8a0-0000-7000-8000-000000000000','number':1,'title':'t'";

        assertThat(stored(TASKS, "{" + project + "}"))
                .isEqualTo(
                        ("{" + project + ",'status':'open','priority':5,'urgent':false,'tags':[]}").replace('\'', '"'));
        assertThat(stored(TASKS, "{" + project + ",'status':null,'priority':1,'urgent':null,'tags':['x']}"))
                .isEqualTo(("{" + project + ",'priority':1,'tags':['x']}").replace('\'', '"'));
    }

    @Test
    void aDefault_isNotSharedBetweenResources() {
        String task = "{'project_id':'0190b8a0-0000-7000-8000-000000000000','number':1,'title':'t'}";
        ObjectNode first = TASKS.validForCreate(object(task));
        first.withArray("tags").add("mine");

        assertThat(TASKS.validForCreate(object(task)).get("tags")).isEmpty();
    }

    @Test
    void whatWasRead_canBeSentBack() {
        ObjectNode read =
                object("{'id':'0190b8a0-0000-7000-8000-000000000000','version':3,'created_at':'x','updated_at':'x',"
                        + "'created_by':'ann','updated_by':null,'name':'n','value':1}");

        byte[] stored = FEATURES.canonical(FEATURES.validForReplace(read));

        assertThat(new String(stored, StandardCharsets.UTF_8)).isEqualTo("{\"name\":\"n\",\"value\":1}");
    }

    @Test
    void aReplace_isCheckedAsACreate() {
        FailureException refused = catchThrowableOfType(
                FailureException.class, () -> FEATURES.validForReplace(object("{'id':'x','name':'n'}")));

        assertThat(refused.failure().errors()).extracting("pointer").containsExactly("/value");
    }

    @Test
    @Timeout(5)
    void aHundredThousandUnknownFields_areNotAllTold() {
        String many =
                IntStream.range(0, 100_000).mapToObj(i -> "'f" + i + "':1").collect(Collectors.joining(","));

        Failure refused = refusal(FEATURES, "{'name':'n','value':1," + many + "}");

        assertThat(refused.errors()).hasSize(100);
        assertThat(refused.detail()).isEqualTo("The body has more than 100 faults; these are the first.");
    }

    @Test
    @Timeout(5)
    void hugeNamesAndValues_areNotRepeated() {
        String name = "n".repeat(40_000);

        Failure refused =
                refusal(FEATURES, "{'name':'" + "x".repeat(1_000_000) + "','value':1,'" + name + "':1,'\\u0007':1}");

        assertThat(refused.errors()).hasSize(3);
        assertThat(refused.toString()).hasSizeLessThan(1_000);
        assertThat(refused.errors().get(1).pointer()).isEqualTo("/" + "n".repeat(100) + "…");
        assertThat(refused.errors().get(2).pointer()).isEqualTo("/\uFFFD");
    }

    @Test
    @Timeout(20)
    void aTextMadeForThePattern_doesNotHoldAnEventLoop() {
        RecordValidator slow = new RecordValidator(Descriptors.things(
                "a: {type: string, pattern: '^(a+)+$'}",
                "b: {type: string, pattern: '^(a|b)*$'}",
                "c: {type: array, items: {type: string, pattern: '^(a+)+$'}}"));

        assertThat(faults(slow, "{'a':'" + "a".repeat(50) + "!'}"))
                .containsExactly("/a pattern: must match the pattern ^(a+)+$.");
        assertThat(faults(slow, "{'b':'" + "ab".repeat(500_000) + "!'}"))
                .containsExactly("/b pattern: must match the pattern ^(a|b)*$.");
        assertThat(faults(slow, "{'c':['" + "a".repeat(50) + "!']}"))
                .containsExactly("/c/0 pattern: does not match the regex pattern ^(a+)+$.");
    }

    @Test
    @Timeout(20)
    void aTextMadeForTheFormat_isRefused() {
        RecordValidator hosts = new RecordValidator(Descriptors.things("a: {type: string, format: hostname}"));

        assertThat(faults(hosts, "{'a':'" + "a.".repeat(500_000) + "'}"))
                .containsExactly("/a format: has a text that is too long for its format.");
    }
}
