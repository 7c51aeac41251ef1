package io.corebus.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.feature.Feature;
import io.corebus.feature.SchemaExamples;
import io.corebus.testing.OpenApiContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenApiExamplesTest {
    private static final OpenApiContract NO_DOCUMENT = new OpenApiContract("{\"components\":{}}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'type':'string','examples':['given'],'default':'x'} | 'given'",
                "{'type':'string','const':'x'} | 'x'",
                "{'type':'string','default':'x'} | 'x'",
                "{'enum':['a','b']} | 'a'",
                "{'type':'string'} | 'text'",
                "{'type':'string','minLength':6} | 'textte'",
                "{'type':'string','maxLength':2} | 'te'",
                "{'type':'string','maxLength':0} | ''",
                "{'type':'string','format':'date'} | '2026-01-31'",
                "{'type':'string','format':'date-time'} | '2026-01-31T12:00:00Z'",
                "{'type':'string','format':'uuid'} | '019f0000-0000-7000-8000-000000000003'",
                "{'type':'integer'} | 1",
                "{'type':'integer','minimum':0} | 0",
                "{'type':'integer','minimum':0.5} | 1",
                "{'type':'integer','maximum':-5} | -5",
                "{'type':'integer','exclusiveMinimum':3} | 4",
                "{'type':'integer','minimum':7,'multipleOf':5} | 10",
                "{'type':'integer','minimum':1e3} | 1000",
                "{'type':'number','minimum':0.01} | 0.01",
                "{'type':'number','minimum':0.005,'multipleOf':0.01} | 0.01",
                "{'type':'boolean'} | true",
                "{'type':'array','items':{'type':'integer'}} | [1]",
                "{'type':'array','items':{'type':'integer'},'minItems':2} | [1,1]",
                "{'type':'array','items':{'type':'integer'},'maxItems':0} | []",
                "{'type':'array','items':{'type':'string','pattern':'x'}} | []",
                "{'type':'object','properties':{'a':{'type':'boolean'},'b':{'pattern':'x'}}} | {'a':true}"
            })
    void anExample_isTheSmallestThatFits(String schema, String example) {
        JsonNode read = OpenApiSample.any(schema.replace('\'', '"'));

        JsonNode made = SchemaExamples.of(read);

        assertThat(String.valueOf(made)).isEqualTo(example.replace('\'', '"'));
        assertThat(NO_DOCUMENT.faults(read, made)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'type':'string','pattern':'^[A-Z]{2}$'}",
                "{'type':'string','format':'of-our-own'}",
                "{'type':'string','format':'date','maxLength':4}",
                "{'type':'string','minLength':1000000}",
                "{'type':'integer','minimum':1,'maximum':3,'multipleOf':5}",
                "{'type':'integer','multipleOf':0.3}",
                "{'type':'number','exclusiveMinimum':0,'maximum':0.5}",
                "{'type':'array','items':{'type':'integer'},'minItems':2,'uniqueItems':true}",
                "{'type':'array','items':{'type':'integer'},'minItems':1000000}",
                "{'type':'object','required':['a'],'properties':{'a':{'pattern':'x'}}}",
                "{'anyOf':[{'type':'string'}]}"
            })
    void whereNoneIsSure_thereIsNone(String schema) {
        assertThat(SchemaExamples.of(OpenApiSample.any(schema.replace('\'', '"'))))
                .isNull();
    }

    @Test
    void examplesOfEveryFieldType_fit() {
        for (Feature feature : OpenApiSample.features().all()) {
            JsonNode example = SchemaExamples.of(feature.schema());

            assertThat(example).hasSameSizeAs(feature.schema().get("properties"));
            assertThat(NO_DOCUMENT.faults(feature.schema(), example)).isEmpty();
        }
    }
}
