package io.corebus.door;

import static io.corebus.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BranchesTest {
    private final Vertx vertx = Vertx.vertx();
    private int port;

    @BeforeEach
    void listen() {
        Router trunk = Router.router(vertx);
        trunk.route().handler(routing -> {
            routing.response().putHeader("before", "yes");
            routing.next();
        });
        Branches branches = new Branches(trunk);
        for (String path : new String[] {"/api/a", "/api/a/:id", "/api/a/export", "/api/a/:id/history", "/mcp"}) {
            branches.add(Set.of(HttpMethod.GET), path, routing -> routing.end(path + " " + routing.pathParam("id")));
        }
        for (String path : new String[] {"/api/a", "/api/a/:id"}) {
            branches.add(Set.of(HttpMethod.DELETE), path, routing -> {
                throw new IllegalStateException("on purpose");
            });
        }
        branches.addLast(
                "/api/a", routing -> routing.end("last " + routing.request().method()));
        branches.addLast("/api/a/export", routing -> routing.end("last of export"));
        trunk.get("/ws/:name").handler(routing -> routing.end("trunk " + routing.pathParam("name")));
        trunk.route().handler(routing -> routing.response().setStatusCode(404).end("nothing"));
        trunk.route()
                .failureHandler(routing -> routing.response().setStatusCode(500).end("failed"));
        port = await(vertx.createHttpServer().requestHandler(trunk).listen(0)).actualPort();
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private String ask(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.headers().firstValue("before")).hasValue("yes");
        return response.body();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/a, /api/a null",
        "/api/a/, /api/a null",
        "/api/a?q=1, /api/a null",
        "/api/./a, /api/a null",
        "/api/a/1, /api/a/:id 1",
        "/api/a/1/, /api/a/:id 1",
        "/api/a/a%20b, /api/a/:id a b",
        "/api/a/a+b%2Fc, /api/a/:id a+b/c",
        "/api/a//history, /api/a/:id history",
        "/api/a/export/, /api/a/export null",
        "/api/a/export, /api/a/export null",
        "/api/a/1/history, /api/a/:id/history 1",
        "/api/a/./1/x/../history, /api/a/:id/history 1",
        "/mcp, /mcp null",
        "/ws/x, trunk x",
        "/api/a/1/history/2, nothing",
        "/api/b/1, nothing",
        "/api/aa, nothing",
        "/api, nothing",
        "/, nothing",
        "/mcp/x, nothing"
    })
    void aRequest_findsItsRoute(String path, String answer) throws Exception {
        assertThat(ask("GET", path)).isEqualTo(answer);
    }

    @Test
    void whatNoBranchServes_orFails_endsInTheTrunk() throws Exception {
        assertThat(ask("PUT", "/api/a/1")).isEqualTo("nothing");
        assertThat(ask("DELETE", "/api/a/1")).isEqualTo("failed");
        assertThat(ask("DELETE", "/api/a")).isEqualTo("failed");
    }

    @Test
    void whatIsAddedLast_servesTheOtherMethodsOfThatPath_beforeWhatHasParameters() throws Exception {
        assertThat(ask("DELETE", "/api/a/export")).isEqualTo("last of export");
        assertThat(ask("GET", "/api/a/export")).isEqualTo("/api/a/export null");
        assertThat(ask("PUT", "/api/a")).isEqualTo("last PUT");
        assertThat(ask("PUT", "/mcp")).isEqualTo("nothing");
    }
}
