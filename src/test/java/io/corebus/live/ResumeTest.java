package io.corebus.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever resumes gets what followed, without a gap and without a double. The ring holds 20 events, the journal had 500 when the room started. */
class ResumeTest {
    private static final int BEFORE = 500;
    private final LiveHouse house = new LiveHouse(LiveHouse.config(20, 1_048_576), BEFORE);

    @AfterEach
    void close() {
        house.close();
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    /** Around the ends of the journal, of its pages, and of the ring, which reaches back to 520 after 40 more. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 199, 200, 201, 399, 400, 499, 500, 501, 518, 519, 520, 521, 538, 539, 540})
    void since_atEveryEdge(long since) {
        house.journal.writeMany("features", 40);
        LiveClient live = house.subscribe("features", null);
        house.journal.create("features", 0);
        live.seqs(1);
        LiveClient client = house.subscribe("features", since);
        assertThat(client.seqs((int) (541 - since))).isEqualTo(numbers(since + 1, 541));
        house.journal.writeMany("features", 3);
        assertThat(client.seqs(3)).isEqualTo(numbers(542, 544));
        client.expectNothingFor(50);
    }

    @Test
    void fromTheRing_theJournalIsNotAsked() {
        LiveClient live = house.subscribe("features", null);
        house.journal.writeMany("features", 10);
        live.seqs(10);
        LiveClient client = house.subscribe("features", 503L);
        assertThat(client.seqs(7)).isEqualTo(numbers(504, 510));
        assertThat(house.journal.readingsOfFeatures).hasValue(0);
    }

    /** Denials, calls of agents and the like are in the journal of a feature, but are no events: more of them than a page has. */
    @ParameterizedTest
    @ValueSource(ints = {1, 250, 450})
    void whatIsNoEvent_isPassedOnce(int others) {
        for (int i = 0; i < others; i++) {
            house.journal.write("features", "tool-called", null, 0, null, "{}");
        }
        // After it, what came before is read from the journal.
        long last = house.journal.write("features", "erased", "id-x", 1, null, "{}");
        LiveClient client = house.subscribe("features", (long) BEFORE);
        client.expectNothingFor(300);

        assertThat(house.journal.readingsOfFeatures.get()).isLessThan(10);
        house.journal.create("features", 1);
        assertThat(client.seqs(1)).containsExactly(last + 1);
    }

    @Test
    void whatWasErased_isNotToldAnyMore() {
        LiveClient live = house.subscribe("features", null);
        house.journal.writeMany("features", 3);
        live.seqs(3);
        house.journal.erase("features", "id-1");
        house.journal.create("features", 9);
        live.seqs(1);

        LiveClient client = house.subscribe("features", 500L);

        assertThat(client.expect("resource_created").getJsonObject("data").getInteger("value"))
                .isZero();
        assertThat(client.expect("resource_created").getJsonObject("data")).isNull();
        assertThat(client.expect("resource_created").getJsonObject("data").getInteger("value"))
                .isEqualTo(2);
        assertThat(client.seqs(1)).containsExactly(505L);
    }

    @Test
    void aHundredWhoWantTheSame_shareTheReadings() {
        house.journal.lateMillis = 50;
        List<LiveClient> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            LiveClient client = house.connect("features", LiveHouse.VIEWER);
            clients.add(client);
        }
        clients.forEach(client ->
                client.send(new JsonObject().put("type", "subscribe_updates").put("since", 300)));
        for (LiveClient client : clients) {
            client.expect("welcome");
            client.expect("subscribed");
            assertThat(client.seqs(200)).isEqualTo(numbers(301, 500));
        }
        assertThat(house.journal.readingsOfFeatures.get()).isLessThan(60);
    }

    @Test
    void otherFeaturesBetween_areNoGap() {
        house.journal.bell = rung -> {};
        for (int i = 0; i < 700; i++) {
            house.journal.create("projects", i);
        }
        house.journal.bell = house.journal::ring;
        long last = house.journal.create("features", 1);
        LiveClient client = house.subscribe("features", 498L);
        assertThat(client.seqs(3)).containsExactly(499L, 500L, last);
    }

    @Test
    void aJournalThatNoLongerReachesBack_tellsToReadAgain_andGoesOn() {
        house.journal.forgetBefore(300);
        LiveClient client = house.connect("features", LiveHouse.VIEWER);
        client.expect("welcome");
        client.send(new JsonObject().put("type", "subscribe_updates").put("since", 100));
        client.expect("subscribed");
        JsonObject resync = client.expect("resync");
        assertThat(resync.getLong("seq")).isEqualTo(500);
        assertThat(resync.getString("detail"))
                .isEqualTo("Events before this are not there any more. Read the resources again.");
        house.journal.writeMany("features", 2);
        assertThat(client.seqs(2)).isEqualTo(numbers(501, 502));
        assertThat(house.count("corebus.live.resyncs")).isEqualTo(1);
    }

    @Test
    void exactlyAtTheBeginningOfTheJournal_nothingIsMissing() {
        house.journal.forgetBefore(300);
        assertThat(house.subscribe("features", 299L).seqs(201)).isEqualTo(numbers(300, 500));
    }

    @Test
    void aJournalThatWasCutWhileTheRoomWasDeaf_tellsEverybody() {
        LiveClient client = house.subscribe("features", null);
        house.journal.bell = rung -> {};
        synchronized (house.journal) {
            house.journal.writeMany("features", 100);
            house.journal.forgetBefore(550);
        }
        assertThat(client.expect("resync").getLong("seq")).isEqualTo(549);
        assertThat(client.seqs(51)).isEqualTo(numbers(550, 600));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "\"abc\"", "99999999999999999999", "true", "[]"})
    void since_thatIsNoNumber_isRefused(String since) {
        LiveClient client = house.connect("features", LiveHouse.VIEWER);
        client.expect("welcome");
        client.socket().writeTextMessage("{\"type\":\"subscribe_updates\",\"since\":" + since + "}");
        assertThat(client.expect("error").getString("code")).isEqualTo("bad-since");
    }

    @Test
    void since_inTheFuture_isRefused() {
        LiveClient client = house.connect("features", LiveHouse.VIEWER);
        client.expect("welcome");
        client.send(new JsonObject().put("type", "subscribe_updates").put("since", 501));
        assertThat(client.next())
                .isEqualTo(new JsonObject()
                        .put("type", "error")
                        .put("code", "bad-since")
                        .put(
                                "detail",
                                "since is 501, but the newest event is 500. Read again, and subscribe without since."));
    }

    /** Another node was ahead: what this one has not heard of yet is no future. */
    @Test
    void since_thatThisNodeHasNotHeardYet_isTaken() {
        house.journal.bell = rung -> {};
        house.journal.writeMany("features", 5);
        LiveClient client = house.subscribe("features", 504L);
        assertThat(client.seqs(1)).containsExactly(505L);
    }

    /** Clients come at random places while events are written, some while the journal is slow or the bell is lost. */
    @Test
    void resumingAnywhere_whileEventsArrive_missesNothingAndDoublesNothing() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            house.journal.bell = rung -> {
                if (random.nextInt(4) > 0) {
                    house.journal.ring(rung);
                }
            };
            List<LiveClient> clients = new ArrayList<>();
            List<Long> places = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                house.journal.lateMillis = random.nextInt(3) == 0 ? random.nextInt(30) : 0;
                house.journal.writeMany("features", random.nextInt(25));
                long since = Math.max(0, house.journal.head() - random.nextInt(random.nextBoolean() ? 40 : 400));
                LiveClient client = house.connect("features", LiveHouse.VIEWER);
                client.send(new JsonObject().put("type", "subscribe_updates").put("since", since));
                clients.add(client);
                places.add(since);
            }
            house.journal.lateMillis = 0;
            house.journal.bell = house.journal::ring;
            house.journal.create("features", 1);
            checkAll(seed, clients, places);
        }
    }

    private void checkAll(long seed, List<LiveClient> clients, List<Long> places) {
        long head = house.journal.head();
        for (int i = 0; i < clients.size(); i++) {
            LiveClient client = clients.get(i);
            client.expect("welcome");
            client.expect("subscribed");
            assertThat(client.seqs((int) (head - places.get(i))))
                    .as("seed " + seed + ", client " + i)
                    .isEqualTo(numbers(places.get(i) + 1, head));
            assertThat(client.received()).isZero();
            client.close();
        }
    }
}
