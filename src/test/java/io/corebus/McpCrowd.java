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
import io.vertx.core.parsetools.RecordParser;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
        // By lines: where the network cuts a message is its own affair.
        response.handler(RecordParser.newDelimited("\n", line -> {
            String written = line.toString();
            if (written.contains(ACKNOWLEDGED)) {
                acknowledged.incrementAndGet(listener);
            } else if (written.contains(UPDATED)) {
                updated.incrementAndGet(listener);
            }
        }));
    }

    /** Forgets what was done before: each event loop may hear of it in its own time, and within two seconds. */
    void awaitSilence() throws InterruptedException {
        int before;
        do {
            before = updates();
            Thread.sleep(2_500);
        } while (updates() > before);
        IntStream.range(0, updated.length()).forEach(listener -> updated.set(listener, 0));
    }

    private int updates() {
        return IntStream.range(0, updated.length()).map(updated::get).sum();
    }

    void awaitUpdates(int each) {
        awaitAll(updated, each);
    }

    /** How many listeners have heard of how many updates. */
    Map<Integer, Long> listenersByUpdates() {
        return listenersByCount(updated);
    }

    private static void awaitAll(AtomicIntegerArray counted, int each) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(listenersByCount(counted)).isEqualTo(Map.of(each, (long) counted.length())));
    }

    private static Map<Integer, Long> listenersByCount(AtomicIntegerArray counted) {
        return IntStream.range(0, counted.length())
                .map(counted::get)
                .boxed()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
