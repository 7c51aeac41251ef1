package io.corebus.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.door.Problem;
import io.corebus.feature.Features;
import io.corebus.http.OpenApiSample.Documented;
import io.corebus.testing.OpenApiContract;
import io.corebus.testing.TestFeatures;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {
    private final Features features = OpenApiSample.features();
    private final OpenApiContract contract = new OpenApiContract(text(features, null));
    private final JsonNode document = contract.document();
    private final List<Documented> operations = OpenApiSample.operations(document);

    private static String text(Features features, String publicUrl) {
        return new String(OpenApiDocument.of(features, publicUrl), StandardCharsets.UTF_8);
    }

    private JsonNode operation(String method, String path) {
        return contract.operation(method, path);
    }

    @Test
    void theEventsOfAPublicFeature_takeAToken_andNeedNone() {
        String open = """
                feature: open
                title: Open
                live: true
                schema:
                  type: object
                  properties:
                    text: {type: string}
                permissions:
                  read: [public]
                """;
        JsonNode found = new OpenApiContract(text(TestFeatures.shippedAnd(Map.of("open", open)), null)).document();

        assertThat(found.at("/paths/~1api~1open~1events/get/security").toString())
                .isEqualTo("[{},{\"bearer\":[]},{\"access_token\":[]}]");
    }

    @Test
    void vertxOpenApi_acceptsIt() throws Exception {
        // That library knows neither relative servers nor all JSON media types; to know that the rest is right is
        // enough.
        String known = text(features, "https://api.example.com")
                .replace("application/problem+json", "application/vnd.problem+json")
                .replace("application/merge-patch+json", "application/vnd.merge-patch+json")
                .replace("application/json-patch+json", "application/vnd.json-patch+json")
                .replace("application/x-ndjson", "text/plain")
                .replace("text/csv", "application/octet-stream")
                .replace("text/event-stream", "text/plain");
        Vertx vertx = Vertx.vertx();
        try {
            OpenAPIContract accepted = OpenAPIContract.from(vertx, new JsonObject(known))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);

            assertThat(accepted.operations()).hasSameSizeAs(operations);
        } finally {
            vertx.close();
        }
    }

    @Test
    void swaggerParser_findsNoFault() {
        SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(text(features, null));

        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getPaths()).hasSameSizeAs(document.get("paths"));
    }

    @Test
    void theSameFeatures_makeTheSameBytes() {
        assertThat(OpenApiDocument.of(OpenApiSample.features(), null))
                .isEqualTo(OpenApiDocument.of(OpenApiSample.features(), null));
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(document.get("openapi").asText()).isEqualTo("3.1.0");
        assertThat(document.at("/info/title").asText()).isEqualTo("Corebus");
        assertThat(document.at("/info/version").asText()).isEqualTo("dev");
    }

    @Test
    void theServer_isThePublicUrl_elseWhereTheDocumentCameFrom() {
        assertThat(document.at("/servers/0/url").asText()).isEqualTo("/");
        JsonNode elsewhere = new OpenApiContract(text(features, "https://api.example.com/v/")).document();
        assertThat(elsewhere.at("/servers/0/url").asText()).isEqualTo("https://api.example.com/v");
    }

    @Test
    void operationIds_areUnique() {
        assertThat(operations)
                .extracting(Documented::id)
                .doesNotHaveDuplicates()
                .contains("listFeatures", "patchOrderItems");
    }

    @Test
    void everyTag_isDescribed() {
        TreeSet<String> used = new TreeSet<>();
        operations.forEach(one -> used.add(one.operation().at("/tags/0").asText()));

        assertThat(document.get("tags"))
                .extracting(tag -> tag.get("name").asText())
                .containsExactly(
                        "features",
                        "order_items",
                        "Sign-in",
                        "Users",
                        "Audit",
                        "Imports",
                        "Jobs",
                        "Webhooks",
                        "Controls",
                        "Management")
                .containsExactlyInAnyOrderElementsOf(used);
        assertThat(document.at("/tags/0/description").asText())
                .isEqualTo("Feature: A named value, the example of every guide.");
        assertThat(document.at("/tags/1/description").asText()).isEqualTo("Order item");
    }

    @Test
    void everyReference_leadsSomewhere() {
        List<String> references = document.findValuesAsText("$ref");

        assertThat(references).hasSizeGreaterThan(100);
        assertThat(references)
                .allSatisfy(reference -> assertThat(contract.target(reference).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void aReferenceWithinASchema_leadsThereFromEverySchemaMadeOfIt() {
        String schema = """
                {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/$defs/b"}}, "$defs": {"b": {"type": "string"}}}
                """;
        Features one = new Features(List.of(OpenApiSample.feature("things", schema)));

        JsonNode schemas = new OpenApiContract(text(one, null)).document().at("/components/schemas");

        assertThat(schemas.at("/ThingsInput/properties/a/$ref").asText())
                .isEqualTo("#/components/schemas/ThingsInput/$defs/b");
        assertThat(schemas.at("/ThingsResource/properties/a/$ref").asText())
                .isEqualTo("#/components/schemas/ThingsInput/$defs/b");
    }

    @Test
    void aFeaturesOwnSchema_isEmbedded_asWhatMayBeSent() {
        JsonNode schemas = document.at("/components/schemas");

        assertThat(schemas.get("FeaturesInput"))
                .isEqualTo(features.find("features").schema());
        ObjectNode declared = features.find("order_items").schema();
        ObjectNode input = (ObjectNode) schemas.get("OrderItemsInput");
        assertThat(input.at("/properties/sku")).isEqualTo(declared.at("/properties/sku"));
        assertThat(input.at("/properties/kind")).isEqualTo(declared.at("/properties/kind"));
        assertThat(input.at("/properties/gift"))
                .isEqualTo(OpenApiSample.json("{\"type\": [\"boolean\", \"null\"], \"default\": false}"));
        assertThat(input.get("additionalProperties")).isEqualTo(declared.get("additionalProperties"));
        assertThat(operation("POST", "/api/order_items")
                        .at("/requestBody/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/OrderItemsInput");
    }

    @Test
    void aFieldThatIsNotRequired_mayBeSentAsNull_andOneWithADefaultMayBeLeftOut() {
        JsonNode input = document.at("/components/schemas/OrderItemsInput");
        String sent = "{\"sku\": \"abcdef\", \"feature\": \"0190b8a0-0000-7000-8000-000000000000\"%s}";

        assertThat(contract.faults(input, OpenApiSample.any(sent.formatted(""))))
                .isEmpty();
        for (String name : List.of("note", "amount", "gift", "due_at", "state", "tags", "address")) {
            JsonNode absent = OpenApiSample.any(sent.formatted(", \"" + name + "\": null"));
            assertThat(contract.faults(input, absent)).as(name).isEmpty();
        }
        assertThat(contract.faults(input, OpenApiSample.any(sent.formatted(", \"kind\": null"))))
                .isNotEmpty();
        assertThat(contract.faults(input, OpenApiSample.any("{\"sku\": \"abcdef\"}")))
                .hasSize(1);
    }

    @Test
    void whatRefersToAField_meansItAsItIsDeclared() throws Exception {
        Features one = new Features(List.of(OpenApiSample.feature(
                "things",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"string\"}}},"
                        + "\"b\":{\"$ref\":\"#/properties/a/properties/x\"}}}")));
        JsonNode properties =
                new OpenApiContract(text(one, null)).document().at("/components/schemas/ThingsInput/properties");

        assertThat(properties.at("/a/type").asText()).isEqualTo("object");
        assertThat(properties.at("/b/anyOf/0/$ref").asText())
                .isEqualTo("#/components/schemas/ThingsInput/properties/a/properties/x");
    }

    @Test
    void aResource_hasItsFieldsAndThoseOfThePlatform_andNoNull() {
        JsonNode resource = document.at("/components/schemas/OrderItemsResource");
        String least = """
                {"id": "0190b8a0-0000-7000-8000-000000000000", "version": 1, "created_at": "2026-01-31T12:00:00.000001Z", "updated_at": "2026-01-31T12:00:00.000001Z",
                 "created_by": "u", "updated_by": "u", "sku": "abcdef", "kind": "new", "feature": "0190b8a0-0000-7000-8000-000000000000"%s}
                """;

        assertThat(contract.faults(resource, OpenApiSample.any(least.formatted(""))))
                .isEmpty();
        assertThat(contract.faults(resource, OpenApiSample.any(least.formatted(",\"note\": null"))))
                .hasSize(1);
        assertThat(contract.faults(resource, OpenApiSample.any(least.formatted(",\"colour\": 1"))))
                .hasSize(1);
        assertThat(contract.faults(resource, OpenApiSample.any("{}"))).hasSize(9);
    }

    @Test
    void everyExample_fitsItsSchema() {
        List<JsonNode> media = document.findParents("example").stream()
                .filter(parent -> parent.has("schema"))
                .toList();

        assertThat(media).hasSizeGreaterThan(50);
        assertThat(media)
                .allSatisfy(one -> assertThat(contract.faults(one.get("schema"), one.get("example")))
                        .as(one.toString())
                        .isEmpty());
        assertThat(operation("POST", "/api/features").at("/requestBody/content/application~1json/example"))
                .isEqualTo(OpenApiSample.any("{\"name\":\"text\",\"value\":0}"));
    }

    @Test
    void whatIsWrittenAsAProblem_fitsItsSchema() {
        Failure full = new Failure("conflict", 409, "x", List.of(new FieldFault("/a", "unique", "y")), 3L, 1);
        JsonNode schema = document.at("/components/schemas/Problem");
        JsonNode body = Problem.body(full, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

        assertThat(contract.faults(schema, body)).isEmpty();
        assertThat(schema.get("properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(() -> body.fieldNames());
    }
}
