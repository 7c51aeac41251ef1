package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.corebus.testing.FreePort;
import io.vertx.core.transport.Transport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A cluster of two nodes whose event loops wait with io_uring, and one that cannot have it. */
class IoUringIT {
    private static final List<NodeProcess> NODES = new ArrayList<>();
    private static final int LONG = 200_000;
    private static TestServers servers;
    private static Path logs;

    @BeforeAll
    static void start() throws Exception {
        servers = TestServers.start("io-uring");
        logs = Files.createDirectories(Path.of("target/io-uring-it"));
    }

    @AfterAll
    static void stop() {
        NODES.forEach(NodeProcess::destroy);
        servers.close();
    }

    private static NodeProcess node(String name, int port, List<Integer> all, Map<String, String> more) {
        Map<String, String> environment = servers.environment(port, all);
        environment.put("COREBUS_NETWORK_TRANSPORT", "io-uring");
        environment.putAll(more);
        NodeProcess node = new NodeProcess(name, logs, environment);
        NODES.add(node);
        node.start();
        return node;
    }

    @Test
    void aClusterServesAllDoors() throws Exception {
        assumeTrue(Transport.IO_URING.available(), "io_uring is forbidden here");
        List<Integer> ports = List.of(FreePort.find(), FreePort.find());
        NodeProcess one = node("one", ports.get(0), ports, Map.of());
        NodeProcess other = node("other", ports.get(1), ports, Map.of());
        one.awaitReady();
        other.awaitReady();
        assertThat(one.openFiles()).contains("anon_inode:[io_uring]");
        Api here = Api.signInOnceMade(one.url());
        Api there = new Api(other.url(), here.token());
        BlockingQueue<String> told = follow(other, here.token());
        assertThat(told.poll(10, TimeUnit.SECONDS)).contains("welcome");
        assertThat(told.poll(10, TimeUnit.SECONDS)).contains("subscribed");

        String id = here.post("/api/features", "{\"name\":\"ring\",\"value\":1}")
                .json()
                .get("id")
                .asText();

        assertThat(told.poll(10, TimeUnit.SECONDS)).contains(id);
        assertThat(McpAgent.of(there)
                        .done("get_record", "{\"feature\":\"features\",\"id\":\"" + id + "\"}")
                        .toString())
                .contains("ring");
        String much = "x".repeat(LONG);
        Api.Answer refused = there.post("/api/features", "{\"name\":\"" + much + "\",\"value\":1}");
        assertThat(refused.status()).isEqualTo(422);
        for (int i = 0; i < 50; i++) {
            here.post("/api/features", "{\"name\":\"ring-" + i + "\",\"value\":" + i + "}");
        }
        Api.Answer page = there.get("/api/features?limit=50", "Accept-Encoding", "identity");
        assertThat(page.json().get("data")).hasSize(50);
        assertThat(one.stop()).isEqualTo(128 + 15);
        assertThat(there.get("/api/features/" + id).status()).isEqualTo(200);
    }

    private static BlockingQueue<String> follow(NodeProcess node, String token) {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create(node.url().replace("http:", "ws:") + "/ws/features"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                        told.add(data.toString());
                        return WebSocket.Listener.super.onText(socket, data, last);
                    }
                })
                .join()
                .sendText("{\"type\":\"subscribe_updates\"}", true);
        return told;
    }

    @Test
    void whereItCannotBeHad_theNodeSaysWhatToDo() {
        int port = FreePort.find();
        NodeProcess node =
                node("without", port, List.of(port), Map.of("JAVA_TOOL_OPTIONS", "-Dio.netty.transport.noNative=true"));

        assertThat(node.awaitStatus()).isEqualTo(1);
        assertThat(node.log())
                .contains("network.transport is io-uring, which cannot be had here")
                .contains("network.transport=auto");
    }
}
