package io.corebus.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may connect, how it shows who it is, and when it has to go. */
class AdmissionTest {
    private final LiveHouse house = new LiveHouse(LiveHouse.config(100, 1_048_576, 5), 0);
    private final HttpClient client = house.vertx.createHttpClient();
    private final WebSocketClient sockets = house.vertx.createWebSocketClient();

    @AfterEach
    void close() {
        house.close();
    }

    private void assertRefused(String path, Map<String, String> headers, int status, String code) {
        assertThatThrownBy(() -> house.connect(path, headers))
                .hasCauseInstanceOf(UpgradeRejectedException.class)
                .satisfies(thrown -> assertProblem((UpgradeRejectedException) thrown.getCause(), status, code));
    }

    private static void assertProblem(UpgradeRejectedException refused, int status, String code) {
        assertThat(refused.getStatus()).isEqualTo(status);
        assertThat(new JsonObject(refused.getBody()).getString("code")).isEqualTo(code);
    }

    @Test
    void aToken_inTheHeader() {
        LiveClient client = house.connect("/ws/features", Map.of("authorization", "Bearer " + LiveHouse.VIEWER));
        assertThat(client.next())
                .isEqualTo(new JsonObject("{\"type\":\"welcome\",\"feature\":\"features\",\"head\":0}"));
    }

    @Test
    void aToken_inTheFirstMessage() {
        LiveClient client = house.connectWithoutToken("features");
        client.send("get_status");
        assertThat(client.expect("error").getString("code")).isEqualTo("unauthenticated");
        client.send(new JsonObject().put("type", "authenticate").put("token", LiveHouse.VIEWER));
        client.expect("welcome");
        client.send("subscribe_updates");
        client.expect("subscribed");
    }

    @Test
    void noToken_isClosed() {
        LiveClient client = house.connectWithoutToken("features");
        assertThat(client.closeCode(13)).isEqualTo(4401);
        assertThat(client.closeReason()).isEqualTo("No token came in time.");
    }

    @Test
    void aWrongToken_isRefusedBeforeTheHandshake() {
        assertRefused("/ws/features?access_token=wrong", Map.of(), 401, "invalid-token");
        assertRefused("/ws/features", Map.of("authorization", "Basic abc"), 401, "invalid-token");
        assertRefused("/ws/features?access_token=", Map.of(), 401, "invalid-token");
    }

    @Test
    void aWrongToken_inTheFirstMessage_closes() {
        LiveClient client = house.connectWithoutToken("features");
        client.send(new JsonObject().put("type", "authenticate").put("token", "wrong"));
        assertThat(client.closeCode(5)).isEqualTo(4401);
    }

    @Test
    void withoutTheRole_isForbidden() {
        assertRefused("/ws/features?access_token=" + LiveHouse.STRANGER, Map.of(), 403, "forbidden");
        LiveClient client = house.connectWithoutToken("features");
        client.send(new JsonObject().put("type", "authenticate").put("token", LiveHouse.STRANGER));
        assertThat(client.closeCode(5)).isEqualTo(4403);
    }

    @Test
    void anUnknownFeature_orOneThatIsNotLive_isNotFound() {
        assertRefused("/ws/nothing?access_token=" + LiveHouse.VIEWER, Map.of(), 404, "unknown-feature");
        assertRefused("/ws/notes?access_token=" + LiveHouse.EDITOR, Map.of(), 404, "unknown-feature");
    }

    @Test
    void anotherParameter_isRefused() {
        assertRefused("/ws/features?token=" + LiveHouse.VIEWER, Map.of(), 400, "unknown-parameter");
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void withoutAnUpgrade_thePathSaysWhatItSpeaks(HttpVersion version) {
        HttpClientOptions options =
                new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false);
        HttpClientResponse response = house.await(house.vertx
                .createHttpClient(options)
                .request(HttpMethod.GET, house.port(), "127.0.0.1", "/ws/features")
                .compose(request -> request.send()));
        assertThat(response.statusCode()).isEqualTo(426);
        assertThat(response.getHeader("upgrade")).isEqualTo(version == HttpVersion.HTTP_2 ? null : "websocket");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example.com", "null", "http://127.0.0.1:1", "https://app.example.com.evil.org"})
    void aPageOfAnotherOrigin_isRefused(String origin) {
        Map<String, String> headers = Map.of("origin", origin);
        assertRefused("/ws/features?access_token=" + LiveHouse.VIEWER, headers, 403, "origin-not-allowed");
        assertRefused("/eventbus/websocket?access_token=" + LiveHouse.VIEWER, headers, 403, "origin-not-allowed");
    }

    @Test
    void aPageOfTheSameOrigin_orOfOneThatIsConfigured_mayConnect() {
        String path = "/ws/features?access_token=" + LiveHouse.VIEWER;
        house.connect(path, Map.of("origin", "http://127.0.0.1:" + house.port()))
                .expect("welcome");
        house.connect(path, Map.of("origin", "https://127.0.0.1:" + house.port()))
                .expect("welcome");
        house.connect(path, Map.of("origin", "https://app.example.com")).expect("welcome");
    }

    @Test
    void tooManyConnections_areRefused_untilOneGoes() {
        LiveClient first = house.subscribe("features", null);
        for (int i = 0; i < 4; i++) {
            house.subscribe("features", null);
        }
        assertRefused("/ws/features?access_token=" + LiveHouse.VIEWER, Map.of(), 503, "overloaded");
        first.close();
        org.awaitility.Awaitility.await()
                .untilAsserted(() ->
                        assertThat(house.gauge("corebus.live.connections")).isEqualTo(4));
        house.subscribe("features", null);
    }

    private Future<Integer> status(HttpMethod method, String path, String body) {
        return client.request(method, house.port(), "127.0.0.1", path)
                .compose(request -> request.send(body))
                .map(HttpClientResponse::statusCode);
    }

    private Future<Integer> handshake(String path) {
        return sockets.connect(house.port(), "127.0.0.1", path)
                .map(101)
                .otherwise(refused -> ((UpgradeRejectedException) refused).getStatus());
    }

    private void fill(int connections) {
        for (int i = 0; i < connections; i++) {
            house.subscribe("features", null);
        }
    }

    /** Who they are takes a while to be known: two that ask together may not both get the last place. */
    @ParameterizedTest
    @ValueSource(strings = {"/ws/features", "/api/features/events"})
    void connectionsThatAskTogether_count_whileTheyAreWaitedFor(String path) {
        fill(4);
        Promise<Void> known = Promise.promise();
        house.tokens.silent(known.future());
        String shown = path + "?access_token=" + LiveHouse.EDITOR;
        boolean socket = path.startsWith("/ws");
        Future<Integer> first = socket ? handshake(shown) : status(HttpMethod.GET, shown, "");
        Future<Integer> second = socket ? handshake(shown) : status(HttpMethod.GET, shown, "");
        org.awaitility.Awaitility.await().until(() -> first.isComplete() || second.isComplete());
        assertThat(first.isComplete() ? first.result() : second.result()).isEqualTo(503);
        known.complete();
        assertThat(List.of(house.await(first), house.await(second))).containsOnlyOnce(503);
        // The answer is on its way before the connection has come in.
        org.awaitility.Awaitility.await().until(() -> house.gauge("corebus.live.connections") == 5);
    }

    @Test
    void whereThereAreEnough_aSessionOfSockJsGoesOn_andNoOtherBegins() {
        String session = "/eventbus/000/session-1/";
        assertThat(house.await(status(HttpMethod.POST, session + "xhr", ""))).isEqualTo(200);
        fill(4);
        assertThat(house.await(status(HttpMethod.POST, session + "xhr_send", "[\"{\\\"type\\\":\\\"no\\\"}\"]")))
                .isEqualTo(204);
        assertThat(house.await(status(HttpMethod.POST, session + "xhr", ""))).isEqualTo(200);
        assertThat(house.await(status(HttpMethod.POST, "/eventbus/000/session-2/xhr", "")))
                .isEqualTo(503);
        assertRefused("/eventbus/000/session-1/websocket", Map.of(), 503, "overloaded");
    }

    @Test
    void anExpiredToken_endsTheStream() {
        house.tokens.allow("short", "viewer-2", Duration.ofSeconds(2), "viewer");
        LiveClient client = house.connect("features", "short");
        client.expect("welcome");
        assertThat(client.closeCode(5)).isEqualTo(4401);
        assertThat(client.closeReason())
                .isEqualTo("The access token has expired. Get a new one, and resume with since.");
    }

    @Test
    void aLaterToken_letsTheStreamLiveLonger() throws Exception {
        house.tokens.allow("short", "viewer-2", Duration.ofSeconds(2), "viewer");
        house.tokens.allow("long", "viewer-2", Duration.ofHours(1), "viewer");
        LiveClient client = house.connect("features", "short");
        client.expect("welcome");
        client.send(new JsonObject().put("type", "authenticate").put("token", "long"));
        client.expect("welcome");
        Thread.sleep(3_500);
        client.send("get_status");
        client.expect("status");
    }

    @Test
    void aTokenOfAnotherUser_isRefused() {
        LiveClient client = house.connect("features", LiveHouse.VIEWER);
        client.expect("welcome");
        client.send(new JsonObject().put("type", "authenticate").put("token", LiveHouse.EDITOR));
        assertThat(client.expect("error").getString("code")).isEqualTo("another-user");
    }

    @Test
    void aUserThatIsDisabled_isOutAtOnce() {
        LiveClient client = house.subscribe("features", null);
        LiveClient other = house.connect("features", LiveHouse.EDITOR);
        other.expect("welcome");
        house.tokens.remove(LiveHouse.VIEWER);
        house.tokens.changed("viewer-1");
        assertThat(client.closeCode(2)).isEqualTo(4401);
        other.send("get_status");
        other.expect("status");
    }

    @Test
    void aUserThatLostItsRole_isOutAtOnce() {
        LiveClient client = house.subscribe("features", null);
        house.tokens.allow(LiveHouse.VIEWER, "viewer-1", Duration.ofHours(1), "nothing");
        house.tokens.changed("viewer-1");
        assertThat(client.closeCode(2)).isEqualTo(4403);
        assertThat(client.closeReason()).isEqualTo("You may not read this any more.");
    }

    @Test
    void aUserThatChangedOtherwise_stays() {
        LiveClient client = house.subscribe("features", null);
        house.tokens.allow(LiveHouse.VIEWER, "viewer-1", Duration.ofHours(1), "viewer", "editor");
        house.tokens.changed("viewer-1");
        client.expectNothingFor(300);
        house.journal.create("features", 1);
        assertThat(client.seqs(1)).containsExactly(1L);
    }

    /** The bell may have been lost: a stream is looked at again soon after it came. */
    @Test
    void aUserThatIsDisabled_isOutSoon_evenIfNobodySaidSo() {
        LiveClient client = house.subscribe("features", null);
        house.tokens.remove(LiveHouse.VIEWER);
        assertThat(client.closeCode(6)).isEqualTo(4401);
    }

    @Test
    void whileAccessIsAway_aStreamGoesOn_untilSomebodyCanSay() throws Exception {
        LiveClient client = house.subscribe("features", null);
        house.tokens.away(true);
        house.tokens.remove(LiveHouse.VIEWER);
        house.tokens.changed("viewer-1");
        client.expectNothingFor(500);
        house.journal.create("features", 1);
        assertThat(client.seqs(1)).containsExactly(1L);
        house.tokens.away(false);
        assertThat(client.closeCode(4)).isEqualTo(4401);
    }

    @Test
    void aNodeThatDrains_sendsEverybodyElsewhere() {
        LiveClient client = house.subscribe("features", null);
        house.drain();
        assertThat(client.closeCode(3)).isEqualTo(1001);
        assertThat(client.closeReason()).isEqualTo("This node stops. Connect again, and resume with since.");
        assertRefused("/ws/features?access_token=" + LiveHouse.VIEWER, Map.of(), 503, "draining");
    }

    @Test
    void aRoomThatStops_sendsEverybodyElsewhere() {
        LiveClient client = house.subscribe("features", null);
        house.undeploy();
        assertThat(client.closeCode(2)).isEqualTo(1001);
        assertThat(house.gauge("corebus.live.connections")).isZero();
        assertThat(house.gauge("corebus.live.subscriptions")).isZero();
    }
}
