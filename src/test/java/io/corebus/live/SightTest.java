package io.corebus.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscribers see the rows and the fields that they may read, over every protocol: here as guests, who see active projects without what they cost. */
class SightTest {
    private static final String GUEST = "guest-token";
    private static final String SEEN =
            "{\"id\":\"p1\",\"version\":1,\"key\":\"CORE\",\"name\":\"n\",\"status\":\"active\","
                    + "\"archived\":false,\"created_by\":\"x\"}";
    private static final String ACTIVE = SEEN.replace("\"status\"", "\"budget\":10.50,\"status\"");
    private static final String PLANNED = ACTIVE.replace("active", "planned").replace("p1", "p2");
    private final LiveHouse house = new LiveHouse();

    @BeforeEach
    void allow() {
        house.tokens.allow(GUEST, "guest-1", Duration.ofHours(1), "guest");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void change(String kind, String before, String after) {
        house.journal.write("projects", kind, "id", 1, before, after);
    }

    private static void assertSeen(JsonObject event) {
        assertThat(event.getJsonObject("data").encode()).isEqualTo(SEEN);
    }

    private LiveClient webSocket(String token, String filter) {
        LiveClient client = house.connect("projects", token);
        client.expect("welcome");
        client.send(new JsonObject()
                .put("type", "subscribe_updates")
                .put("filter", filter)
                .put("since", 0));
        return client;
    }

    @Test
    void overWebSocket_rowsAndFieldsAreThoseOfTheCaller() {
        change("created", null, PLANNED);
        change("created", null, ACTIVE);
        LiveClient guest = webSocket(GUEST, null);
        guest.expect("subscribed");
        assertSeen(guest.expect("resource_created"));

        change("updated", PLANNED, ACTIVE);
        assertSeen(guest.expect("resource_updated"));
        change("updated", ACTIVE, PLANNED);
        change("deleted", PLANNED, null);
        guest.expectNothingFor(150);
        change("deleted", ACTIVE, null);
        assertSeen(guest.expect("resource_deleted"));
    }

    @Test
    void whatWasErased_isForThoseWhoMayReadEveryRow() {
        LiveClient guest = webSocket(GUEST, null);
        LiveClient viewer = webSocket(LiveHouse.VIEWER, null);
        guest.expect("subscribed");
        viewer.expect("subscribed");

        change("created", null, null);

        assertThat(viewer.expect("resource_created").getValue("data")).isNull();
        guest.expectNothingFor(150);
    }

    @Test
    void aHiddenField_isNoFieldForAFilter() {
        LiveClient guest = webSocket(GUEST, "budget=gt=10");
        JsonObject error = guest.expect("error");
        assertThat(error.getString("detail")).isEqualTo("There is no field 'budget' in projects.");
        LiveClient viewer = webSocket(LiveHouse.VIEWER, "budget=gt=10");
        viewer.expect("subscribed");
    }

    @Test
    void overServerSentEvents_theSame() {
        HttpClient client = house.vertx.createHttpClient();
        Buffer received = Buffer.buffer();
        house.await(client.request(
                        HttpMethod.GET, house.port(), "127.0.0.1", "/api/projects/events?since=0&access_token=" + GUEST)
                .compose(HttpClientRequest::send)
                .onSuccess(response -> response.handler(received::appendBuffer)));
        change("created", null, PLANNED);
        change("created", null, ACTIVE);

        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(received.toString()).contains("\"data\":" + SEEN));
        assertThat(received.toString()).doesNotContain("budget").doesNotContain("p2");
    }

    @Test
    void overSockJs_theSame() {
        LiveClient guest = house.connect("/eventbus/websocket?access_token=" + GUEST, Map.of());
        guest.send(new JsonObject().put("type", "register").put("address", "corebus.events.projects"));
        assertThat(guest.expect("rec").getJsonObject("body").getString("type")).isEqualTo("subscribed");
        change("created", null, PLANNED);
        change("created", null, ACTIVE);

        assertSeen(guest.expect("rec").getJsonObject("body"));
        JsonObject list = new JsonObject().put("action", "list").put("sort", "budget");
        guest.send(new JsonObject()
                .put("type", "send")
                .put("address", "corebus.commands.projects")
                .put("replyAddress", "r")
                .put("body", list));
        assertThat(guest.expect("err").getString("failureType")).isEqualTo("bad-query");
    }

    @Test
    void rightsThatBecomeLess_areLessAtOnce_onAConnectionThatStays() {
        LiveClient client = webSocket(LiveHouse.VIEWER, "status!=done");
        client.expect("subscribed");
        change("created", null, ACTIVE);
        assertThat(client.expect("resource_created").getJsonObject("data").containsKey("budget"))
                .isTrue();

        house.tokens.allow(LiveHouse.VIEWER, "viewer-1", Duration.ofHours(1), "guest");
        house.tokens.changed("viewer-1");
        org.awaitility.Awaitility.await().untilAsserted(() -> {
            change("created", null, ACTIVE);
            assertSeen(client.expect("resource_created"));
        });
        change("created", null, PLANNED);
        client.expectNothingFor(150);
    }
}
