package io.corebus.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that send what they should not, or do not read. */
class HostileClientTest {
    private static final long MAX_PENDING = 262_144;
    private final LiveHouse house = new LiveHouse(LiveHouse.config(200, MAX_PENDING), 0);

    @AfterEach
    void close() {
        house.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json | malformed-json",
                "[] | validation",
                "{\"type\":\"a\",\"type\":\"b\"} | malformed-json",
                "{} | unknown-message",
                "{\"type\":7} | unknown-message",
                "{\"type\":\"nothing\"} | unknown-message",
                "{\"type\":\"subscribe_updates\",\"filter\":\"nothing==1\"} | bad-query",
                "{\"type\":\"subscribe_updates\",\"filter\":\"((\"} | bad-query",
                "{\"type\":\"subscribe_updates\",\"filter\":{}} | malformed-message",
                "{\"type\":\"subscribe_updates\",\"filtr\":\"value==1\"} | malformed-message"
            })
    void aMessageThatIsNotUnderstood_isAnsweredWithAnError(String message, String code) {
        LiveClient client = house.connect("features", LiveHouse.VIEWER);
        client.expect("welcome");
        client.socket().writeTextMessage(message);
        JsonObject error = client.expect("error");
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(error.getString("detail")).isNotBlank();
        client.send("subscribe_updates");
        client.expect("subscribed");
    }

    @Test
    void tenOfThem_close() {
        LiveClient client = house.connect("features", LiveHouse.VIEWER);
        client.expect("welcome");
        for (int i = 0; i < 10; i++) {
            client.socket().writeTextMessage("nonsense");
        }
        for (int i = 0; i < 10; i++) {
            client.expect("error");
        }
        assertThat(client.closeCode(3)).isEqualTo(4400);
    }

    @Test
    void onlyThoseInARow_close() {
        LiveClient client = house.connect("features", LiveHouse.VIEWER);
        client.expect("welcome");
        for (int i = 0; i < 30; i++) {
            client.socket().writeTextMessage(i % 10 == 9 ? "{\"type\":\"get_status\"}" : "nonsense");
            client.expect(i % 10 == 9 ? "status" : "error");
        }
    }

    @Test
    void whatIsUnderstoodAndRefused_doesNotClose() {
        LiveClient client = house.connect("features", LiveHouse.VIEWER);
        client.expect("welcome");
        for (int i = 0; i < 12; i++) {
            client.send(new JsonObject().put("type", "subscribe_updates").put("filter", "nothing==1"));
            assertThat(client.expect("error").getString("code")).isEqualTo("bad-query");
        }
        client.send("subscribe_updates");
        client.expect("subscribed");
    }

    @Test
    void aSecondSubscription_isRefused() {
        LiveClient client = house.subscribe("features", null);
        client.send("subscribe_updates");
        assertThat(client.expect("error").getString("code")).isEqualTo("already-subscribed");
    }

    @Test
    void aFloodOfSubscriptions_costsNoReadingEach() {
        house.journal.writeMany("features", 1_000);
        LiveClient client = house.connect("features", LiveHouse.VIEWER);
        client.expect("welcome");
        for (int i = 0; i < 1_000; i++) {
            client.send(new JsonObject().put("type", "subscribe_updates").put("since", 0));
        }
        client.send("get_status");
        while (!client.next().getString("type").equals("status")) {
            // One subscription, its events, and many refusals.
        }
        assertThat(house.journal.readingsOfFeatures.get()).isLessThan(10);
        assertThat(house.gauge("corebus.live.subscriptions")).isEqualTo(1);
    }

    @Test
    void binaryMessages_areRefused() {
        LiveClient client = house.connect("features", LiveHouse.VIEWER);
        client.expect("welcome");
        client.socket().writeBinaryMessage(Buffer.buffer("{}"));
        assertThat(client.expect("error").getString("code")).isEqualTo("malformed-message");
    }

    @Test
    void aFrameOfOneMegabyte_closes() {
        LiveClient client = house.connect("features", LiveHouse.VIEWER);
        client.expect("welcome");
        client.socket().writeTextMessage("x".repeat(1_048_576));
        assertThat(client.closeCode(5)).isIn(1002, 1009, 1006);
        org.awaitility.Awaitility.await()
                .untilAsserted(() ->
                        assertThat(house.gauge("corebus.live.connections")).isZero());
    }

    @Test
    void aMessageOfManyFrames_isBounded() {
        LiveClient client = house.connect("features", LiveHouse.VIEWER);
        client.expect("welcome");
        String part = "x".repeat(30_000);
        client.socket().writeFrame(io.vertx.core.http.WebSocketFrame.textFrame(part, false));
        for (int i = 0; i < 5; i++) {
            client.socket().writeFrame(io.vertx.core.http.WebSocketFrame.continuationFrame(Buffer.buffer(part), false));
        }
        assertThat(client.closeCode(5)).isEqualTo(1009);
    }

    /** It stops reading while 40 MB are written: it is cut, and what waits for it is bounded; others get everything. */
    @Test
    void aClientThatDoesNotRead_isCut_andCostsBoundedMemory() {
        LiveClient slow = house.subscribe("features", null);
        LiveClient quick = house.subscribe("features", null);
        slow.socket().pause();
        String data = "{\"text\":\"" + "x".repeat(20_000) + "\"}";
        for (int i = 0; i < 2_000; i++) {
            house.journal.write("features", "created", "id-" + i, 1, null, data);
            if (i % 20 == 19) {
                quick.seqs(20);
            }
        }
        org.awaitility.Awaitility.await()
                .untilAsserted(
                        () -> assertThat(house.count("corebus.live.cuts")).isEqualTo(1));
        assertThat(house.gauge("corebus.live.subscriptions")).isEqualTo(1);
        assertThat(house.count("corebus.live.deliveries")).isLessThan(2_000 + 600);
    }

    /** When it reads again, it gets what had been sent, and the code; nothing is between what it saw and where it resumes. */
    @Test
    void aClientThatWasCut_readsTheCode_andResumes() {
        LiveClient slow = house.subscribe("features", null);
        slow.socket().pause();
        String data = "{\"text\":\"" + "x".repeat(20_000) + "\"}";
        for (int i = 0; i < 600; i++) {
            house.journal.write("features", "created", "id-" + i, 1, null, data);
        }
        org.awaitility.Awaitility.await()
                .untilAsserted(
                        () -> assertThat(house.count("corebus.live.cuts")).isEqualTo(1));
        slow.socket().resume();
        assertThat(slow.closeCode(10)).isEqualTo(4408);
        int seen = slow.received();
        assertThat(slow.seqs(seen)).startsWith(1L).endsWith((long) seen).hasSizeLessThan(600);
        assertThat(house.subscribe("features", (long) seen).seqs(600 - seen)).endsWith(600L);
    }

    /** More than may wait came while it did not read; it reads on in time, and gets the rest from memory or the journal. */
    @Test
    void aClientThatDoesNotReadForAMoment_isNotCut() {
        LiveClient client = house.subscribe("features", null);
        client.socket().pause();
        house.journal.burst("features", 1_000, "{\"text\":\"" + "x".repeat(20_000) + "\"}");
        house.await(house.vertx.timer(1_000));
        assertThat(house.count("corebus.live.deliveries")).isLessThan(1_000);
        client.socket().resume();
        assertThat(client.seqs(1_000)).isSorted().endsWith(1_000L);
        assertThat(house.count("corebus.live.cuts")).isZero();
    }

    /** Catching up is not reading slowly: what it missed comes as fast as it takes it. */
    @Test
    void aClientThatMissedMoreThanTheBound_isNotCut() {
        String data = "{\"text\":\"" + "x".repeat(20_000) + "\"}";
        for (int i = 0; i < 500; i++) {
            house.journal.write("features", "created", "id-" + i, 1, null, data);
        }
        List<Long> seqs = house.subscribe("features", 0L).seqs(500);
        assertThat(seqs).startsWith(1L).endsWith(500L);
        assertThat(house.count("corebus.live.cuts")).isZero();
    }

    @Test
    void aFloodOfQuestions_thatNobodyReadsTheAnswersOf_isCut() {
        LiveClient client = house.subscribe("features", null);
        client.socket().pause();
        for (int i = 0; i < 200_000 && house.count("corebus.live.cuts") == 0; i++) {
            client.send("get_status");
            if (i % 1_000 == 0) {
                house.await(house.vertx.timer(1));
            }
        }
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(house.gauge("corebus.live.connections")).isZero());
    }
}
