package io.corebus.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.audit.AuditMessages.Sealed;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every event once, in order, whatever becomes of the bell. */
class StreamTest {
    private LiveHouse house = new LiveHouse();

    @AfterEach
    void close() {
        house.close();
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void anEvent_hasEverythingTheGuideSays() {
        LiveClient client = house.subscribe("features", null);
        house.journal.write(
                "features", "updated", "id-1", 3, "{\"value\":1}", "{\"value\":2,\"name\":\"a \\\"b\\\"\"}");
        JsonObject event = client.next();
        assertThat(event).isEqualTo(new JsonObject("""
                        {"type":"resource_updated","feature":"features","resource_id":"id-1","user_id":"user-1",
                         "timestamp":"2026-11-25T10:00:00.000001Z","seq":1,"version":3,
                         "data":{"value":2,"name":"a \\"b\\""}}"""));
    }

    @Test
    void aDeletion_bringsWhatWasThereBefore() {
        LiveClient client = house.subscribe("features", null);
        house.journal.write("features", "deleted", "id-1", 4, "{\"value\":1}", null);
        assertThat(client.expect("resource_deleted").getJsonObject("data")).isEqualTo(new JsonObject("{\"value\":1}"));
    }

    @Test
    void whatIsNoChangeOfTheFeature_isNotSent() {
        LiveClient client = house.subscribe("features", null);
        house.journal.write("projects", "created", "id-1", 1, null, "{}");
        house.journal.write("features", "denied", null, 0, null, "{}");
        house.journal.write("users", "signed-in", null, 0, null, null);
        long seq = house.journal.create("features", 1);
        assertThat(client.seqs(1)).containsExactly(seq);
        client.expectNothingFor(200);
    }

    @Test
    void anErasedPayload_isNull() {
        LiveClient client = house.subscribe("features", null);
        house.journal.write("features", "created", "id-1", 1, null, null);
        assertThat(client.expect("resource_created").getMap()).containsEntry("data", null);
    }

    @Test
    void lostBells_loseNothing() {
        LiveClient client = house.subscribe("features", null);
        house.journal.bell = rung -> {};
        house.journal.writeMany("features", 50);
        assertThat(client.seqs(50)).isEqualTo(numbers(1, 50));
    }

    @Test
    void aGap_isFilledFromTheJournal_atOnce() {
        LiveClient client = house.subscribe("features", null);
        house.journal.bell = rung -> {};
        house.journal.writeMany("features", 3);
        house.journal.bell = house.journal::ring;
        long began = System.nanoTime();
        house.journal.writeMany("features", 1);
        assertThat(client.seqs(4)).isEqualTo(numbers(1, 4));
        assertThat(System.nanoTime() - began).as("not the look after a second").isLessThan(700_000_000L);
        assertThat(house.count("corebus.live.gaps")).isEqualTo(1);
    }

    @Test
    void doubledBells_deliverOnce() {
        LiveClient client = house.subscribe("features", null);
        house.journal.bell = rung -> {
            house.journal.ring(rung);
            house.journal.ring(rung);
        };
        house.journal.writeMany("features", 20);
        assertThat(client.seqs(20)).isEqualTo(numbers(1, 20));
        client.expectNothingFor(200);
    }

    /** 500 bells, of which some are lost, some doubled, some late, some in one with others; five seeds. */
    @Test
    void bellsInAnyShape_deliverEverythingOnceInOrder() {
        for (long seed = 1; seed <= 5; seed++) {
            LiveClient client = house.subscribe("features", null);
            long from = house.journal.head() + 1;
            house.journal.bell = mistreat(new Random(seed));
            house.journal.writeMany("features", 500);
            house.journal.bell = house.journal::ring;
            assertThat(client.seqs(500)).as("seed " + seed).isEqualTo(numbers(from, from + 499));
            client.close();
        }
    }

    private java.util.function.Consumer<Sealed> mistreat(Random random) {
        List<Sealed> held = new ArrayList<>();
        return rung -> {
            int fate = random.nextInt(10);
            if (fate < 2) {
                return;
            }
            if (fate < 4) {
                house.vertx.setTimer(1 + random.nextInt(300), late -> house.journal.ring(rung));
            } else if (fate < 5) {
                held.add(rung);
                held.forEach(house.journal::ring);
            } else {
                house.journal.ring(rung);
            }
        };
    }

    @Test
    void aJournalThatIsAway_isAskedAgain() throws Exception {
        LiveClient client = house.subscribe("features", null);
        house.journal.away = true;
        house.journal.bell = rung -> {};
        house.journal.writeMany("features", 10);
        Thread.sleep(1_500);
        int asked = house.journal.readings.get();
        house.journal.away = false;
        assertThat(client.seqs(10)).isEqualTo(numbers(1, 10));
        assertThat(asked).as("with pauses that grow").isLessThan(12);
    }

    @Test
    void aJournalThatAnswersLate_isAskedOneThingAtATime() {
        LiveClient client = house.subscribe("features", null);
        house.journal.lateMillis = 100;
        house.journal.bell = rung -> {
            if (rung.entries().get(0).seq() % 3 == 0) {
                house.journal.ring(rung);
            }
        };
        int before = house.journal.readings.get();
        house.journal.writeMany("features", 300);
        assertThat(client.seqs(300)).isEqualTo(numbers(1, 300));
        assertThat(house.journal.readings.get() - before).isLessThan(20);
    }

    @Test
    void aRoomThatStartsWithoutAJournal_servesWhenItIsThere() {
        house.close();
        house = new LiveHouse(LiveHouse.config(100, 1_048_576), 30);
        LiveClient client = house.connect("features", LiveHouse.VIEWER);
        assertThat(client.expect("welcome").getLong("head")).isEqualTo(30);
    }

    @Test
    void theStatus_tellsHowItIsGoing() {
        LiveClient client = house.subscribe("features", null);
        house.journal.create("features", 1);
        client.seqs(1);
        client.send("get_status");
        assertThat(client.next())
                .isEqualTo(new JsonObject(
                        "{\"type\":\"status\",\"feature\":\"features\",\"subscribers\":1,\"head\":1,\"lag\":0}"));
    }

    @Test
    void manySubscribers_getEachEventOnce_andAreCounted() {
        List<LiveClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(house.subscribe("features", null));
        }
        house.journal.writeMany("features", 10);
        assertThat(clients).allSatisfy(client -> assertThat(client.seqs(10)).isEqualTo(numbers(1, 10)));
        assertThat(house.count("corebus.live.deliveries")).isEqualTo(200);
        assertThat(house.gauge("corebus.live.connections")).isEqualTo(20);
        assertThat(house.gauge("corebus.live.subscriptions")).isEqualTo(20);
    }
}
