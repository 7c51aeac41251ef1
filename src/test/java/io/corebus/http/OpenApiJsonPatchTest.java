package io.corebus.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.corebus.bus.FailureException;
import io.corebus.feature.JsonPatch;
import io.corebus.testing.OpenApiContract;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenApiJsonPatchTest {
    private final OpenApiContract contract =
            new OpenApiContract(new String(OpenApiDocument.of(OpenApiSample.features(), null), StandardCharsets.UTF_8));
    private final JsonNode content = contract.operation("PATCH", "/api/features/x")
            .at("/requestBody/content")
            .get("application/json-patch+json");

    private static boolean isPatch(JsonNode patch) {
        try {
            JsonPatch.of(patch);
            return true;
        } catch (FailureException refused) {
            return false;
        }
    }

    private boolean fits(JsonNode patch) {
        return contract.faults(content.get("schema"), patch).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{'op':'add','path':'','value':null}]",
                "[{'op':'add','path':'/','value':[]}]",
                "[{'op':'add','path':'/a~0b~1/-/0','value':{}}]",
                "[{'op':'replace','path':'/a','value':1,'from':5,'comment':'x'}]",
                "[{'op':'test','path':'/a','value':'x'}]",
                "[{'op':'remove','path':'/a','value':1}]",
                "[{'op':'move','path':'','from':'/a'}]",
                "[{'op':'copy','path':'/a','from':'','value':1},{'op':'remove','path':'//'}]"
            })
    void whatTheServerTakes_fitsTheSchema(String text) {
        JsonNode patch = OpenApiSample.any(text.replace('\'', '"'));

        assertThat(isPatch(patch)).isTrue();
        assertThat(fits(patch)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "'x'",
                "[null]",
                "[[]]",
                "[{'path':'/a','value':1}]",
                "[{'op':'set','path':'/a','value':1}]",
                "[{'op':'add','value':1}]",
                "[{'op':'add','path':'/a'}]",
                "[{'op':'add','path':'a','value':1}]",
                "[{'op':'add','path':'/a~','value':1}]",
                "[{'op':'add','path':'/~2','value':1}]",
                "[{'op':'add','path':7,'value':1}]",
                "[{'op':'test','path':'/a','from':'/b'}]",
                "[{'op':'remove','path':''}]",
                "[{'op':'remove','from':'/a'}]",
                "[{'op':'move','path':'/a','value':1}]",
                "[{'op':'copy','path':'/a','from':null}]"
            })
    void whatTheServerRefuses_doesNotFit(String text) {
        JsonNode patch = OpenApiSample.any(text.replace('\'', '"'));

        assertThat(isPatch(patch)).isFalse();
        assertThat(fits(patch)).isFalse();
    }

    @Test
    void theNumberOfOperations_isBounded() {
        String operation = "{\"op\":\"remove\",\"path\":\"/a\"}";
        JsonNode most = OpenApiSample.any(
                "[" + String.join(",", Collections.nCopies(JsonPatch.MAX_OPERATIONS, operation)) + "]");
        JsonNode more = most.deepCopy();
        ((ArrayNode) more).add(most.get(0));

        assertThat(fits(most)).isTrue();
        assertThat(fits(more)).isFalse();
    }

    @Test
    void theExample_canBeAppliedToTheExampleOfAResource() {
        JsonNode resource = contract.response(contract.operation("GET", "/api/features/x"), 200)
                .at("/content/application~1json/example");

        assertThat(content.get("example"))
                .isEqualTo(
                        OpenApiSample.any(
                                "[{\"op\":\"test\",\"path\":\"/version\",\"value\":1},{\"op\":\"replace\",\"path\":\"/value\",\"value\":0}]"));
        assertThat(JsonPatch.of(content.get("example")).apply(resource.deepCopy()))
                .isEqualTo(resource);
    }

    @Test
    void bothRefusals_ofTheSameStatus_areDescribed() {
        String features = conflict("/api/features/x");
        String items = conflict("/api/order_items/x");

        assertThat(features).startsWith("`patch-not-applicable`: ").doesNotContain("`conflict`");
        assertThat(items).startsWith(features).contains("`conflict`: another resource has the same values");
    }

    private String conflict(String path) {
        return contract.response(contract.operation("PATCH", path), 409)
                .get("description")
                .asText();
    }
}
