package io.corebus.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenApiPatchTest {
    private static String patch(String whole) {
        return OpenApiPatch.of(OpenApiSample.json(whole.replace('\'', '"')))
                .toString()
                .replace('"', '\'');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':'string','maxLength':3} | {'type':['string','null'],'maxLength':3}",
                "{'type':['string','null']} | {'type':['string','null']}",
                "{'type':'string','enum':['x','y']} | {'type':['string','null'],'enum':['x','y',null]}",
                "{'type':'integer','default':3} | {'type':['integer','null']}",
                "{'type':'array','items':{'type':'string'}} | {'type':['array','null'],'items':{'type':'string'}}",
                "{'type':'string','not':{'const':'x'}} | {'anyOf':[{'type':'string','not':{'const':'x'}},{'type':'null'}]}",
                "{'type':'object','minProperties':2} | {'type':['object','null'],'properties':{}}",
                "{'type':'object','oneOf':[{'required':['b']}]} | {'type':['object','null']}",
                "{'$ref':'#/components/schemas/X','description':'d'} | {'description':'d'}",
                "true | true"
            })
    void aMemberThatMayBeAbsent_canBeRemoved(String declared, String sent) {
        String whole = "{'type':'object','properties':{'a':" + declared + "}}";

        assertThat(patch(whole)).isEqualTo("{'type':'object','properties':{'a':" + sent + "}}");
    }

    @Test
    void aRequiredMember_canBeLeftOut_butNotRemoved() {
        assertThat(patch("{'type':'object','required':['a'],'properties':{'a':{'type':'string'}}}"))
                .isEqualTo("{'type':'object','properties':{'a':{'type':'string'}}}");
    }

    @Test
    void aRequiredMemberWithADefault_canBeRemoved() {
        assertThat(patch("{'type':'object','required':['a'],'properties':{'a':{'type':'string','default':'x'}}}"))
                .isEqualTo("{'type':'object','properties':{'a':{'type':['string','null']}}}");
    }

    @Test
    void anObjectWithin_isMerged_soAPartOfItIsEnough() {
        assertThat(
                        patch(
                                "{'type':'object','properties':{'a':{'type':'object','required':['b'],"
                                        + "'additionalProperties':false,'properties':{'b':{'type':'string'},'c':{'type':'integer'}}}}}"))
                .isEqualTo("{'type':'object','properties':{'a':{'type':['object','null'],'properties':"
                        + "{'b':{'type':'string'},'c':{'type':['integer','null']}},'additionalProperties':false}}}");
    }

    @Test
    void theSchemaItself_staysAsItIs() {
        ObjectNode whole = OpenApiSample.json("{\"properties\":{\"a\":{\"type\":[\"string\"],\"enum\":[\"x\"]}}}");
        ObjectNode before = whole.deepCopy();

        OpenApiPatch.of(whole);

        assertThat(whole).isEqualTo(before);
    }
}
