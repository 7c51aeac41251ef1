package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.mcp.McpHouse.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a message must look like, and who may send one. */
class TransportTest {
    private static McpHouse house;

    @BeforeAll
    static void open() {
        house = new McpHouse();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static ObjectNode params() {
        return McpHouse.object();
    }

    private static String message(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    private static String described(String version) {
        return "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" + version
                + "\",\"io.modelcontextprotocol/clientCapabilities\":{}}}";
    }

    @Test
    void aCall_isAnswered_withWhatTheRevisionAsksFor() {
        Answer answer = house.ask("tools/call", params().put("name", "echo"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.json().path("id").asInt()).isEqualTo(7);
        assertThat(answer.result().path("resultType").asText()).isEqualTo("complete");
        assertThat(answer.result().path("isError").asBoolean()).isFalse();
        assertThat(answer.result().at("/content/0/text").asText())
                .as("missing arguments are no arguments")
                .isEqualTo("{}");
        assertThat(answer.result()
                        .path("_meta")
                        .path("io.modelcontextprotocol/serverInfo")
                        .path("name")
                        .asText())
                .isEqualTo("corebus");
    }

    @Test
    void whatTheRoomsSee_isTheUser_whoCameThroughThisDoor() {
        house.offer.calls.clear();
        house.ask("tools/call", params().put("name", "echo"));
        var caller = house.offer.calls.get(0).caller();
        assertThat(caller.user()).isEqualTo("ada");
        assertThat(caller.via()).isEqualTo("mcp");
        assertThat(caller.token()).isEqualTo("ada-token-id");
    }

    @Test
    void lists_areFreshForAWhile_andPrivate() {
        JsonNode tools = house.ask("tools/list", params()).result();
        assertThat(tools.path("ttlMs").asInt()).isEqualTo(60_000);
        assertThat(tools.path("cacheScope").asText()).isEqualTo("private");
        JsonNode contents =
                house.ask("resources/read", params().put("uri", "test://a")).result();
        assertThat(contents.path("ttlMs").asInt()).isZero();
        assertThat(contents.path("cacheScope").asText()).isEqualTo("private");
    }

    @Test
    void aTrace_goesOn_fromTheMessage() {
        house.offer.calls.clear();
        ObjectNode params = params().put("name", "echo");
        params.putObject("_meta").put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        house.ask("tools/call", params);
        assertThat(house.offer.calls.get(0).caller().trace()).contains("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void withoutToken_itSaysWhereToGetOne() {
        Answer answer = house.ask(0, null, "tools/list", params());
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("www-authenticate"))
                .isEqualTo(
                        "Bearer realm=\"corebus\", resource_metadata=\"https://api.example.com/.well-known/oauth-protected-resource/mcp\", scope=\"read\"");
        assertThat(answer.json().path("code").asText()).isEqualTo("unauthenticated");
    }

    @Test
    void withABadToken_itSaysSo_andDoesNotRepeatIt() {
        Answer answer = house.ask(0, "not-a-token", "tools/list", params());
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("www-authenticate")).contains("error=\"invalid_token\"");
        assertThat(answer.raw().body()).doesNotContain("not-a-token");
    }

    @Test
    void tooNarrowAToken_isTold_inTheWordsOfOAuth() {
        house.offer.refusal = new Failure("insufficient-scope", 403, "This token is for reading only.");
        Answer answer = house.ask("tools/list", params());
        house.offer.refusal = null;
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("www-authenticate"))
                .contains("error=\"insufficient_scope\"", "scope=\"read write\"", "resource_metadata=");
    }

    @Test
    void theMetadata_isWhereClientsLook() {
        for (String path : new String[] {"", "/mcp"}) {
            URI uri = URI.create(house.node.urls().get(0) + "/.well-known/oauth-protected-resource" + path);
            JsonNode metadata = house.send(HttpRequest.newBuilder(uri).build()).json();
            assertThat(metadata.path("resource").asText()).isEqualTo("https://api.example.com/mcp");
            assertThat(metadata.path("authorization_servers").path(0).asText()).isEqualTo("https://login.example.com");
            assertThat(metadata.path("bearer_methods_supported").toString()).isEqualTo("[\"header\"]");
        }
    }

    @Test
    void otherMethods_ofHttp_areNotAllowed() {
        HttpRequest get = HttpRequest.newBuilder(URI.create(house.node.urls().get(0) + "/mcp"))
                .build();
        Answer answer = house.send(get);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).isEqualTo("OPTIONS, POST");
    }

    @Test
    void aForeignPage_isRefused_andAKnownOneIsNot() {
        String body = message("ping", "{}");
        Answer foreign = house.raw(body, "Origin", "https://evil.example.com");
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.json().has("id")).isFalse();
        assertThat(foreign.message()).contains("mcp.origins");
        assertThat(house.raw(body, "Origin", "https://app.example.com").status())
                .isEqualTo(200);
        assertThat(house.raw(body, "Origin", "http://localhost:6274").status()).isEqualTo(200);
    }

    @Test
    void aBrowser_mayAskBefore() {
        HttpRequest.Builder preflight = HttpRequest.newBuilder(
                        URI.create(house.node.urls().get(0) + "/mcp"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody());
        Answer allowed = house.send(
                preflight.copy().header("Origin", "https://app.example.com").build());
        assertThat(allowed.status()).isEqualTo(204);
        assertThat(allowed.header("access-control-allow-origin")).isEqualTo("https://app.example.com");
        assertThat(allowed.header("access-control-allow-headers")).contains("Authorization", "Mcp-Method");
        Answer foreign = house.send(
                preflight.copy().header("Origin", "https://evil.example.com").build());
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.header("access-control-allow-origin")).isNull();
    }

    @Test
    void otherContent_isRefused() {
        assertThat(house.raw("{}", "Content-Type", "text/plain").status()).isEqualTo(415);
        assertThat(house.raw("{}", "Accept", "text/html").status()).isEqualTo(406);
    }

    @Test
    void malformedMessages_areNamed() {
        assertError(house.raw("{"), 400, -32700, "The body is not well-formed JSON: it ends too early");
        assertError(house.raw("[" + message("ping", "{}") + "]"), 400, -32600, "Batches are not served.");
        assertError(house.raw("{\"id\":1,\"method\":\"ping\"}"), 400, -32600, "\"jsonrpc\": \"2.0\"");
        assertError(house.raw("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}"), 400, -32600, "The id must be");
        assertError(house.raw("{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}"), 400, -32600, "The id must be");
        assertError(house.raw("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"), 400, -32600, "Responses are not taken");
        assertError(house.raw(message("ping", "[]")), 400, -32602, "The params must be an object.");
        assertError(house.raw("{\"a\":".repeat(200) + "1" + "}".repeat(200)), 400, -32700, "100 levels deep");
    }

    @Test
    void hugeBodies_areRefused() {
        Answer answer = house.raw("{\"jsonrpc\":\"2.0\",\"x\":\"" + "a".repeat(1_100_000) + "\"}");
        assertThat(answer.status()).isEqualTo(413);
    }

    private static void assertError(Answer answer, int status, int code, String text) {
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.message()).contains(text);
    }

    @Test
    void headersThatSayOtherThanTheBody_areRefused_withTheId() {
        String body = message("tools/list", described("2026-07-28"));
        assertError(house.raw(body), 400, -32020, "MCP-Protocol-Version is missing");
        assertError(house.raw(body, "MCP-Protocol-Version", "2025-11-25"), 400, -32020, "name different revisions");
        assertError(house.raw(body, "MCP-Protocol-Version", "2026-07-28"), 400, -32020, "Mcp-Method is missing");
        Answer other = house.raw(body, "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call");
        assertError(other, 400, -32020, "Mcp-Method does not say what the body says");
        assertThat(other.json().path("id").asText()).isEqualTo("a");
    }

    @Test
    void aNameThatAHeaderCannotHold_comesEncoded() {
        ObjectNode params = params().put("name", "größe");
        HttpRequest request = house.request(0, McpHouse.ADA, "tools/call", params().put("name", "echo"));
        String body =
                message("tools/call", described("2026-07-28").replace("{\"_meta\"", "{\"name\":\"größe\",\"_meta\""));
        assertThat(request.headers().firstValue("Mcp-Name")).hasValue("echo");
        assertThat(params.path("name").asText()).isEqualTo("größe");
        assertError(named(body, "=?base64?Z3LDtsOfZQ==?="), 200, -32602, "There is no tool 'größe'");
        assertError(named(body, "=?base64?Z3LDtsOfZQ?="), 400, -32020, "Mcp-Name is not properly encoded");
        assertError(named(body, "=?base64?!!?="), 400, -32020, "Mcp-Name is not properly encoded");
        assertError(named(body, "=?base64?="), 400, -32020, "Mcp-Name does not say what the body says");
        assertError(named(body, "echo"), 400, -32020, "Mcp-Name does not say what the body says");
    }

    private static Answer named(String body, String name) {
        return house.raw(body, "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", name);
    }

    @Test
    void unknownRevisions_areRefused_withThoseThatAreSpoken() {
        Answer answer = house.raw(message("tools/list", "{}"), "MCP-Protocol-Version", "1999-01-01");
        assertError(answer, 400, -32022, "not spoken here");
        assertThat(answer.json().at("/error/data/requested").asText()).isEqualTo("1999-01-01");
        assertThat(answer.json().at("/error/data/supported").toString())
                .isEqualTo("[\"2026-07-28\",\"2025-11-25\",\"2025-06-18\",\"2025-03-26\"]");
    }

    @Test
    void aRequestThatDoesNotDescribeItself_isRefused() {
        assertError(
                house.raw(message("tools/list", "{}"), "MCP-Protocol-Version", "2026-07-28"),
                400,
                -32602,
                "params._meta must have \"io.modelcontextprotocol/protocolVersion\"");
    }

    @Test
    void unknownMethods_are404_whereTheRevisionSaysSo() {
        assertError(house.ask("tools/destroy", params()), 404, -32601, "There is no method 'tools/destroy'");
        assertError(house.ask("initialize", params()), 404, -32601, "There is no method 'initialize'");
        assertError(house.raw(message("tools/destroy", "{}")), 200, -32601, "There is no method");
        assertError(house.raw(message("subscriptions/listen", "{}")), 200, -32601, "There is no method");
    }

    @Test
    void notifications_areAccepted_withoutABody() {
        Answer answer = house.raw("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.raw().body()).isEmpty();
    }

    @Test
    void initialize_settlesTheRevision_andOpensNoSession() {
        for (String asked : new String[] {"2025-11-25", "2025-06-18", "2025-03-26"}) {
            assertThat(initialized(asked)).isEqualTo(asked);
        }
        assertThat(initialized("2024-11-05")).isEqualTo("2025-11-25");
        assertThat(initialized("2026-07-28")).isEqualTo("2025-11-25");
    }

    private static String initialized(String asked) {
        Answer answer = house.raw(message("initialize", "{\"protocolVersion\":\"" + asked + "\",\"capabilities\":{}}"));
        assertThat(answer.header("mcp-session-id")).isNull();
        assertThat(answer.result().path("capabilities").path("tools").isObject())
                .isTrue();
        return answer.result().path("protocolVersion").asText();
    }

    @Test
    void anOlderRevision_getsNothingThatItDoesNotKnow() {
        Answer answer = house.raw(message("tools/list", "{}"), "MCP-Protocol-Version", "2025-06-18");
        assertThat(answer.result().toString()).isEqualTo("{\"tools\":[]}");
    }

    @Test
    void aCursorOfSomebodyElse_isRefused() {
        assertError(house.ask("tools/list", params().put("cursor", "x")), 200, -32602, "This cursor was not given");
    }

    @Test
    void whatGoesWrongInside_staysInside() {
        Answer answer = house.ask("tools/call", params().put("name", "broken"));
        assertError(answer, 200, -32603, "Something went wrong on our side.");
        assertThat(answer.raw().body()).doesNotContain("secret");
    }

    @Test
    void aRoomThatIsAway_isAnError_thatMayPass() {
        house.offer.refusal = Failure.unavailable("room-unavailable", "The resource room is away.");
        Answer answer = house.ask("tools/list", params());
        house.offer.refusal = null;
        assertError(answer, 200, -32603, "The resource room is away.");
        assertThat(answer.json().at("/error/data").toString())
                .isEqualTo("{\"code\":\"room-unavailable\",\"retryable\":true}");
    }
}
