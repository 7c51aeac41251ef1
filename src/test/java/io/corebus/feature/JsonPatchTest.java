package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPatchTest {
    /** A quote is written as an apostrophe. */
    private static JsonNode json(String text) {
        return StrictJson.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode patched(String target, String patch) {
        return JsonPatch.of(json(patch)).apply((ObjectNode) json(target));
    }

    private static Failure refusal(String target, String patch) {
        FailureException refused = catchThrowableOfType(FailureException.class, () -> patched(target, patch));
        assertThat(refused).as(patch).isNotNull();
        return refused.failure();
    }

    private static String told(Failure failure) {
        FieldFault fault = failure.errors().get(0);
        return failure.status() + " " + failure.code() + " " + fault.pointer() + " " + fault.code();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':'a'} | {'op':'add','path':'/value','value':1} | {'name':'a','value':1}",
                "{'name':'a'} | {'op':'add','path':'/name','value':null} | {'name':null}",
                "{'name':'a'} | {'op':'add','path':'','value':{'x':[]}} | {'x':[]}",
                "{'o':{'p':{}}} | {'op':'add','path':'/o/p/q','value':[{}]} | {'o':{'p':{'q':[{}]}}}",
                "{'l':[1,2]} | {'op':'add','path':'/l/0','value':0} | {'l':[0,1,2]}",
                "{'l':[1,3]} | {'op':'add','path':'/l/1','value':2} | {'l':[1,2,3]}",
                "{'l':[1]} | {'op':'add','path':'/l/1','value':[2]} | {'l':[1,[2]]}",
                "{'l':[]} | {'op':'add','path':'/l/-','value':1} | {'l':[1]}",
                "{'o':{}} | {'op':'add','path':'/o/-','value':1} | {'o':{'-':1}}",
                "{'o':{}} | {'op':'add','path':'/o/','value':1} | {'o':{'':1}}",
                "{'a':1,'b':2} | {'op':'remove','path':'/a'} | {'b':2}",
                "{'a':null} | {'op':'remove','path':'/a'} | {}",
                "{'l':[1,2,3]} | {'op':'remove','path':'/l/1'} | {'l':[1,3]}",
                "{'l':[{'a':1}]} | {'op':'remove','path':'/l/0/a'} | {'l':[{}]}",
                "{'a':1} | {'op':'replace','path':'/a','value':{'b':2}} | {'a':{'b':2}}",
                "{'l':[1,2]} | {'op':'replace','path':'/l/1','value':'x'} | {'l':[1,'x']}",
                "{'a':1} | {'op':'replace','path':'','value':{}} | {}",
                "{'a':1,'b':2} | {'op':'move','from':'/a','path':'/b'} | {'b':1}",
                "{'a':{'b':1},'c':{}} | {'op':'move','from':'/a/b','path':'/c/d'} | {'a':{},'c':{'d':1}}",
                "{'l':[1,2,3]} | {'op':'move','from':'/l/0','path':'/l/2'} | {'l':[2,3,1]}",
                "{'l':[1,2,3]} | {'op':'move','from':'/l/2','path':'/l/0'} | {'l':[3,1,2]}",
                "{'l':[1,2]} | {'op':'move','from':'/l/0','path':'/l/-'} | {'l':[2,1]}",
                "{'l':[1,2]} | {'op':'move','from':'/l/1','path':'/l/1'} | {'l':[1,2]}",
                "{'a':{'b':{}}} | {'op':'move','from':'/a/b','path':''} | {}",
                "{'a':1} | {'op':'move','from':'','path':''} | {'a':1}",
                "{'a':{'b':1}} | {'op':'copy','from':'/a','path':'/c'} | {'a':{'b':1},'c':{'b':1}}",
                "{'l':[1,2]} | {'op':'copy','from':'/l/0','path':'/l/-'} | {'l':[1,2,1]}",
                "{'a':1} | {'op':'copy','from':'','path':'/b'} | {'a':1,'b':{'a':1}}",
                "{'~1':1,'a/b':2} | {'op':'remove','path':'/~01'} | {'a/b':2}",
                "{'~1':1,'a/b':2} | {'op':'remove','path':'/a~1b'} | {'~1':1}",
                "{'a\\u0000ü😀':1} | {'op':'remove','path':'/a\\u0000\\u00fc\\ud83d\\ude00'} | {}",
                "{'00':1} | {'op':'replace','path':'/00','value':2} | {'00':2}"
            })
    void everyOperation_doesWhatTheRfcSays(String target, String operation, String outcome) {
        ObjectNode before = (ObjectNode) json(target);
        JsonNode patch = json("[" + operation + "]");

        assertThat(JsonPatch.of(patch).apply(before)).isEqualTo(json(outcome));
        assertThat(before).isEqualTo(json(target));
        assertThat(patch).isEqualTo(json("[" + operation + "]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1} | /a | 1",
                "{'a':1} | /a | 1.0",
                "{'a':10.50} | /a | 105e-1",
                "{'a':{'b':[0,{'c':-0.0}]}} | /a | {'b':[0.0,{'c':0}]}",
                "{'a':1,'b':2} | '' | {'b':2,'a':1}",
                "{'a':null} | /a | null",
                "{'a':'\\u00fc'} | /a | 'ü'",
                "{'l':[1,[]]} | /l/1 | []",
                "{'a':1e-2000} | /a | 10e-2001",
                "{'a':1e999999999} | /a | 1e999999999"
            })
    void aTest_holdsForTheSameValue_howeverItIsWritten(String target, String path, String value) {
        String place = path.replace("'", "");

        assertThat(patched(target, "[{'op':'test','path':'" + place + "','value':" + value + "}]"))
                .isEqualTo(json(target));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1} | /a | '1'",
                "{'a':1} | /a | 1.0000000000000000000000000000001",
                "{'a':1} | /a | 1e999999999",
                "{'a':1} | /a | true",
                "{'a':0} | /a | false",
                "{'a':{}} | /a | []",
                "{'a':[1,2]} | /a | [2,1]",
                "{'a':[1]} | /a | [1,2]",
                "{'a':{'b':1}} | /a | {}",
                "{'a':{'b':1}} | /a | {'c':1}",
                "{'a':'x'} | /a | 'X'",
                "{'a':'é'} | /a | 'e\\u0301'",
                "{'a':null} | /a | 0"
            })
    void aTest_ofAnotherValue_isRefused(String target, String path, String value) {
        Failure refused = refusal(target, "[{'op':'test','path':'" + path + "','value':" + value + "}]");

        assertThat(told(refused)).isEqualTo("409 patch-not-applicable /0 test");
        assertThat(refused.detail())
                .isEqualTo(
                        "Nothing was changed: the operation at /0 of the patch, test, does not hold: there is another value.");
        assertThat(refused.errors().get(0).detail()).isEqualTo("does not hold: there is another value.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'op':'add','path':'/x/y','value':1} | finds nothing at '/x'.",
                "{'op':'add','path':'/a/b','value':1} | finds nothing at '/a/b'.",
                "{'op':'add','path':'/l/3','value':1} | finds no place '3' in a list of 2.",
                "{'op':'add','path':'/l/-1','value':1} | finds no place '-1' in a list of 2.",
                "{'op':'add','path':'/l/01','value':1} | finds no place '01' in a list of 2.",
                "{'op':'add','path':'/l/1e0','value':1} | finds no place '1e0' in a list of 2.",
                "{'op':'add','path':'/l/','value':1} | finds no place '' in a list of 2.",
                "{'op':'add','path':'/l/٣','value':1} | finds no place '٣' in a list of 2.",
                "{'op':'add','path':'/l/99999999999','value':1} | finds no place '99999999999' in a list of 2.",
                "{'op':'remove','path':'/x'} | finds nothing at '/x'.",
                "{'op':'remove','path':'/l/2'} | finds no place '2' in a list of 2.",
                "{'op':'remove','path':'/l/-'} | finds no place '-' in a list of 2.",
                "{'op':'remove','path':'/a/b'} | finds nothing at '/a/b'.",
                "{'op':'replace','path':'/x','value':1} | finds nothing at '/x'.",
                "{'op':'replace','path':'/l/-','value':1} | finds no place '-' in a list of 2.",
                "{'op':'replace','path':'/l/2','value':1} | finds no place '2' in a list of 2.",
                "{'op':'move','from':'/x~1~0','path':'/a'} | finds nothing at '/x~1~0'.",
                "{'op':'move','from':'/x','path':'/x'} | finds nothing at '/x'.",
                "{'op':'move','from':'/a','path':'/x/y'} | finds nothing at '/x'.",
                "{'op':'move','from':'/l/0','path':'/l/2'} | finds no place '2' in a list of 1.",
                "{'op':'copy','from':'/l/2','path':'/a'} | finds no place '2' in a list of 2.",
                "{'op':'test','path':'/x','value':null} | finds nothing at '/x'."
            })
    void whatFindsNothing_isRefused(String operation, String detail) {
        Failure refused = refusal("{'a':1,'l':[1,2]}", "[{'op':'test','path':'/a','value':1}," + operation + "]");

        assertThat(told(refused)).isEqualTo("409 patch-not-applicable /1 no-value");
        assertThat(refused.errors().get(0).detail()).isEqualTo(detail);
        assertThat(refused.detail()).startsWith("Nothing was changed: the operation at /1 of the patch, ");
        assertThat(refused.detail()).endsWith(", " + detail);
    }

    @Test
    void operations_areDoneOneAfterTheOther() {
        String patch = "[{'op':'add','path':'/l','value':[]},{'op':'add','path':'/l/-','value':1},"
                + "{'op':'test','path':'/l/0','value':1},{'op':'move','from':'/l/0','path':'/a'},"
                + "{'op':'remove','path':'/l'},{'op':'copy','from':'/a','path':'/b'}]";

        assertThat(patched("{'a':0}", patch)).isEqualTo(json("{'a':1,'b':1}"));
        assertThat(patched("{'a':0}", "[]")).isEqualTo(json("{'a':0}"));
    }

    @Test
    void oneThatIsRefused_leavesTheTargetAsItWas() {
        ObjectNode target = (ObjectNode) json("{'a':{'b':1},'l':[1]}");
        JsonPatch patch = JsonPatch.of(
                json(
                        "[{'op':'add','path':'/a/c','value':2},{'op':'remove','path':'/l/0'},{'op':'test','path':'/a/b','value':2}]"));

        FailureException refused = catchThrowableOfType(FailureException.class, () -> patch.apply(target));

        assertThat(told(refused.failure())).isEqualTo("409 patch-not-applicable /2 test");
        assertThat(target).isEqualTo(json("{'a':{'b':1},'l':[1]}"));
    }

    @Test
    void theOutcome_sharesNothingThatCanBeChanged() {
        ObjectNode target = (ObjectNode) json("{'kept':{},'moved':{},'copied':{}}");
        JsonNode patch = json("[{'op':'add','path':'/added','value':{}},{'op':'replace','path':'/kept','value':{}},"
                + "{'op':'move','from':'/moved','path':'/there'},{'op':'copy','from':'/copied','path':'/copy'}]");
        JsonPatch read = JsonPatch.of(patch);

        ObjectNode outcome = read.apply(target);
        outcome.forEach(value -> ((ObjectNode) value).put("x", 1));

        assertThat(outcome.get("copy")).isEqualTo(json("{'x':1}")).isNotSameAs(outcome.get("copied"));
        assertThat(target).isEqualTo(json("{'kept':{},'moved':{},'copied':{}}"));
        assertThat(read.apply(target)).isEqualTo(json("{'kept':{},'copied':{},'added':{},'there':{},'copy':{}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | ` type` | must be a list of operations.",
                "null | ` type` | must be a list of operations.",
                "'x' | ` type` | must be a list of operations.",
                "[1] | /0 type | must be an object.",
                "[[]] | /0 type | must be an object.",
                "[{'path':'/a'}] | /0/op required | must be add, remove, replace, move, copy or test.",
                "[{'op':'set','path':'/a'}] | /0/op enum | must be add, remove, replace, move, copy or test.",
                "[{'op':'ADD','path':'/a','value':1}] | /0/op enum | must be add, remove, replace, move, copy or test.",
                "[{'op':null,'path':'/a'}] | /0/op enum | must be add, remove, replace, move, copy or test.",
                "[{'op':['add'],'path':'/a'}] | /0/op enum | must be add, remove, replace, move, copy or test.",
                "[{'op':'remove'}] | /0/path required | must be a JSON Pointer, such as /name.",
                "[{'op':'remove','path':null}] | /0/path type | must be a JSON Pointer, such as /name.",
                "[{'op':'remove','path':1}] | /0/path type | must be a JSON Pointer, such as /name.",
                "[{'op':'remove','path':''}] | /0/path value | is the whole resource, which can only be deleted.",
                "[{'op':'remove','path':'a'}] | /0/path pattern | must be a JSON Pointer: it begins with /, and in names ~ is written ~0 and / is written ~1.",
                "[{'op':'remove','path':'#/a'}] | /0/path pattern | must be a JSON Pointer: it begins with /, and in names ~ is written ~0 and / is written ~1.",
                "[{'op':'remove','path':'/~'}] | /0/path pattern | must be a JSON Pointer: it begins with /, and in names ~ is written ~0 and / is written ~1.",
                "[{'op':'remove','path':'/~0~2'}] | /0/path pattern | must be a JSON Pointer: it begins with /, and in names ~ is written ~0 and / is written ~1.",
                "[{'op':'add','path':'/a'}] | /0/value required | is required.",
                "[{'op':'replace','path':'/a'}] | /0/value required | is required.",
                "[{'op':'test','path':'/a'}] | /0/value required | is required.",
                "[{'op':'move','path':'/a'}] | /0/from required | must be a JSON Pointer, such as /name.",
                "[{'op':'copy','path':'/a','from':{}}] | /0/from type | must be a JSON Pointer, such as /name.",
                "[{'op':'move','from':'/a','path':'/a/b'}] | /0/path value | lies in what is to be moved.",
                "[{'op':'move','from':'','path':'/a'}] | /0/path value | lies in what is to be moved."
            })
    void whatIsNoPatch_isRefused_withItsPlace(String patch, String place, String detail) {
        Failure refused = refusal("{'a':{}}", patch);

        assertThat(told(refused)).isEqualTo("422 validation " + place);
        assertThat(refused.errors()).hasSize(1);
        assertThat(refused.errors().get(0).detail()).isEqualTo(detail);
    }

    @Test
    void everyFaultOfAPatch_isTold_beforeAnythingIsDone() {
        Failure refused = refusal(
                "{'a':1}", "[{'op':'test','path':'/a','value':2},{'op':'add'},7,{'op':'copy','from':'x','path':'/y'}]");

        assertThat(refused.errors())
                .extracting(fault -> fault.pointer() + " " + fault.code())
                .containsExactly("/1/path required", "/1/value required", "/2 type", "/3/from pattern");
        assertThat(refused.detail()).isEqualTo("The body has 4 faults.");
    }

    @Test
    void whatOnlyBeginsLikeTheOtherPlace_isNotInIt() {
        assertThat(patched("{'a':1}", "[{'op':'move','from':'/a','path':'/ab'}]"))
                .isEqualTo(json("{'ab':1}"));
        assertThat(patched("{'a':{'b':1}}", "[{'op':'copy','from':'/a','path':'/a/c'}]"))
                .isEqualTo(json("{'a':{'b':1,'c':{'b':1}}}"));
    }

    @Test
    void membersThatTheRfcDoesNotDefine_areIgnored() {
        String operation = "{'op':'remove','path':'/a','value':1,'from':7,'comment':'why'}";

        assertThat(patched("{'a':1}", "[" + operation + "]")).isEqualTo(json("{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "'x'", "1", "null", "true"})
    void whatLeavesNoObject_isInvalid(String value) {
        Failure refused = refusal("{'a':1}", "[{'op':'add','path':'','value':" + value + "}]");

        assertThat(told(refused)).isEqualTo("422 validation  type");
        assertThat(refused.detail()).isEqualTo("The patch makes no object of the resource.");
        assertThat(patched(
                        "{'a':1}",
                        "[{'op':'add','path':'','value':" + value + "},{'op':'replace','path':'','value':{}}]"))
                .isEqualTo(json("{}"));
    }

    private static String times(int count, String operation) {
        return "[" + String.join(",", Collections.nCopies(count, operation)) + "]";
    }

    @Test
    void aThousandOperations_areEnough() {
        String operation = "{'op':'add','path':'/l/-','value':1}";

        assertThat(patched("{'l':[]}", times(1_000, operation)).get("l")).hasSize(1_000);
        Failure refused = refusal("{'l':[]}", times(1_001, operation));
        assertThat(told(refused)).isEqualTo("422 validation  max-items");
        assertThat(refused.errors().get(0).detail()).isEqualTo("must have at most 1000 operations.");
    }

    @Test
    void aValueThatIsCopiedIntoItself_doesNotGrowWithoutEnd() {
        String doubling = "{'op':'copy','from':'/l','path':'/l/-'}";

        assertThat(told(refusal("{'l':[1]}", times(40, doubling)))).isEqualTo("422 validation /19 max-size");
        String text = "{'t':'" + "x".repeat(1_000) + "'}";
        String copies = "{'op':'copy','from':'/t','path':'/u'}";
        assertThat(patched(text, times(1_000, copies)).get("u")).hasToString("\"" + "x".repeat(1_000) + "\"");
        Failure refused = refusal("{'t':'" + "x".repeat(2_000) + "'}", times(1_000, copies));
        assertThat(told(refused)).isEqualTo("422 validation /524 max-size");
        assertThat(refused.errors().get(0).detail())
                .isEqualTo("is too much: a patch copies and moves at most 1048576 values and characters.");
    }

    @Test
    void aLargeValue_isNotMovedToAndFroWithoutEnd() {
        String target = "{'l':[" + "1,".repeat(9_999) + "1],'o':{}}";
        String there = "{'op':'move','from':'/l','path':'/o/l'}";
        String back = "{'op':'move','from':'/o/l','path':'/l'}";

        assertThat(patched(target, times(50, there + "," + back))).isEqualTo(json(target));
        assertThat(told(refusal(target, times(500, there + "," + back)))).isEqualTo("422 validation /104 max-size");
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    @Test
    void aResource_isAtMostAHundredLevelsDeep() {
        assertThat(patched("{}", "[{'op':'add','path':'/a','value':" + nested(97) + "}]")
                        .get("a"))
                .isEqualTo(json(nested(97)));
        String target = "{'a':" + nested(50) + "}";
        String end = "/a" + "/0".repeat(49) + "/0";
        JsonNode deepest = patched(target, "[{'op':'add','path':'" + end + "','value':" + nested(49) + "}]");
        assertThat(deepest.get("a")).isEqualTo(json(nested(99)));

        Failure refused = refusal(target, "[{'op':'add','path':'" + end + "','value':" + nested(50) + "}]");
        assertThat(told(refused)).isEqualTo("422 validation /0 max-depth");
        assertThat(refused.errors().get(0).detail()).isEqualTo("would make the resource more than 100 levels deep.");
        String copy = "{'op':'copy','from':'/a','path':'" + end + "'}";
        assertThat(told(refusal(target, "[" + copy + "]"))).isEqualTo("422 validation /0 max-depth");
        String both = "{'a':" + nested(50) + ",'b':" + nested(50) + "}";
        assertThat(told(refusal(both, "[{'op':'move','from':'/b','path':'" + end + "'}]")))
                .isEqualTo("422 validation /0 max-depth");
    }

    @Test
    void whatIsVeryLong_isNotRepeated() {
        Failure refused = refusal("{}", "[{'op':'remove','path':'/" + "x/".repeat(10_000) + "'}]");

        assertThat(refused.errors().get(0).detail()).hasSizeLessThan(200).endsWith("x/x…'.");
    }
}
