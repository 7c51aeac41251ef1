package io.corebus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody's server that takes webhooks, and verifies them as docs/webhooks.md says; it shares no code with those who send. */
final class Receiver implements AutoCloseable {
    /** Says nothing, ever. */
    static final int SILENCE = 0;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<Received> all = new CopyOnWriteArrayList<>();
    private final Map<String, Function<Received, Integer>> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> delays = new ConcurrentHashMap<>();

    record Received(
            String path, String id, String timestamp, String signature, String contentType, String trace, Buffer body) {
        JsonNode event() {
            try {
                return MAPPER.readTree(body.getBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        long seq() {
            return event().get("id").asLong();
        }

        String name() {
            return event().at("/data/name").asText();
        }

        boolean isSignedWith(String secret) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                byte[] key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                byte[] signed = (id + "." + timestamp + "." + body).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
                return Arrays.asList(signature.split(" ", -1)).contains(expected);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    Receiver() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(this::take)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.actualPort() + path;
    }

    /** @param answer the status for each request, {@link #SILENCE} for none; 200 where nothing is said */
    void answers(String path, Function<Received, Integer> answer) {
        answers.put(path, answer);
    }

    void delays(String path, int millis) {
        delays.put(path, millis);
    }

    List<Received> at(String path) {
        return all.stream().filter(received -> received.path().equals(path)).toList();
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> answer(request, received(request, body)));
    }

    private static Received received(HttpServerRequest request, Buffer body) {
        return new Received(
                request.path(),
                request.getHeader("webhook-id"),
                request.getHeader("webhook-timestamp"),
                request.getHeader("webhook-signature"),
                request.getHeader("content-type"),
                request.getHeader("traceparent"),
                body);
    }

    private void answer(HttpServerRequest request, Received received) {
        all.add(received);
        int status = answers.getOrDefault(received.path(), any -> 200).apply(received);
        int delay = delays.getOrDefault(received.path(), 0);
        if (status == SILENCE) {
            return;
        }
        if (delay == 0) {
            end(request, status);
        } else {
            vertx.setTimer(delay, timer -> end(request, status));
        }
    }

    private void end(HttpServerRequest request, int status) {
        if (status >= 300 && status < 400) {
            request.response().putHeader("location", url("/elsewhere"));
        }
        request.response().setStatusCode(status).end("noted");
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
