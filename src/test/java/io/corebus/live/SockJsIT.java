package io.corebus.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.testing.NodeClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stock clients from npm, unchanged. */
class SockJsIT {
    private final LiveHouse house = new LiveHouse(LiveHouse.config(20, 1_048_576), 0);
    private final NodeClient client = NodeClient.start();

    @AfterEach
    void close() {
        client.close();
        house.close();
    }

    private void connect(String token, String transport) {
        String url = "http://127.0.0.1:" + house.port() + "/eventbus" + (token == null ? "" : "?access_token=" + token);
        client.tell(new JsonObject()
                .put("do", "connect")
                .put("url", url)
                .put("options", new JsonObject().put("transports", List.of(transport))));
        assertThat(client.expect("open").getString("transport")).isEqualTo(transport);
    }

    private void register(String feature, JsonObject headers) {
        client.tell(new JsonObject()
                .put("do", "register")
                .put("address", "corebus.events." + feature)
                .put("headers", headers));
    }

    private JsonObject body() {
        return client.expect("message").getJsonObject("body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "xhr-streaming", "xhr-polling"})
    void events_overEveryTransport(String transport) {
        house.journal.writeMany("features", 100);
        connect(LiveHouse.VIEWER, transport);
        register("features", new JsonObject().put("since", "90"));
        assertThat(body().getString("type")).isEqualTo("subscribed");
        for (long seq = 91; seq <= 100; seq++) {
            assertThat(body().getLong("seq")).isEqualTo(seq);
        }
        house.journal.writeMany("features", 50);
        for (long seq = 101; seq <= 150; seq++) {
            assertThat(body().getLong("seq")).isEqualTo(seq);
        }
    }

    /** More than may wait for a client, while it had no time to read any of it. */
    @ParameterizedTest
    @ValueSource(strings = {"websocket", "xhr-streaming", "xhr-polling", "eventsource"})
    void aBurst_isNoSlowReading(String transport) {
        connect(LiveHouse.VIEWER, transport);
        register("features", new JsonObject());
        assertThat(body().getString("type")).isEqualTo("subscribed");
        house.journal.burst("features", 3_000, "{\"text\":\"" + "x".repeat(900) + "\"}");
        for (long seq = 1; seq <= 3_000; seq++) {
            assertThat(body().getLong("seq")).isEqualTo(seq);
        }
        assertThat(house.count("corebus.live.cuts")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "xhr-streaming", "xhr-polling", "eventsource"})
    void aRefusedToken_isTold_overEveryTransport(String transport) {
        connect(LiveHouse.VIEWER, transport);
        register("features", new JsonObject());
        body();
        house.tokens.remove(LiveHouse.VIEWER);
        house.journal.burst("features", 10, "{}");
        house.tokens.changed("viewer-1");
        for (int i = 0; i < 10; i++) {
            body();
        }
        assertThat(client.expect("error").getJsonObject("error").getInteger("failureCode"))
                .isEqualTo(4401);
        client.expect("close");
    }

    @Test
    void aCommand_isAnsweredToTheCallback_andItsEventComes() {
        connect(null, "websocket");
        JsonObject token = new JsonObject().put("authorization", "Bearer " + LiveHouse.EDITOR);
        register("features", token.copy());
        assertThat(body().getString("type")).isEqualTo("subscribed");
        client.tell(new JsonObject()
                .put("do", "send")
                .put("id", 7)
                .put("address", "corebus.commands.features")
                .put("body", new JsonObject("{\"action\":\"create\",\"data\":{\"name\":\"a\",\"value\":1}}")));
        JsonObject first = client.next();
        JsonObject second = client.next();
        JsonObject reply = first.getString("on").equals("reply") ? first : second;
        JsonObject event = first.getString("on").equals("reply") ? second : first;
        assertThat(reply.getInteger("id")).isEqualTo(7);
        assertThat(event.getJsonObject("body").getString("resource_id"))
                .isEqualTo(reply.getJsonObject("body").getString("id"));
    }

    @Test
    void aRefusal_reachesTheHandler_orTheCallback() {
        connect(LiveHouse.STRANGER, "websocket");
        register("features", new JsonObject());
        JsonObject error = client.expect("message").getJsonObject("error");
        assertThat(error.getInteger("failureCode")).isEqualTo(403);
        assertThat(error.getString("failureType")).isEqualTo("forbidden");
        client.tell(new JsonObject("""
                {"do":"send","id":1,"address":"corebus.storage.list-users","body":{}}"""));
        assertThat(client.expect("reply").getJsonObject("error").getString("failureType"))
                .isEqualTo("address-not-allowed");
        client.tell(new JsonObject("{\"do\":\"publish\",\"address\":\"corebus.audit.sealed\",\"body\":{}}"));
        assertThat(client.expect("error").getJsonObject("error").getString("failureType"))
                .isEqualTo("unknown-message");
    }

    @Test
    void anEndOfTheStream_isToldBeforeTheClose() {
        connect(LiveHouse.VIEWER, "websocket");
        register("features", new JsonObject());
        body();
        house.tokens.remove(LiveHouse.VIEWER);
        house.tokens.changed("viewer-1");
        JsonObject error = client.expect("error").getJsonObject("error");
        assertThat(error.getInteger("failureCode")).isEqualTo(4401);
        client.expect("close");
    }

    @Test
    void afterUnregister_theClientCanRegisterAgain_whereItWas() {
        connect(LiveHouse.VIEWER, "websocket");
        register("features", new JsonObject());
        body();
        client.tell(new JsonObject("{\"do\":\"unregister\",\"address\":\"corebus.events.features\"}"));
        org.awaitility.Awaitility.await()
                .untilAsserted(() ->
                        assertThat(house.gauge("corebus.live.subscriptions")).isZero());
        house.journal.writeMany("features", 5);
        register("features", new JsonObject().put("since", 2));
        assertThat(body().getString("type")).isEqualTo("subscribed");
        assertThat(body().getLong("seq")).isEqualTo(3);
    }
}
