package io.corebus.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Calls that prepare a run, one after the other. Not the load. */
final class JsonCalls {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final int port;

    JsonCalls(int port) {
        this.port = port;
    }

    JsonObject get(String path, @Nullable String token) throws IOException, InterruptedException, BenchFailure {
        return send(request(path, token).GET().build(), 200);
    }

    JsonObject post(String path, @Nullable String token, String body, int status)
            throws IOException, InterruptedException, BenchFailure {
        HttpRequest.Builder request = request(path, token).header("Content-Type", "application/json");
        return send(request.POST(BodyPublishers.ofString(body)).build(), status);
    }

    private HttpRequest.Builder request(String path, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonObject send(HttpRequest request, int status) throws IOException, InterruptedException, BenchFailure {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new BenchFailure(request.method() + " " + request.uri().getPath() + " was answered with "
                    + answer.statusCode() + " instead of " + status + ": " + answer.body());
        }
        return new JsonObject(answer.body());
    }
}
