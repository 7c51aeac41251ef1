package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.corebus.bus.Bus;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.feature.Features;
import io.corebus.testing.TestFeatures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordReferencesTest {
    private static final String WORDS = "schema: {type: object, properties: {word: {type: string}}}\n";
    private static final Features FEATURES = TestFeatures.of(Map.of(
            "orders",
            """
            feature: orders
            schema:
              type: object
              properties:
                name: {type: string}
                customer: {type: string, format: uuid, x-references: customers}
                parent: {type: string, format: uuid, x-references: orders}
                secret: {type: string, format: uuid, x-references: secrets}
                rival: {type: string, format: uuid, x-references: customers, x-agents: hidden}
                found: {type: string, format: uuid, x-references: searched}
            mcp: {tools: [search, get]}
            """,
            "customers",
            """
            feature: customers
            schema:
              type: object
              properties:
                name: {type: string}
                salary: {type: integer, x-agents: hidden}
            mcp: {tools: [get]}
            """,
            "secrets",
            "feature: secrets\n" + WORDS,
            "searched",
            "feature: searched\n" + WORDS + "mcp: {tools: [search]}\n"));

    private final Vertx vertx = Vertx.vertx();
    private final AgentCatalogue catalogue = new AgentCatalogue(FEATURES, new Bus(vertx, new SimpleMeterRegistry()));
    private final RecordReferences references = new RecordReferences(catalogue);

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void paths_areAskedForTogether_andTheirFirstFieldsAreFollowed() {
        List<String> paths = List.of("customer", "parent.customer");

        assertThat(references.wanted(catalogue.find("orders"), paths)).isEqualTo("customer,parent.customer");
        assertThat(RecordReferences.followed(paths)).containsExactly("customer", "parent");
        assertThat(references.wanted(catalogue.find("orders"), null)).isNull();
        assertThat(references.wanted(catalogue.find("orders"), List.of())).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "name, name, orders, 'There are customer, parent.'",
        "secret, secret, orders, 'There are customer, parent.'",
        "rival, rival, orders, 'There are customer, parent.'",
        "found, found, orders, 'There are customer, parent.'",
        "parent.secret, secret, orders, 'There are customer, parent.'",
        "customer.name, name, customers, There are none.",
        "'', '', orders, 'There are customer, parent.'"
    })
    void aStepThatLeadsToNothingOffered_isRefused(String path, String step, String feature, String possible) {
        FailureException refused = catchThrowableOfType(
                FailureException.class, () -> references.wanted(catalogue.find("orders"), List.of(path)));

        assertThat(refused.failure().code()).isEqualTo("validation");
        assertThat(refused.failure().errors().get(0).detail())
                .isEqualTo("names '" + step + "', which is no field of " + feature
                        + " that refers to records you are offered. " + possible);
    }

    @Test
    void whatIsShown_hasNoHiddenFields_andNoFeaturesThatAreNotOffered() {
        Json included = Json.of("{\"customers\":{\"1\":{\"id\":\"1\",\"name\":\"a\u202Eb\",\"salary\":5}},"
                + "\"secrets\":{\"2\":{\"word\":\"w\"}}}");

        assertThat(references.shown(included).toString())
                .startsWith("{\"customers\":{\"1\":{\"id\":\"1\",\"name\":\"a")
                .doesNotContain("salary")
                .doesNotContain("secrets")
                .doesNotContain("\u202E");
    }
}
