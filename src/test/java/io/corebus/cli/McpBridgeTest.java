package io.corebus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.corebus.testing.FreePort;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the bridge says when the server says nothing that can be passed on. With a server that works it is driven by McpConformanceIT. */
class McpBridgeTest {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"}\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private void run(int port, String input) throws IOException {
        McpBridge bridge = new McpBridge(
                URI.create("http://127.0.0.1:" + port + "/mcp"), () -> "a-secret", print(out), print(err));
        bridge.run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
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
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/mcp", exchange -> {
            byte[] body = "{\"detail\":\"The access token has expired.\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("content-type", "application/problem+json");
            exchange.sendResponseHeaders(401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            run(server.getAddress().getPort(), PING);
        } finally {
            server.stop(0);
        }
        assertThat(text(out)).contains("refused with status 401. The access token has expired. Set COREBUS_TOKEN");
        assertThat(text(out) + text(err)).doesNotContain("a-secret");
    }

    @Test
    void aLineThatIsNotJson_isRefused_andANotificationIsNotAnswered() throws IOException {
        run(FreePort.find(), "nonsense\n\n{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n");
        assertThat(text(out))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"This line is not JSON.\"}}\n");
    }
}
