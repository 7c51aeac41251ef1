package io.corebus.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.feature.FeatureReader;
import io.corebus.feature.Features;
import io.corebus.testing.OpenApiContract;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A feature on its way out says so in its answers and in the OpenAPI document. */
class DeprecationHeadersTest {
    private static final String SCHEMA =
            "schema: {type: object, properties: {name: {type: string, deprecated: true}}}\n";

    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;
    private Features features;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        String deprecated = "deprecated: {since: 2027-01-31, sunset: 2027-07-31, link: https://example.com/news}\n";
        Files.writeString(directory.resolve("old.yaml"), "feature: old\n" + SCHEMA + deprecated);
        Files.writeString(directory.resolve("young.yaml"), "feature: young\n" + SCHEMA);
        features = FeatureReader.read(directory);
        Router router = Router.router(vertx);
        DeprecationHeaders.mount(router, features);
        router.route().handler(routing -> routing.response().end());
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpHeaders headers(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .headers();
    }

    @Test
    void everyAnswerOfADeprecatedFeature_saysSoOnce() throws Exception {
        for (String path : List.of("/api/old", "/api/old/some-id", "/api/old/events")) {
            assertThat(headers(path).allValues("Deprecation")).as(path).containsExactly("@1801353600");
            assertThat(headers(path).allValues("Sunset")).containsExactly("Sat, 31 Jul 2027 00:00:00 GMT");
            assertThat(headers(path).allValues("Link"))
                    .containsExactly("<https://example.com/news>; rel=\"deprecation\"; type=\"text/html\"");
        }
    }

    @Test
    void otherAnswers_doNot() throws Exception {
        for (String path : List.of("/api/young", "/api/older", "/api/users", "/openapi.json")) {
            assertThat(headers(path).map()).as(path).doesNotContainKeys("deprecation", "sunset", "link");
        }
    }

    @Test
    void theDocument_marksItsOperationsAndFields() {
        OpenApiContract contract =
                new OpenApiContract(new String(OpenApiDocument.of(features, null), StandardCharsets.UTF_8));

        var list = contract.operation("GET", "/api/old");
        assertThat(list.get("deprecated").asBoolean()).isTrue();
        assertThat(list.get("description").asText())
                .contains("Deprecated since 2027-01-31, and gone from 2027-07-31 on. See https://example.com/news.");
        assertThat(list.at("/responses/200/headers").has("Sunset")).isTrue();
        assertThat(contract.operation("GET", "/api/young").has("deprecated")).isFalse();
        assertThat(contract.target("#/components/schemas/YoungResource/properties/name/deprecated")
                        .asBoolean())
                .isTrue();
    }
}
