package io.corebus.door;

import static io.corebus.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies up to ten bytes, from a client that writes them byte by byte where it likes. */
class BodiesTest {
    private static final int LIMIT = 10;
    private static final String HEAD = "POST / HTTP/1.1\r\nHost: x\r\n";
    private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final Bodies bodies = new Bodies(LIMIT);
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private Socket client;

    @BeforeEach
    void connect() throws IOException {
        Router router = Router.router(vertx);
        router.route()
                .handler(routing -> bodies.read(routing, body -> {
                    String text = new String(body, StandardCharsets.UTF_8);
                    if (text.equals("throw")) {
                        throw new IllegalStateException("on purpose");
                    }
                    routing.end("<" + text + ">");
                }));
        router.route().failureHandler(routing -> {
            failures.add(routing.statusCode() + " " + routing.failure());
            if (!routing.response().closed()) {
                routing.response().setStatusCode(routing.statusCode()).end("failed");
            }
        });
        int port =
                await(vertx.createHttpServer().requestHandler(router).listen(0)).actualPort();
        client = new Socket("127.0.0.1", port);
        client.setSoTimeout(10_000);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        await(vertx.close());
    }

    private void send(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
    }

    /** Reads until what was read ends so. */
    private String read(String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            int next = client.getInputStream().read();
            assertThat(next).as("behind " + text).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }

    private static String sized(String body) {
        return HEAD + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void assertServes(String body) throws IOException {
        send(sized(body));
        assertThat(read("<" + body + ">")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aBody_comesAsItWasSent_inHoweverManyPieces() throws IOException {
        assertServes("{}");
        assertServes("0123456789");
        assertServes("");

        send(HEAD + "\r\n");
        read("<>");
        send(HEAD + "Content-Length: 6\r\n\r\nab");
        send("cd");
        send("ef");
        read("<abcdef>");
        send(CHUNKED + "2\r\nab\r\n");
        send("3\r\ncde\r\n0\r\n\r\n");
        read("<abcde>");
        assertThat(failures).isEmpty();
    }

    @Test
    void aBodyThatSaysThatItIsTooLarge_isRefusedBeforeItComes() throws IOException {
        send(HEAD + "Content-Length: 11\r\n\r\n");
        assertThat(read("failed")).startsWith("HTTP/1.1 413");

        send("01234567890");
        assertServes("next");
    }

    @Test
    void aBodyThatGetsTooLarge_isRefusedOnce() throws IOException {
        send(CHUNKED + "6\r\nabcdef\r\n5\r\nghijk\r\n");
        assertThat(read("failed")).startsWith("HTTP/1.1 413");

        send("2\r\nlm\r\n0\r\n\r\n");
        assertServes("next");
        assertThat(failures).hasSize(1);
    }

    @Test
    void whoWaitsToBeToldToGoOn_isTold() throws IOException {
        send(HEAD + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        assertThat(read("\r\n\r\n")).startsWith("HTTP/1.1 100");

        send("{}");
        assertThat(read("<{}>")).startsWith("HTTP/1.1 200");
        send(HEAD + "Expect: 100-continue\r\nContent-Length: 11\r\n\r\n");
        assertThat(read("failed")).startsWith("HTTP/1.1 413");
    }

    @Test
    void whatTheHandlerThrows_isAFailure() throws IOException {
        send(sized("throw"));
        assertThat(read("failed")).startsWith("HTTP/1.1 500");
        assertServes("next");
    }

    @Test
    void aBodyThatIsBrokenOff_isNotServed() throws Exception {
        send(HEAD + "Content-Length: 6\r\n\r\nab");
        client.close();

        for (int i = 0; i < 100 && failures.isEmpty(); i++) {
            Thread.sleep(50);
        }
        assertThat(failures).hasSize(1).first().asString().startsWith("400 ");
    }
}
