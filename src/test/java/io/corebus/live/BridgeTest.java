package io.corebus.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.corebus.config.LimitsConfig;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The frames of the event-bus bridge, over SockJS's plain WebSocket. */
class BridgeTest {
    private final LiveHouse house = new LiveHouse(LiveHouse.config(20, 1_048_576), 0);

    @AfterEach
    void close() {
        house.close();
    }

    private LiveClient connect(String token) {
        return house.connect("/eventbus/websocket" + (token == null ? "" : "?access_token=" + token), Map.of());
    }

    private static JsonObject frame(String type, String address) {
        return new JsonObject().put("type", type).put("address", address);
    }

    private static JsonObject register(String feature, JsonObject headers) {
        return frame("register", "corebus.events." + feature).put("headers", headers);
    }

    private static JsonObject command(String feature, JsonObject body) {
        return frame("send", "corebus.commands." + feature)
                .put("replyAddress", "reply-1")
                .put("body", body);
    }

    private static JsonObject body(LiveClient client) {
        return client.expect("rec").getJsonObject("body");
    }

    private static void assertRefused(LiveClient client, String address, int status, String code) {
        JsonObject refusal = client.expect("err");
        assertThat(refusal.getString("address")).isEqualTo(address);
        assertThat(refusal.getInteger("failureCode")).isEqualTo(status);
        assertThat(refusal.getString("failureType")).isEqualTo(code);
        assertThat(refusal.getString("message")).endsWith(".");
    }

    @Test
    void aHandler_getsEvents_fromItsPlaceOn() {
        house.journal.writeMany("features", 50);
        LiveClient client = connect(LiveHouse.VIEWER);
        client.send(register("features", new JsonObject().put("since", "47")));
        assertThat(body(client))
                .isEqualTo(
                        new JsonObject("{\"type\":\"subscribed\",\"feature\":\"features\",\"since\":47,\"head\":50}"));
        assertThat(body(client).getLong("seq")).isEqualTo(48);
        assertThat(body(client).getLong("seq")).isEqualTo(49);
        assertThat(body(client).getLong("seq")).isEqualTo(50);
        house.journal.create("features", 1);
        JsonObject event = client.expect("rec");
        assertThat(event.getString("address")).isEqualTo("corebus.events.features");
        assertThat(event.getJsonObject("body").getString("type")).isEqualTo("resource_created");
    }

    @Test
    void aToken_inTheHeaderOfAFrame() {
        LiveClient client = connect(null);
        client.send(register("features", new JsonObject()));
        assertRefused(client, "corebus.events.features", 401, "unauthenticated");
        client.send(register("features", new JsonObject().put("authorization", "Bearer wrong")));
        assertRefused(client, "corebus.events.features", 401, "invalid-token");
        client.send(register("features", new JsonObject().put("authorization", "Bearer " + LiveHouse.VIEWER)));
        assertThat(body(client).getString("type")).isEqualTo("subscribed");
        client.send(command("features", new JsonObject().put("action", "list")));
        assertThat(body(client)).isEqualTo(new JsonObject("{\"data\":[],\"page\":{\"next\":null}}"));
    }

    /** Nobody was told of it, and the next look of its own would come much later. */
    @ParameterizedTest
    @ValueSource(strings = {"send", "register"})
    void aTokenThatIsOver_isGoodForNoFurtherFrame(String type) throws InterruptedException {
        LiveClient client = connect(LiveHouse.EDITOR);
        JsonObject list = new JsonObject().put("action", "list");
        client.send(command("features", list));
        assertThat(body(client)).isNotNull();
        house.tokens.remove(LiveHouse.EDITOR);
        Thread.sleep(1_600); // The door remembers for a second and a half.
        client.send(type.equals("send") ? command("features", list) : register("features", new JsonObject()));
        JsonObject refusal = client.expect("err");
        assertThat(refusal.getString("failureType")).isEqualTo("invalid-token");
        assertThat(refusal.getInteger("failureCode")).isEqualTo(401);
        assertRefused(client, null, 4401, "invalid-token");
        assertThat(client.closeCode(3)).isEqualTo(4401);
    }

    @Test
    void theRateOfTheToken_holdsHere() {
        house.tokens.limit(LiveHouse.VIEWER, 1);
        assertLimited(connect(LiveHouse.VIEWER), "rec", 2);
        assertLimited(connect(LiveHouse.VIEWER), null, 0);
    }

    @ParameterizedTest
    @CsvSource({LiveHouse.VIEWER + ", rec", ", err"})
    void theRateOfCallers_andOfAddresses_holdsHere(String token, String served) {
        LimitsConfig limits = new LimitsConfig(1, 3, 1, 3);
        try (LiveHouse limited = new LiveHouse(LiveHouse.config(20, 1_048_576), limits, 0)) {
            String query = token == null ? "" : "?access_token=" + token;
            assertLimited(limited.connect("/eventbus/websocket" + query, Map.of()), served, 3);
        }
    }

    private static void assertLimited(LiveClient client, String served, int burst) {
        for (int i = 0; i <= burst; i++) {
            client.send(command("features", new JsonObject().put("action", "list")));
            if (i < burst) {
                assertThat(client.expect(served).getString("failureType")).isNotEqualTo("rate-limited");
            }
        }
        JsonObject refusal = client.expect("err");
        assertThat(refusal.getString("failureType")).isEqualTo("rate-limited");
        assertThat(refusal.getInteger("failureCode")).isEqualTo(429);
    }

    @Test
    void aHeader_inAnyCase() {
        house.journal.writeMany("features", 5);
        LiveClient client = connect(null);
        JsonObject headers = new JsonObject()
                .put("Authorization", "Bearer " + LiveHouse.VIEWER)
                .put("Since", "3")
                .put("FILTER", "value=ge=4");
        client.send(register("features", headers));
        assertThat(body(client).getLong("since")).isEqualTo(3);
        assertThat(body(client).getLong("seq")).isEqualTo(5);
    }

    @Test
    void aRefusal_saysWhatIsWrong() {
        LiveClient client = connect(LiveHouse.EDITOR);
        client.send(command("features", new JsonObject("{\"action\":\"create\",\"data\":{\"name\":\"\"}}")));
        JsonObject refusal = client.expect("err");
        JsonObject fault = refusal.getJsonArray("errors").getJsonObject(0);
        assertThat(fault.getString("pointer")).startsWith("/");
        assertThat(fault.getString("code")).isNotBlank();
        assertThat(refusal.getString("message"))
                .startsWith("The body has ")
                .contains(" " + fault.getString("pointer") + ": " + fault.getString("detail"));
    }

    @Test
    void aRefusal_tellsTheVersionThereIs() {
        LiveClient client = connect(LiveHouse.EDITOR);
        client.send(
                command("features", new JsonObject("{\"action\":\"create\",\"data\":{\"name\":\"a\",\"value\":1}}")));
        String id = body(client).getString("id");
        client.send(command(
                "features",
                new JsonObject("{\"action\":\"patch\",\"version\":7,\"data\":{\"value\":2}}").put("id", id)));
        JsonObject refusal = client.expect("err");
        assertThat(refusal.getString("failureType")).isEqualTo("version-mismatch");
        assertThat(refusal.getLong("current_version")).isEqualTo(1);
        assertThat(refusal.getString("message")).endsWith(" The current version is 1.");
    }

    @Test
    void whatIsUnderstoodAndRefused_doesNotClose() {
        LiveClient client = connect(LiveHouse.VIEWER);
        client.send(register("features", new JsonObject()));
        client.expect("rec");
        for (int i = 0; i < 12; i++) {
            client.send(register("features", new JsonObject()));
            assertRefused(client, "corebus.events.features", 400, "already-subscribed");
        }
        house.journal.create("features", 1);
        client.expect("rec");
    }

    @Test
    void aWrongToken_onConnect_closes() {
        LiveClient client = connect("wrong");
        assertRefused(client, null, 4401, "invalid-token");
        assertThat(client.closeCode(3)).isEqualTo(4401);
    }

    @ParameterizedTest
    @CsvSource({
        "register, corebus.storage.read-sealed, 403, address-not-allowed",
        "register, corebus.audit.sealed, 403, address-not-allowed",
        "register, corebus.access.user-changed, 403, address-not-allowed",
        "register, corebus.commands.features, 403, address-not-allowed",
        "register, corebus.events.nothing, 404, unknown-feature",
        "register, corebus.events.notes, 404, unknown-feature",
        "register, corebus.events., 404, unknown-feature",
        "register, '', 403, address-not-allowed",
        "send, corebus.resource.create, 403, address-not-allowed",
        "send, corebus.events.features, 403, address-not-allowed",
        "send, __vertx.reply.1, 403, address-not-allowed",
        "unregister, corebus.events.features, 400, not-subscribed",
        "unregister, corebus.audit.sealed, 403, address-not-allowed",
        "publish, corebus.events.features, 400, unknown-message",
        "reply, corebus.commands.features, 400, unknown-message"
    })
    void nothingElseIsReachable(String type, String address, int status, String code) {
        LiveClient client = connect(LiveHouse.EDITOR);
        client.send(frame(type, address).put("body", new JsonObject()));
        assertRefused(client, address.isEmpty() ? null : address, status, code);
        client.send(register("features", new JsonObject()));
        assertThat(body(client).getString("type")).isEqualTo("subscribed");
    }

    @Test
    void tenOfThem_close() {
        LiveClient client = connect(LiveHouse.EDITOR);
        for (int i = 0; i < 10; i++) {
            client.send(frame("register", "corebus.audit.sealed"));
        }
        for (int i = 0; i < 10; i++) {
            client.expect("err");
        }
        assertRefused(client, null, 4400, "malformed");
        assertThat(client.closeCode(3)).isEqualTo(4400);
    }

    @Test
    void withoutTheRole_isForbidden() {
        LiveClient client = connect(LiveHouse.STRANGER);
        client.send(register("features", new JsonObject()));
        assertRefused(client, "corebus.events.features", 403, "forbidden");
        client.send(command("features", new JsonObject().put("action", "list")));
        assertRefused(client, "reply-1", 403, "forbidden");
    }

    @Test
    void subscriptions_areBounded_andNotDoubled() {
        LiveClient client = connect(LiveHouse.VIEWER);
        client.send(register("features", new JsonObject()));
        client.expect("rec");
        client.send(register("features", new JsonObject()));
        assertRefused(client, "corebus.events.features", 400, "already-subscribed");
        client.send(register("projects", new JsonObject()));
        client.expect("rec");
        client.send(register("tasks", new JsonObject()));
        assertRefused(client, "corebus.events.tasks", 429, "too-many-subscriptions");
        client.send(frame("unregister", "corebus.events.projects"));
        client.send(register("tasks", new JsonObject()));
        assertThat(body(client).getString("feature")).isEqualTo("tasks");
    }

    /** Two features at once, both far behind: both get everything, in order. */
    @Test
    void twoThatCatchUp_atTheSameTime() {
        String data = "{\"text\":\"" + "x".repeat(20_000) + "\"}";
        for (int i = 0; i < 60; i++) {
            house.journal.write("features", "created", "id-" + i, 1, null, data);
            house.journal.write("projects", "created", "id-" + i, 1, null, data);
        }
        LiveClient client = connect(LiveHouse.VIEWER);
        client.send(register("features", new JsonObject().put("since", 0)));
        client.send(register("projects", new JsonObject().put("since", 0)));
        List<JsonObject> bodies = new java.util.ArrayList<>();
        for (int i = 0; i < 122; i++) {
            bodies.add(body(client));
        }
        for (String feature : List.of("features", "projects")) {
            List<Long> seqs = bodies.stream()
                    .filter(body -> body.getString("feature").equals(feature) && body.containsKey("seq"))
                    .map(body -> body.getLong("seq"))
                    .toList();
            assertThat(seqs).hasSize(60).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void afterUnregister_nothingComes() {
        LiveClient client = connect(LiveHouse.VIEWER);
        client.send(register("features", new JsonObject()));
        client.expect("rec");
        client.send(frame("unregister", "corebus.events.features"));
        client.send(new JsonObject().put("type", "ping"));
        org.awaitility.Awaitility.await()
                .untilAsserted(() ->
                        assertThat(house.gauge("corebus.live.subscriptions")).isZero());
        house.journal.create("features", 1);
        client.expectNothingFor(200);
    }

    @Test
    void commands_doWhatRestDoes() {
        LiveClient client = connect(LiveHouse.EDITOR);
        client.send(command("features", new JsonObject("""
                {"action":"create","data":{"name":"a","value":1},"idempotency_key":"k1"}""")));
        JsonObject created = body(client);
        assertThat(created.getInteger("version")).isEqualTo(1);
        String id = created.getString("id");
        client.send(command("features", new JsonObject("""
                {"action":"create","data":{"name":"a","value":1},"idempotency_key":"k1"}""")));
        assertThat(body(client).getString("id")).as("a repeat").isEqualTo(id);
        client.send(command("features", new JsonObject().put("action", "get").put("id", id)));
        assertThat(body(client).getJsonObject("data").getString("name")).isEqualTo("a");
        client.send(command("features", new JsonObject("{\"action\":\"patch\",\"data\":{\"value\":2}}").put("id", id)));
        assertThat(body(client).getInteger("version")).isEqualTo(2);
        client.send(command(
                "features",
                new JsonObject("{\"action\":\"update\",\"data\":{\"name\":\"b\",\"value\":3}}").put("id", id)));
        assertThat(body(client).getInteger("version")).isEqualTo(3);
        client.send(command("features", new JsonObject().put("action", "delete").put("id", id)));
        assertThat(body(client).getInteger("version")).isEqualTo(4);
        client.send(command("features", new JsonObject().put("action", "get").put("id", id)));
        assertRefused(client, "reply-1", 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400 | bad-command",
                "{\"action\":\"drop\"} | 400 | bad-command",
                "{\"action\":\"get\"} | 400 | bad-command",
                "{\"action\":\"get\",\"id\":7} | 400 | bad-command",
                "{\"action\":\"create\"} | 400 | bad-command",
                "{\"action\":\"create\",\"data\":{},\"idempotency_key\":\"\"} | 400 | bad-command",
                "{\"action\":\"list\",\"limit\":\"5\"} | 400 | bad-command",
                "{\"action\":\"delete\",\"id\":\"x\",\"version\":1.5} | 400 | bad-command",
                "{\"action\":\"list\",\"limit\":5000} | 400 | bad-query",
                "{\"action\":\"list\",\"other\":1} | 400 | bad-command",
                "{\"action\":\"create\",\"data\":{\"name\":\"\"}} | 422 | validation"
            })
    void aBadCommand_isAnswered(String body, int status, String code) {
        LiveClient client = connect(LiveHouse.EDITOR);
        client.send(command("features", new JsonObject(body)));
        assertRefused(client, "reply-1", status, code);
    }

    @Test
    void aLostRole_endsTheOneSubscription_aLostUserEndsAll() {
        LiveClient client = connect(LiveHouse.VIEWER);
        client.send(register("features", new JsonObject()));
        client.expect("rec");
        house.tokens.allow(LiveHouse.VIEWER, "viewer-1", java.time.Duration.ofHours(1), "nothing");
        house.tokens.changed("viewer-1");
        assertRefused(client, "corebus.events.features", 403, "forbidden");
        assertThat(house.gauge("corebus.live.subscriptions")).isZero();
        house.tokens.remove(LiveHouse.VIEWER);
        house.tokens.changed("viewer-1");
        assertRefused(client, null, 4401, "invalid-token");
        assertThat(client.closeCode(3)).isEqualTo(4401);
    }

    @Test
    void aFrameThatIsTooLarge_closes() {
        LiveClient client = connect(LiveHouse.VIEWER);
        client.socket().writeTextMessage("x".repeat(1_048_576));
        client.closeCode(5);
        org.awaitility.Awaitility.await()
                .untilAsserted(() ->
                        assertThat(house.gauge("corebus.live.connections")).isZero());
    }

    /** As the client library of SockJS does it, which wraps frames in frames; nothing there can be held back. */
    private WebSocket wrapped(List<String> heard) {
        WebSocketConnectOptions connect = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(house.port())
                .setURI("/eventbus/1/abcdefgh/websocket?access_token=" + LiveHouse.VIEWER);
        return house.await(house.vertx
                .createWebSocketClient()
                .webSocket()
                .textMessageHandler(heard::add)
                .connect(connect));
    }

    private static String wrapped(JsonObject frame) {
        return new JsonArray().add(frame.encode()).encode();
    }

    @Test
    void whatComesWhileAnotherIsAtWork_isTakenAfterwards_inItsOrder() {
        Promise<Void> known = Promise.promise();
        house.tokens.silent(known.future());
        List<String> heard = new CopyOnWriteArrayList<>();
        WebSocket client = wrapped(heard);
        for (String name : List.of("frame-1", "frame-2", "frame-3")) {
            client.writeTextMessage(wrapped(frame(name, name)));
        }
        house.await(house.vertx.timer(150));
        assertThat(heard).containsExactly("o");
        known.complete();
        await().untilAsserted(
                        () -> assertThat(String.join(" ", heard)).containsSubsequence("frame-1", "frame-2", "frame-3"));
    }

    @Test
    void whoSendsMoreThanIsKept_isCut() {
        house.tokens.silent(Promise.<Void>promise().future());
        List<String> heard = new CopyOnWriteArrayList<>();
        WebSocket client = wrapped(heard);
        JsonObject large = frame("ping", "x".repeat(60_000));
        for (int i = 0; i < 20; i++) {
            client.writeTextMessage(wrapped(large));
        }
        await().untilAsserted(() ->
                assertThat(heard).anySatisfy(text -> assertThat(text).contains("too-many-messages")));
    }
}
