package io.corebus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** A REST client as an integrator would write one. */
public final class Api {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String url;
    private final String token;

    public Api(String url, String token) {
        this.url = url;
        this.token = token;
    }

    public String url() {
        return url;
    }

    public String token() {
        return token;
    }

    public Api as(String otherToken) {
        return new Api(url, otherToken);
    }

    public static Api signIn(String url, String email, String password) {
        return signedIn(url, login(url, email, password));
    }

    /** A door may be open before the other processes of a new cluster have made the admin whom their environment names. */
    static Api signInOnceMade(String url) {
        AtomicReference<Answer> answer = new AtomicReference<>();
        Awaitility.await().pollInterval(Duration.ofMillis(200)).until(() -> {
            answer.set(login(url, TestNode.ADMIN, TestNode.PASSWORD));
            return answer.get().status() != 401 && answer.get().status() != 503;
        });
        return signedIn(url, answer.get());
    }

    private static Answer login(String url, String email, String password) {
        String body = MAPPER.createObjectNode()
                .put("email", email)
                .put("password", password)
                .toString();
        return new Api(url, null).post("/api/auth/login", body);
    }

    private static Api signedIn(String url, Answer answer) {
        if (answer.status() != 200) {
            throw new AssertionError("sign-in failed: " + answer.status() + " " + answer.text());
        }
        return new Api(url, answer.json().get("access_token").asText());
    }

    public record Answer(int status, HttpResponse<byte[]> raw) {
        public String text() {
            return new String(raw.body(), java.nio.charset.StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            try {
                return MAPPER.readTree(text());
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + text(), e);
            }
        }

        public String header(String name) {
            return raw.headers().firstValue(name).orElse(null);
        }

        public String code() {
            return json().path("code").asText();
        }
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, String json, String... headers) {
        return send("POST", path, json, with(headers, "application/json"));
    }

    public Answer put(String path, String json, String... headers) {
        return send("PUT", path, json, with(headers, "application/json"));
    }

    public Answer patch(String path, String json, String... headers) {
        return send("PATCH", path, json, with(headers, "application/merge-patch+json"));
    }

    public Answer delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    public Answer send(String method, String path, String body, String... headers) {
        byte[] bytes = body == null ? null : body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return sendBytes(method, path, bytes, headers);
    }

    public Answer sendBytes(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String[] with(String[] headers, String contentType) {
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equalsIgnoreCase("Content-Type")) {
                return headers;
            }
        }
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = contentType;
        return all;
    }
}
