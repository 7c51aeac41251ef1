package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Many agents at once that follow the same resource, each on a connection of its own. */
final class McpCrowd implements AutoCloseable {
    private static final String ACKNOWLEDGED = "notifications/subscriptions/acknowledged";
    private static final String UPDATED = "notifications/resources/updated";

    /** Kept: one that the garbage collector takes closes its connections. */
    private HttpClient client;

    private final Vertx vertx = Vertx.vertx();
    private final Api api;
    private final Buffer body;
    private final AtomicIntegerArray acknowledged;
    private final AtomicIntegerArray updated;

    private McpCrowd(Api api, String uri, int many) {
        this.api = api;
        this.body = Buffer.buffer(message(uri));
        this.acknowledged = new AtomicIntegerArray(many);
        this.updated = new AtomicIntegerArray(many);
    }

    /** Returns when the subscription of each has been acknowledged. */
    static McpCrowd listening(Api api, String uri, int many) {
        McpCrowd crowd = new McpCrowd(api, uri, many);
        try {
            crowd.open(many);
            crowd.awaitAll(crowd.acknowledged, 1);
            return crowd;
        } catch (RuntimeException | Error e) {
            crowd.close();
            throw e;
        }
    }

    private static String message(String uri) {
        ObjectNode message =
                new ObjectMapper().createObjectNode().put("jsonrpc", "2.0").put("id", 1);
        ObjectNode params = message.put("method", "subscriptions/listen").putObject("params");
        params.putObject("notifications").putArray("resourceSubscriptions").add(uri);
        ObjectNode meta = params.putObject("_meta").put("io.modelcontextprotocol/protocolVersion", "2026-07-28");
        meta.putObject("io.modelcontextprotocol/clientCapabilities");
        return message.toString();
    }

    private void open(int many) {
        URI url = URI.create(api.url());
        HttpClientOptions options =
                new HttpClientOptions().setDefaultHost(url.getHost()).setDefaultPort(url.getPort());
        client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(many));
        List<Future<?>> opened = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            int listener = i;
            opened.add(client.request(HttpMethod.POST, "/mcp")
                    .compose(this::send)
                    .onSuccess(response -> follow(response, listener)));
        }
        Future.all(opened)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private Future<HttpClientResponse> send(HttpClientRequest request) {
        request.putHeader("authorization", "Bearer " + api.token())
                .putHeader("content-type", "application/json")
                .putHeader("accept", "application/json, text/event-stream")
                .putHeader("mcp-protocol-version", "2026-07-28")
                .putHeader("mcp-method", "subscriptions/listen");
        return request.send(body);
    }

    private void follow(HttpClientResponse response, int listener) {
        assertThat(response.statusCode()).isEqualTo(200);
        // A message is far smaller than what the network cuts, and is written at once.
        response.handler(events -> {
            acknowledged.addAndGet(listener, count(events, ACKNOWLEDGED));
            updated.addAndGet(listener, count(events, UPDATED));
        });
    }

    private static int count(Buffer events, String method) {
        return events.toString().split(method, -1).length - 1;
    }

    /** Of each listener. */
    List<Integer> updates() {
        List<Integer> updates = new ArrayList<>();
        for (int i = 0; i < updated.length(); i++) {
            updates.add(updated.get(i));
        }
        return updates;
    }

    void awaitUpdates(int each) {
        awaitAll(updated, each);
    }

    private void awaitAll(AtomicIntegerArray counted, int each) {
        int[] expected = new int[counted.length()];
        Arrays.fill(expected, each);
        await().atMost(Duration.ofSeconds(20)).until(() -> counted.toString().equals(Arrays.toString(expected)));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
