package io.corebus.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a provider, on threads of the JDK's client: time-outs, no redirects, bounded answers, JSON only. */
final class ProviderHttp {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderHttp.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 512 * 1024;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Vertx vertx;
    private final Duration patience;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    ProviderHttp(Vertx vertx) {
        this(vertx, PATIENCE);
    }

    ProviderHttp(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.patience = patience;
    }

    /** What a provider shows everybody. Fails with {@code oidc-unavailable} 503, also where it has no such page: no other sign-in would help. */
    Future<JsonNode> get(String url) {
        HttpRequest request = request(url).build();
        return send(request).compose(answer -> read(request, answer));
    }

    /** Fails with {@code oidc-refused} 403 where the provider refuses the token. */
    Future<JsonNode> get(String url, String token) {
        return ask(request(url).header("authorization", "Bearer " + token).build());
    }

    /** A form. Fails with {@code oidc-refused} 403 where the provider refuses it. */
    Future<JsonNode> post(String url, Map<String, String> form, Map<String, String> headers) {
        String body = form.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = request(url)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return ask(request.build());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).header("accept", "application/json");
    }

    private Future<HttpResponse<byte[]>> send(HttpRequest request) {
        return Future.fromCompletionStage(exchange(request), vertx.getOrCreateContext())
                .recover(away -> unavailable(request, away.toString()));
    }

    /**
     * The time-out is on the whole of it: that of a request ends with the headers of the answer, and a provider may stall within the body. Only a future that is not
     * done yet can cancel its exchange, so the time-out is on a copy.
     */
    private CompletableFuture<HttpResponse<byte[]>> exchange(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, answer -> new BoundedBody(MAX_BYTES));
        return exchange.copy()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((answer, failure) -> exchange.cancel(true));
    }

    private Future<JsonNode> ask(HttpRequest request) {
        return send(request).compose(answer -> readUnlessRefused(request, answer));
    }

    private static Future<JsonNode> readUnlessRefused(HttpRequest request, HttpResponse<byte[]> answer) {
        if (answer.statusCode() >= 400 && answer.statusCode() < 500) {
            LOG.warn(
                    "The provider answered {} to {}",
                    answer.statusCode(),
                    request.uri().getPath());
            return Future.failedFuture(Refusals.oidcRefused("The provider did not take it. Sign in again."));
        }
        return read(request, answer);
    }

    private static Future<JsonNode> read(HttpRequest request, HttpResponse<byte[]> answer) {
        try {
            JsonNode json = MAPPER.readTree(answer.body());
            return answer.statusCode() == 200 && json != null && json.isObject()
                    ? Future.succeededFuture(json)
                    : unavailable(request, "status " + answer.statusCode());
        } catch (IOException notJson) {
            return unavailable(request, "no JSON");
        }
    }

    private static <T> Future<T> unavailable(HttpRequest request, String why) {
        LOG.warn("The provider did not answer {}: {}", request.uri().getPath(), why);
        return Future.failedFuture(Refusals.oidcUnavailable());
    }
}
