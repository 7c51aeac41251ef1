package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchTest {
    private static JsonNode json(String text) {
        return StrictJson.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode object(String text) {
        return (ObjectNode) json(text);
    }

    private static Failure refusal(String target, String patch) {
        return refusal(object(target), json(patch));
    }

    private static Failure refusal(ObjectNode target, JsonNode patch) {
        ObjectNode before = target.deepCopy();
        FailureException refused = catchThrowableOfType(FailureException.class, () -> JsonPatch.apply(target, patch));
        assertThat(target).isEqualTo(before);
        return refused.failure();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | [] | {}",
                "{'a':1} | [{'op':'add','path':'/b','value':{'c':null}}] | {'a':1,'b':{'c':null}}",
                "{'a':1} | [{'op':'add','path':'/a','value':2}] | {'a':2}",
                "{'a':[1,3]} | [{'op':'add','path':'/a/1','value':2}] | {'a':[1,2,3]}",
                "{'a':[1]} | [{'op':'add','path':'/a/1','value':[2]}] | {'a':[1,[2]]}",
                "{'a':[1]} | [{'op':'add','path':'/a/-','value':2}] | {'a':[1,2]}",
                "{'a':1} | [{'op':'add','path':'','value':{'b':2}}] | {'b':2}",
                "{'a':{'b':1}} | [{'op':'add','path':'/a/c','value':2,'xyz':1}] | {'a':{'b':1,'c':2}}",
                "{'a':1,'b':2} | [{'op':'remove','path':'/a'}] | {'b':2}",
                "{'a':[1,2,3]} | [{'op':'remove','path':'/a/1'}] | {'a':[1,3]}",
                "{'a':1} | [{'op':'replace','path':'/a','value':null}] | {'a':null}",
                "{'a':[1,2]} | [{'op':'replace','path':'/a/0','value':'x'}] | {'a':['x',2]}",
                "{'a':1} | [{'op':'replace','path':'','value':{}}] | {}",
                "{'a':{'b':1},'c':{}} | [{'op':'move','from':'/a/b','path':'/c/d'}] | {'a':{},'c':{'d':1}}",
                "{'a':[1,2,3]} | [{'op':'move','from':'/a/0','path':'/a/2'}] | {'a':[2,3,1]}",
                "{'a':1} | [{'op':'move','from':'/a','path':'/a'}] | {'a':1}",
                "{'a':{'b':[1]}} | [{'op':'copy','from':'/a/b','path':'/c'}] | {'a':{'b':[1]},'c':[1]}",
                "{'a':{'b':1}} | [{'op':'copy','from':'','path':'/a/c'}] | {'a':{'b':1,'c':{'a':{'b':1}}}}",
                "{'a':[1,{'b':1.0}]} | [{'op':'test','path':'/a','value':[1.00,{'b':1}]}] | {'a':[1,{'b':1.0}]}",
                "{'a':1,'b':2} | [{'op':'test','path':'','value':{'b':2,'a':1}}] | {'a':1,'b':2}",
                "{'a/b':1,'m~n':2,'':3} | [{'op':'remove','path':'/a~1b'},{'op':'remove','path':'/m~0n'},{'op':'remove','path':'/'}] | {}",
                "{'~1':1} | [{'op':'test','path':'/~01','value':1}] | {'~1':1}",
                "{'a':1} | [{'op':'add','path':'/b','value':[]},{'op':'add','path':'/b/-','value':1},{'op':'copy','from':'/b','path':'/c'},{'op':'add','path':'/c/-','value':2}] | {'a':1,'b':[1],'c':[1,2]}",
            })
    void operations_areDoneInTheirOrder(String target, String patch, String result) {
        ObjectNode before = object(target);
        JsonNode operations = json(patch);

        ObjectNode patched = JsonPatch.apply(before, operations);

        assertThat(JsonValues.areSame(patched, json(result)))
                .as(patched.toString())
                .isTrue();
        assertThat(before).isEqualTo(json(target));
        assertThat(operations).isEqualTo(json(patch));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1} | [{'op':'test','path':'/a','value':'1'}] | /0 | test",
                "{'a':1} | [{'op':'test','path':'/b','value':null}] | /0 | no-value",
                "{'a':1} | [{'op':'add','path':'/b','value':1},{'op':'remove','path':'/c'}] | /1 | no-value",
                "{'a':1} | [{'op':'replace','path':'/b','value':1}] | /0 | no-value",
                "{'a':1} | [{'op':'add','path':'/b/c','value':1}] | /0 | no-value",
                "{'a':1} | [{'op':'add','path':'/a/b','value':1}] | /0 | no-value",
                "{'a':[1]} | [{'op':'add','path':'/a/2','value':1}] | /0 | no-value",
                "{'a':[1]} | [{'op':'remove','path':'/a/-'}] | /0 | no-value",
                "{'a':[1,2]} | [{'op':'remove','path':'/a/01'}] | /0 | no-value",
                "{'a':[1,2]} | [{'op':'remove','path':'/a/4294967296'}] | /0 | no-value",
                "{'a':[1]} | [{'op':'remove','path':'/a/-1'}] | /0 | no-value",
                "{'a':1} | [{'op':'move','from':'/b','path':'/c'}] | /0 | no-value",
                "{'a':1} | [{'op':'copy','from':'/b','path':'/c'}] | /0 | no-value",
                "{'a':1} | [{'op':'remove','path':''}] | /0 | no-value",
            })
    void whatCannotBeDone_isRefused_andNothingOfIt(String target, String patch, String pointer, String code) {
        Failure failure = refusal(target, patch);

        assertThat(failure.code()).isEqualTo("patch-not-applicable");
        assertThat(failure.status()).isEqualTo(409);
        assertThat(failure.errors()).extracting(FieldFault::pointer).containsExactly(pointer);
        assertThat(failure.errors()).extracting(FieldFault::code).containsExactly(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | `` | type",
                "[1] | /0/path | required",
                "[{'path':'/a','value':1}] | /0/op | enum",
                "[{'op':'ADD','path':'/a','value':1}] | /0/op | enum",
                "[{'op':'add','path':'/a'}] | /0/value | required",
                "[{'op':'add','value':1}] | /0/path | required",
                "[{'op':'add','path':1,'value':1}] | /0/path | type",
                "[{'op':'add','path':'a','value':1}] | /0/path | pattern",
                "[{'op':'add','path':'/a~2','value':1}] | /0/path | pattern",
                "[{'op':'add','path':'/a~','value':1}] | /0/path | pattern",
                "[{'op':'copy','path':'/a'}] | /0/from | required",
                "[{'op':'move','from':'/a','path':'/a/b'}] | /0/from | value",
                "[{'op':'add','path':'','value':[]}] | `` | type",
            })
    void whatIsNoPatchOfAResource_isInvalid(String patch, String pointer, String code) {
        Failure failure = refusal("{'a':{}}", patch);

        assertThat(failure.code()).isEqualTo("validation");
        assertThat(failure.status()).isEqualTo(422);
        assertThat(failure.errors().get(0).pointer()).isEqualTo(pointer);
        assertThat(failure.errors().get(0).code()).isEqualTo(code);
    }

    @Test
    void everyFaultOfAPatch_isTold() {
        Failure failure = refusal("{}", "[{'op':'add','path':'/a','value':1},{'op':'x','path':'y'},{'op':'add'}]");
        assertThat(failure.errors())
                .extracting(FieldFault::pointer)
                .containsExactly("/1/path", "/1/op", "/2/path", "/2/value");
    }

    @Test
    void aPatchOfTooManyOperations_isInvalid() {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i <= JsonPatchOperation.MAX_OPERATIONS; i++) {
            patch.add(json("{'op':'add','path':'/a','value':1}"));
        }
        assertThat(refusal(object("{}"), patch).errors().get(0).code()).isEqualTo("max-items");
        patch.remove(0);
        assertThat(JsonPatch.apply(object("{}"), patch)).isEqualTo(json("{'a':1}"));
    }

    /** Thirty small operations would make a thousand million of each character. */
    @Test
    void copiesOfCopies_haveABound() {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < 30; i++) {
            patch.add(json("{'op':'copy','from':'/a','path':'/a/-'}"));
        }
        assertThat(refusal(object("{'a':['0123456789']}"), patch)
                        .errors()
                        .get(0)
                        .code())
                .isEqualTo("size");
    }

    @Test
    void aResource_staysShallow() {
        String deep = "/a".repeat(StrictJson.MAX_DEPTH);
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        for (int i = 1; i <= StrictJson.MAX_DEPTH; i++) {
            patch.addObject().put("op", "add").put("path", "/a".repeat(i)).putObject("value");
        }
        Failure failure = refusal(object("{}"), patch);
        assertThat(failure.code()).isEqualTo("validation");
        assertThat(failure.errors().get(0).code()).isEqualTo("depth");
        patch.remove(patch.size() - 1);
        assertThat(JsonPatch.apply(object("{}"), patch).at(deep).isMissingNode())
                .isTrue();
    }

    @Test
    void theResult_sharesNothingThatCanBeChanged() {
        ObjectNode target = object("{'a':{'b':1}}");
        JsonNode patch = json("[{'op':'add','path':'/c','value':{}},{'op':'copy','from':'/a','path':'/d'}]");

        ObjectNode patched = JsonPatch.apply(target, patch);
        for (String name : new String[] {"a", "c", "d"}) {
            ((ObjectNode) patched.get(name)).put("x", 1);
        }

        assertThat(target).isEqualTo(json("{'a':{'b':1}}"));
        assertThat(patch.at("/0/value")).isEqualTo(json("{}"));
        assertThat(patched.at("/d/b").asInt()).isEqualTo(1);
    }
}
