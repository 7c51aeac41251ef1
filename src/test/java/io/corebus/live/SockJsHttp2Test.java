package io.corebus.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SockJS without WebSocket over HTTP/2: one connection, which others use as well. */
class SockJsHttp2Test {
    private final LiveHouse house = new LiveHouse(LiveHouse.config(20, 1_048_576), 0);
    private final HttpClient client = house.vertx.createHttpClient(
            new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
    private final Stream other = new Stream();

    private static final class Stream {
        final StringBuffer text = new StringBuffer();
        final AtomicBoolean ended = new AtomicBoolean();
        final AtomicBoolean broken = new AtomicBoolean();
        final AtomicBoolean disconnected = new AtomicBoolean();

        void read(HttpClientResponse response) {
            response.handler(part -> text.append(part.toString()));
            response.endHandler(end -> ended.set(true));
            response.exceptionHandler(cause -> broken.set(true));
            response.request().connection().closeHandler(closed -> disconnected.set(true));
        }

        void await(String part) {
            org.awaitility.Awaitility.await()
                    .untilAsserted(() -> assertThat(text.toString()).contains(part));
        }
    }

    @BeforeEach
    void openAnother() {
        read(HttpMethod.GET, "/api/features/events?access_token=" + LiveHouse.EDITOR, other);
        other.await("subscribed");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void read(HttpMethod method, String path, Stream stream) {
        HttpClientResponse response = house.await(client.request(method, house.port(), "127.0.0.1", path)
                .compose(request -> request.send().onSuccess(stream::read)));
        assertThat(response.version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("connection")).isNull();
    }

    private String poll() {
        return house.await(client.request(HttpMethod.POST, house.port(), "127.0.0.1", path("xhr"))
                .compose(request -> request.send().compose(HttpClientResponse::body))
                .map(body -> body.toString()));
    }

    private void send(JsonObject frame) {
        HttpClientResponse response =
                house.await(client.request(HttpMethod.POST, house.port(), "127.0.0.1", path("xhr_send"))
                        .compose(request ->
                                request.send(new JsonArray().add(frame.encode()).toBuffer())));
        assertThat(response.statusCode()).isEqualTo(204);
    }

    private static String path(String transport) {
        return "/eventbus/000/session-1/" + transport + "?access_token=" + LiveHouse.VIEWER;
    }

    private static JsonObject register() {
        return new JsonObject().put("type", "register").put("address", "corebus.events.features");
    }

    private void loseTheToken() {
        house.tokens.remove(LiveHouse.VIEWER);
        house.tokens.changed("viewer-1");
    }

    private void assertTheOtherGoesOn() {
        house.journal.create("features", 777);
        other.await("id-777");
        assertThat(other.ended).isFalse();
        assertThat(other.disconnected).isFalse();
    }

    @Test
    void polling_getsEvents_andItsEnd() {
        assertThat(poll()).isEqualTo("o\n");
        send(register());
        assertThat(poll()).contains("subscribed");
        house.journal.create("features", 5);
        assertThat(poll()).contains("id-5");
        loseTheToken();
        assertThat(poll()).contains("4401");
        assertThat(poll()).isEqualTo("c[3000,\"Go away!\"]\n");
        assertTheOtherGoesOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST xhr_streaming", "GET eventsource"})
    void theEndOfASession_isTheEndOfItsStreamOnly(String transport) {
        Stream stream = new Stream();
        String[] parts = transport.split(" ");
        read(HttpMethod.valueOf(parts[0]), path(parts[1]), stream);
        send(register());
        stream.await("subscribed");
        loseTheToken();
        stream.await("4401");
        stream.await("c[3000");
        org.awaitility.Awaitility.await().untilTrue(stream.ended);
        assertThat(stream.broken).isFalse();
        assertTheOtherGoesOn();
    }

    /** A stream that was long enough makes place for the next one. */
    @Test
    void aLongStream_isFollowedByAnother_ofTheSameSession() {
        Stream stream = new Stream();
        read(HttpMethod.POST, path("xhr_streaming"), stream);
        send(register());
        stream.await("subscribed");
        house.journal.write("features", "created", "id-1", 1, null, "{\"text\":\"" + "x".repeat(200_000) + "\"}");
        org.awaitility.Awaitility.await().untilTrue(stream.ended);
        house.journal.create("features", 6);
        Stream next = new Stream();
        read(HttpMethod.POST, path("xhr_streaming"), next);
        next.await("id-6");
        assertTheOtherGoesOn();
    }
}
