package io.corebus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.corebus.testing.FreePort;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the bridge passes messages on, and what it says where it cannot. With a server that works it is driven by McpConformanceIT. */
class McpBridgeTest {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"}\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private void run(int port, String input) throws IOException {
        run(port, () -> "a-secret", input);
    }

    private void run(int port, McpUpstream.TokenSource tokens, String input) throws IOException {
        URI endpoint = URI.create("http://127.0.0.1:" + port + "/mcp");
        McpBridge bridge = new McpBridge(endpoint, tokens, print(out), print(err), Duration.ofSeconds(2));
        bridge.run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    }

    /** Against a server that answers like that. */
    private void runAgainst(HttpHandler handler, String input) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/mcp", handler);
        server.start();
        try {
            run(server.getAddress().getPort(), input);
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static HttpHandler answering(int status, String type, String text) {
        return exchange -> {
            exchange.getRequestBody().readAllBytes();
            answer(exchange, status, type, text);
        };
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aServerThatIsAway_isAnError_forTheRequest_andForPeople() throws IOException {
        run(FreePort.find(), PING);
        assertThat(text(out))
                .startsWith(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":-32603,\"message\":\"There is no answer from ")
                .endsWith("Is Corebus running there? Set --url to where it is.\"}}\n");
        assertThat(text(err)).startsWith("corebus mcp: There is no answer from http://127.0.0.1:");
    }

    @Test
    void aRefusal_isToldInItsWords_withoutTheToken() throws IOException {
        String problem = "{\"detail\":\"The access token has expired.\"}";
        runAgainst(answering(401, "application/problem+json", problem), PING);
        assertThat(text(out)).contains("refused with status 401. The access token has expired. Set COREBUS_TOKEN");
        assertThat(text(out) + text(err)).doesNotContain("a-secret");
    }

    @Test
    void aLineThatIsNotJson_isRefused_andANotificationIsNotAnswered() throws IOException {
        run(FreePort.find(), "nonsense\n\n{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n");
        assertThat(text(out))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"This line is not well-formed JSON: at line 1, column 1 is something that does not belong there.\"}}\n");
    }

    @Test
    void whatTheServerWouldRefuse_isRefused() throws IOException {
        run(FreePort.find(), """
                {"jsonrpc":"2.0","id":8,"method":"ping"} and more
                {"jsonrpc":"2.0","id":8,"id":9,"method":"ping"}
                {"jsonrpc":"2.0","id":8,"method":"ping"}{"jsonrpc":"2.0","id":9,"method":"ping"}
                """);
        String refused =
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"This line is not well-formed JSON: ";
        assertThat(text(out).lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).startsWith(refused))
                .element(1)
                .asString()
                .contains("an object has a second field of the same name.");
    }

    @Test
    void aLineThatOnlyExceedsALimit_isRefusedWithItsId() throws IOException {
        String deep = "[".repeat(101) + "]".repeat(101);
        run(FreePort.find(), "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\",\"params\":" + deep + "}\n");
        assertThat(text(out))
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":-32700,")
                .contains("it exceeds a limit: 100 levels deep")
                .containsOnlyOnce("\n");
    }

    @Test
    void messages_goOnAsTheyWereWritten_inBothDirections() throws IOException {
        String numbers =
                "[98765432109876543.21,12345678901234567.891,1.0,1E+3,-0,0.10e-7,123456789012345678901234567890]";
        String asked = "{\"jsonrpc\":\"2.0\", \"id\":\"s\\ud800\",\"method\":\"x\",\"params\":{\"n\":" + numbers + "}}";
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":\"s\\uD800\",\"result\":{\"n\": " + numbers + "}}";
        AtomicReference<String> heard = new AtomicReference<>();
        runAgainst(
                exchange -> {
                    heard.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                    answer(exchange, 200, "application/json", answer);
                },
                asked + "\r\n");
        assertThat(heard.get()).isEqualTo(asked);
        assertThat(text(out)).isEqualTo(answer + "\n");
    }

    @Test
    void events_goOnAsTheyWereWritten() throws IOException {
        String told = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"n\":1.0}}";
        String events = ": hello\n\nevent: message\ndata: " + told
                + "\n\ndata: {\"jsonrpc\":\"2.0\",\"id\":\"a\",\ndata: \"result\":{\"n\":12345678901234567.891}}\n\n";
        runAgainst(answering(200, "text/event-stream", events), PING);
        assertThat(text(out))
                .isEqualTo(told + "\n{\"jsonrpc\":\"2.0\",\"id\":\"a\",  \"result\":{\"n\":12345678901234567.891}}\n");
    }

    @Test
    void anErrorWithoutAnId_getsTheOneOfTheRequest_andIsTheOnlyAnswer() throws IOException {
        String error = "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"No.\"}}";
        runAgainst(
                answering(400, "application/json", error), "{\"jsonrpc\":\"2.0\",\"id\":7.50,\"method\":\"ping\"}\n");
        assertThat(text(out))
                .isEqualTo("{\"id\":7.50,\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"No.\"}}\n");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void whatFailsBehindTheAnswer_isNoSecondAnswer() throws IOException {
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}";
        runAgainst(
                exchange -> {
                    byte[] event = ("data: " + answer + "\n\n").getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("content-type", "text/event-stream");
                    exchange.sendResponseHeaders(200, event.length + 1);
                    exchange.getResponseBody().write(event);
                    exchange.close(); // With a byte less than was promised.
                },
                PING);
        assertThat(text(out)).isEqualTo(answer + "\n");
    }

    @Test
    void aSecondAnswer_isNotPassedOn() throws IOException {
        String event = "data: {\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}\n\n";
        runAgainst(answering(200, "text/event-stream", event + event), PING);
        assertThat(text(out)).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}\n");
    }

    @Test
    void whatIsNoMessage_isNotPassedOn() throws IOException {
        runAgainst(answering(502, "application/json", "{\"error\":\"Bad gateway\"}"), PING);
        runAgainst(answering(200, "text/html", "<p>Welcome"), PING);
        runAgainst(answering(200, "text/event-stream", "data: hello\n\n"), PING);
        assertThat(text(out).lines())
                .hasSize(3)
                .allSatisfy(line ->
                        assertThat(line).startsWith("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":-32603,"));
        assertThat(text(out))
                .contains("refused with status 502.")
                .contains("answered with what is no message of JSON-RPC. Set --url to the mcp door of Corebus.");
    }

    @Test
    void aByteOrderMarkAtTheStart_isLeftOut() throws IOException {
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}";
        runAgainst(answering(200, "application/json", answer), "\uFEFF" + PING);
        assertThat(text(out)).isEqualTo(answer + "\n");
    }

    @Test
    void anUnexpectedFailure_isAnswered_withoutWhatItSays() throws IOException {
        run(FreePort.find(), () -> "a-secret\nof two lines", PING);
        assertThat(text(out))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":-32603,\"message\":\"This should not happen: the bridge failed with java.lang.IllegalArgumentException.\"}}\n");
        assertThat(text(err)).doesNotContain("a-secret").containsOnlyOnce("\n");
    }

    @Test
    void aTokenFileThatIsMissing_isAnErrorForEveryRequest() throws IOException {
        Path missing = Path.of("no", "such", "file");
        run(FreePort.find(), () -> McpToken.ofFile(missing), PING + PING);
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":-32603,\"message\":\"The token file "
                + missing + " cannot be read: there is no such file.\"}}\n";
        assertThat(text(out)).isEqualTo(answer + answer);
    }

    @Test
    void whatIsNotAnsweredLongAfterTheEndOfTheInput_isAnError() throws IOException {
        runAgainst(McpBridgeTest::keepSilent, PING);
        assertThat(text(out))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":-32603,\"message\":\"The input ended, and there was no answer within 2 seconds.\"}}\n");
    }

    @Test
    @Timeout(60)
    void subscriptions_doNotKeepWhatFollowsFromBeingRead() throws IOException {
        StringBuilder input = new StringBuilder();
        for (int i = 1; i <= 101; i++) {
            input.append("{\"jsonrpc\":\"2.0\",\"id\":" + i + ",\"method\":\"subscriptions/listen\"}\n");
        }
        runAgainst(McpBridgeTest::keepSilent, input.toString());
        assertThat(text(out))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":101,\"error\":{\"code\":-32603,\"message\":\"There are 100 subscriptions already: end one of them first.\"}}\n");
    }

    private static void keepSilent(HttpExchange exchange) {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            exchange.close(); // The server is stopped.
        }
    }

    @Test
    void answersThatNobodyReads_areAFailure() {
        PrintStream closed = print(out);
        closed.close();
        URI endpoint = URI.create("http://127.0.0.1:" + FreePort.find() + "/mcp");
        McpBridge bridge = new McpBridge(endpoint, () -> null, closed, print(err), Duration.ofSeconds(2));
        assertThatThrownBy(() -> bridge.run(new ByteArrayInputStream(PING.getBytes(StandardCharsets.UTF_8))))
                .hasMessage("Nobody reads the standard output of corebus mcp: answers were lost.");
    }
}
