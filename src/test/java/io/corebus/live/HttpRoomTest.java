package io.corebus.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The live door on the server of the http room, on several event loops. */
class HttpRoomTest {
    private final LiveHouse house = new LiveHouse();

    @BeforeEach
    void move() {
        house.moveIntoTheHttpRoom(LiveHouse.config(100, 1_048_576));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private record Answer(HttpClientResponse head, Buffer body) {}

    private Answer get(String path) {
        return house.await(house.vertx
                .createHttpClient()
                .request(HttpMethod.GET, house.port(), "127.0.0.1", path)
                .compose(request -> request.putHeader("authorization", "Bearer " + LiveHouse.VIEWER)
                        .send()
                        .compose(response -> response.body().map(body -> new Answer(response, body)))));
    }

    @Test
    void onePort_servesBoth() {
        assertThat(get("/api/features").body().toJsonObject().getJsonArray("data"))
                .isEmpty();
        assertThat(get("/api/features/events?other=1").body().toJsonObject().getString("code"))
                .as("the events of a feature, not a resource of that name")
                .isEqualTo("unknown-parameter");
        assertThat(get("/nothing").head().statusCode()).isEqualTo(404);
        assertThat(get("/eventbus/info").body().toJsonObject().getBoolean("websocket"))
                .isTrue();
    }

    @Test
    void subscribersOnEveryEventLoop_getEverything() {
        List<LiveClient> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(house.subscribe("features", null));
        }
        house.journal.writeMany("features", 20);
        assertThat(clients)
                .allSatisfy(client -> assertThat(client.seqs(20)).endsWith(20L).isSorted());
        clients.get(0).send("get_status");
        assertThat(clients.get(0).expect("status").getInteger("subscribers")).isEqualTo(8);
    }

    /** Its pings have a time-out of their own. */
    @Test
    void aQuietSubscriber_outlivesTheTimeoutOfHttp() throws Exception {
        LiveClient client = house.subscribe("features", null);
        Thread.sleep(LiveHouse.HTTP_IDLE.multipliedBy(3).toMillis());
        house.journal.writeMany("features", 1);
        assertThat(client.seqs(1)).containsExactly(1L);
    }

    private StringBuffer follow(HttpMethod method, String path) {
        StringBuffer text = new StringBuffer();
        house.await(house.vertx
                .createHttpClient()
                .request(method, house.port(), "127.0.0.1", path + "?access_token=" + LiveHouse.VIEWER)
                .compose(request ->
                        request.send().onSuccess(response -> response.handler(part -> text.append(part.toString())))));
        return text;
    }

    private static void await(StringBuffer text, String part) {
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(text.toString()).contains(part));
    }

    @Test
    void aQuietEventStream_outlivesTheTimeoutOfHttp() throws Exception {
        StringBuffer text = follow(HttpMethod.GET, "/api/features/events");
        await(text, "subscribed");
        Thread.sleep(LiveHouse.HTTP_IDLE.multipliedBy(3).toMillis());
        house.journal.writeMany("features", 1);
        await(text, "id-0");
    }

    @Test
    void aQuietSessionOfSockJs_outlivesTheTimeoutOfHttp() throws Exception {
        LiveClient socket = house.connect("/eventbus/websocket?access_token=" + LiveHouse.VIEWER, Map.of());
        JsonObject register = new JsonObject("{\"type\":\"register\",\"address\":\"corebus.events.features\"}");
        socket.send(register);
        socket.expect("rec");
        StringBuffer streaming = follow(HttpMethod.POST, "/eventbus/000/session-1/xhr_streaming");
        StringBuffer source = follow(HttpMethod.GET, "/eventbus/000/session-2/eventsource");
        await(streaming, "o\n");
        await(source, "data: o");
        Thread.sleep(LiveHouse.HTTP_IDLE.multipliedBy(3).toMillis());
        house.journal.writeMany("features", 1);
        assertThat(socket.expect("rec").getJsonObject("body").getLong("seq")).isEqualTo(1);
        assertThat(house.gauge("corebus.live.connections")).isEqualTo(3);
    }

    @Test
    void whenTheHttpRoomStops_itSendsEverybodyElsewhere() {
        LiveClient client = house.subscribe("features", null);
        house.undeploy();
        assertThat(client.closeCode(3)).isEqualTo(1001);
    }

    @Test
    void thePage_runsNothingButItsOwn() {
        Answer page = get("/live");
        assertThat(page.head().getHeader("content-security-policy"))
                .startsWith("default-src 'none'; script-src 'self';")
                .doesNotContain("unsafe");
        assertThat(page.body().toString())
                .contains("<script src=\"/live/live.js\" defer></script>")
                .doesNotContain("style=", "onclick=", "<script>");
        for (String part :
                List.of("/live/live.js", "/live/live.css", "/live/icon.svg", "/live/sockjs.js", "/asyncapi.json")) {
            assertThat(get(part).head().statusCode()).as(part).isEqualTo(200);
        }
        assertThat(get("/live/features.json").body().toJsonObject())
                .isEqualTo(new JsonObject(Map.of("features", List.of("features", "projects", "tasks"))));
    }

    @Test
    void theVendoredClient_isTheOneThatItsNoteNames() throws Exception {
        Path home = Path.of("src/main/resources/io/corebus/live");
        byte[] file = Files.readAllBytes(home.resolve("sockjs-client-1.6.1.min.js"));
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        assertThat(Files.readString(home.resolve("sockjs-client.txt"))).contains(hash, "1.6.1", "MIT");
        assertThat(get("/live/sockjs.js").body().getBytes()).isEqualTo(file);
    }
}
