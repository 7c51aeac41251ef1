package io.corebus.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Health;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.InsertSeal;
import io.corebus.storage.JournalMessages.InsertSealKey;
import io.corebus.storage.JournalMessages.ReadUnsealed;
import io.corebus.storage.JournalMessages.Seal;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.Unsealed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SealerTest {
    private static final String AFTER = "{\"name\": \"x\"}";

    private AuditHouse house;

    @AfterEach
    void close() {
        house.close();
    }

    private void write(int entries) {
        Entry[] written = IntStream.range(0, entries)
                .mapToObj(i -> Samples.entry(house.journal.next() + i, "features", "r", "created", null, AFTER))
                .toArray(Entry[]::new);
        house.journal.write(written);
    }

    private List<Long> publishedSeqs() {
        return house.published.stream().map(SealedEntry::seq).toList();
    }

    private static List<Long> oneTo(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(Long::valueOf).toList();
    }

    private List<Integer> counts() {
        return house.journal.seals().stream().map(Seal::count).toList();
    }

    private static Map<String, String> parts(String sealing, String lag, String waiting) {
        return Map.of("sealing", sealing, "seal_lag_ms", lag, "waiting_entries", waiting);
    }

    @Test
    void whatIsWritten_isSealedAtTheBell_andPublished() {
        house = AuditHouse.with(1);
        write(1);
        house.awaitPublished(1);
        write(3);
        house.awaitPublished(4);

        assertThat(publishedSeqs()).isEqualTo(oneTo(4));
        assertThat(counts()).containsExactly(1, 3);
        assertThat(house.journal.requests(InsertSeal.class)).hasSize(2);
        assertThat(house.journal.requests(ReadUnsealed.class)).contains(new ReadUnsealed(2_000));
        assertThat(house.published.peek().entry().after().toString()).isEqualTo(AFTER);
        assertThat(house.meters.get("corebus.audit.seals").counter().count()).isEqualTo(2);
        assertThat(house.meters.get("corebus.audit.sealed.entries").counter().count())
                .isEqualTo(4);
        assertThat(house.meters.get("corebus.audit.waiting.entries").gauge().value())
                .isEqualTo(0);
        assertThat(house.meters.get("corebus.audit.seal.lag").gauge().value()).isEqualTo(0);
        assertThat(house.health()).isEqualTo(new Health.Report(true, parts("works", "0", "0")));
    }

    @Test
    void theFirstSealAfterTheBell_takesNoTimer() {
        house = AuditHouse.with(1);
        write(1);
        house.awaitPublished(1);
        long best = Long.MAX_VALUE;
        for (int i = 2; i < 8; i++) {
            Awaitility.await().pollDelay(Duration.ofMillis(60)).until(() -> true);
            long began = System.nanoTime();
            write(1);
            house.awaitPublished(i);
            best = Math.min(best, System.nanoTime() - began);
        }

        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(200));
    }

    @Test
    void aBellThatNobodyHeard_isMadeUpForWithinASecond() {
        house = AuditHouse.with(2);
        house.journal.withoutBell();
        write(1);
        house.awaitPublished(1);
        write(1);
        house.awaitPublished(2);

        assertThat(publishedSeqs()).isEqualTo(oneTo(2));
    }

    @Test
    void aBacklog_isSealedInFullPages(@TempDir Path directory) throws Exception {
        house = AuditHouse.withoutRoom();
        write(4_500);
        house.addRoom(AuditHouse.config());
        house.awaitPublished(4_500);

        assertThat(counts()).containsExactly(2_000, 2_000, 500);
        assertThat(publishedSeqs()).isEqualTo(oneTo(4_500));
        assertThat(house.verify(directory)).startsWith("0 ");
    }

    @Test
    void largePayloads_areSpreadOverSeals(@TempDir Path directory) throws Exception {
        house = AuditHouse.withoutRoom();
        String large = "{\"text\":\"" + "x".repeat(400_000) + "\"}";
        for (int i = 0; i < 5; i++) {
            house.journal.write("created", "r", null, large);
        }
        house.journal.write("created", "r", null, "{\"text\":\"" + "x".repeat(2_000_000) + "\"}");
        house.addRoom(AuditHouse.config());
        house.awaitPublished(6);

        assertThat(counts()).containsExactly(2, 2, 1, 1);
        assertThat(publishedSeqs()).isEqualTo(oneTo(6));
        List<Object> requests = List.copyOf(house.journal.requests);
        int lastSeal = requests.indexOf(house.journal.requests(InsertSeal.class).get(3));
        assertThat(requests.subList(0, lastSeal))
                .filteredOn(ReadUnsealed.class::isInstance)
                .as("one page was read for all of them")
                .hasSize(1);
        assertThat(house.verify(directory)).startsWith("0 ");
    }

    @Test
    void whatMayStillGetOthersBeforeIt_waits() {
        house = AuditHouse.with(1);
        house.journal.hold(1);
        write(3);
        house.awaitPublished(2);
        Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);

        assertThat(publishedSeqs()).isEqualTo(oneTo(2));
        assertThat(house.journal.requests(ReadUnsealed.class)).hasSizeBetween(3, 40);
        Health.Report report = house.health();
        assertThat(report.up()).isTrue();
        assertThat(report.parts()).containsEntry("waiting_entries", "1");
        assertThat(Long.parseLong(report.parts().get("seal_lag_ms"))).isGreaterThanOrEqualTo(300);

        house.journal.hold(0);
        house.awaitPublished(3);
        assertThat(house.journal.seals()).hasSizeBetween(2, 3);
    }

    @Test
    void aLagOverTheBound_isNotWell() {
        house = AuditHouse.withoutRoom();
        house.addRoom(new AuditConfig(null, Duration.ofMillis(200)));
        house.journal.hold(1);
        write(1);

        Awaitility.await()
                .untilAsserted(() -> assertThat(house.health().parts()).containsEntry("waiting_entries", "1"));
        Awaitility.await().untilAsserted(() -> assertThat(house.health().up()).isFalse());
        assertThat(house.health().parts()).containsEntry("sealing", "works");
        house.journal.hold(0);
        house.awaitPublished(1);
        assertThat(house.health().up()).isTrue();
    }

    @Test
    void severalInstances_makeOneTrail_andHardlyRace(@TempDir Path directory) throws Exception {
        house = AuditHouse.with(4);
        for (int i = 0; i < 150; i++) {
            write(1 + i % 3);
            Thread.sleep(4);
        }
        house.awaitPublished(300);

        assertThat(publishedSeqs()).containsExactlyInAnyOrderElementsOf(oneTo(300));
        assertThat(house.verify(directory)).startsWith("0 ");
        int seals = house.journal.seals().size();
        assertThat(seals).isGreaterThan(20);
        assertThat(house.journal.lostRaces.size()).isLessThanOrEqualTo(5 + seals / 10);
        assertThat(house.journal.requests(ReadUnsealed.class)).hasSizeLessThan(2 * seals + 60);
    }

    @Test
    void whenTheOneThatSealsIsGone_anotherGoesOnWithinTwoSeconds() {
        house = AuditHouse.withoutRoom();
        String first = house.addRoom(AuditHouse.config());
        write(1);
        house.awaitPublished(1);
        house.addRoom(AuditHouse.config());
        write(1);
        house.awaitPublished(2);
        house.await(house.vertx.undeploy(first));
        long began = System.nanoTime();
        write(1);
        house.awaitPublished(3);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aCrashBetweenTheSealAndItsNews_losesNothingInTheJournal(@TempDir Path directory) throws Exception {
        house = AuditHouse.withoutRoom();
        String crashing = house.addRoom(AuditHouse.config());
        house.journal.loseAnswers(JournalMessages.INSERT_SEAL);
        write(2);
        house.awaitSealed(2);
        house.vertx.undeploy(crashing);
        house.journal.recover();
        house.addRoom(AuditHouse.config());
        write(1);
        house.awaitSealed(3);

        Awaitility.await().untilAsserted(() -> assertThat(publishedSeqs()).contains(3L));
        assertThat(new HashSet<>(publishedSeqs())).hasSameSizeAs(publishedSeqs());
        assertThat(counts()).containsExactly(2, 1);
        assertThat(house.verify(directory)).startsWith("0 ");
    }

    @Test
    void anAnswerThatGotLost_isAskedForAgain_andMakesNoSecondSeal() {
        house = AuditHouse.with(1);
        house.journal.loseNextAnswer(JournalMessages.INSERT_SEAL);
        write(2);
        house.awaitPublished(2);

        assertThat(counts()).containsExactly(2);
        assertThat(house.journal.requests(InsertSeal.class)).hasSize(2);
        assertThat(house.journal.requests(InsertSeal.class).get(0))
                .isEqualTo(house.journal.requests(InsertSeal.class).get(1));
    }

    @Test
    void whileStorageIsAway_itIsNotWell_saysSoOnce_andRecovers() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(SealingState.class);
        log.start();
        logger.addAppender(log);
        house = AuditHouse.with(1);
        write(1);
        house.awaitPublished(1);
        house.journal.fail(
                JournalMessages.READ_UNSEALED, Failure.unavailable("storage-unavailable", "PostgreSQL is away."));
        write(1);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(house.health().parts()).containsEntry("sealing", "storage-unavailable"));
        int asked = house.journal.requests(ReadUnsealed.class).size();
        Awaitility.await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
        assertThat(house.health().up()).isFalse();
        assertThat(Long.parseLong(house.health().parts().get("seal_lag_ms"))).isGreaterThan(1_000);
        assertThat(house.journal.requests(ReadUnsealed.class).size() - asked).isBetween(1, 4);

        house.journal.recover();
        house.awaitPublished(2);
        Awaitility.await().untilAsserted(() -> assertThat(house.health().up()).isTrue());
        logger.detachAppender(log);
        assertThat(log.list)
                .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
                .containsExactly(
                        "INFO Sealing works",
                        "WARN Sealing does not work, trying on: storage-unavailable: PostgreSQL is away.",
                        "INFO Sealing works");
    }

    @Test
    void instancesThatStartAtOnce_makeOneKey_whichIsKeptInTheDatabase() {
        house = AuditHouse.with(3);
        write(1);
        house.awaitPublished(1);

        Awaitility.await().untilAsserted(() -> assertThat(house.journal.keys()).hasSize(1));
        JournalMessages.SealKey kept = house.journal.keys().get(0);
        assertThat(house.journal.seals().get(0).kid()).isEqualTo(kept.kid());
        assertThat(kept.privateJwk()).contains("\"d\"");
        assertThat(kept.publicJwk()).doesNotContain("\"d\"");
        assertThat(house.ask(AuditMessages.READ_KEYS, new AuditMessages.ReadKeys(), house.caller("admin"))
                        .jwks()
                        .toString())
                .isEqualTo("{\"keys\":[" + kept.publicJwk() + "]}");
    }

    @Test
    void aConfiguredKey_signs_andItsPublicPartIsMadeKnown() {
        SealingKey key = SealingKey.generate();
        house = AuditHouse.withoutRoom();
        house.addRoom(new AuditConfig(key.privateJwk(), Duration.ofSeconds(30)));
        write(1);
        house.awaitPublished(1);

        assertThat(house.journal.requests(InsertSealKey.class))
                .containsExactly(new InsertSealKey(key.kid(), key.publicJwk(), null, false));
        assertThat(house.journal.seals().get(0).kid()).isEqualTo(key.kid());
    }

    private static AuditConfig configured(String key) {
        return new AuditConfig(key, Duration.ofSeconds(30));
    }

    private void requireNotWell(String code) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(house.health().parts()).containsEntry("sealing", code));
        assertThat(house.health().up()).isFalse();
    }

    /** Its mount is lost, say: to go on with another key would undo the protection, and nobody would see it. */
    @Test
    void withoutTheKey_whereOneIsConfigured_nothingIsSealed_andItSaysWhatToDo() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(SealingState.class);
        SealingKey key = SealingKey.generate();
        house = AuditHouse.withoutRoom();
        String first = house.addRoom(configured(key.privateJwk()));
        write(1);
        house.awaitPublished(1);
        house.await(house.vertx.undeploy(first));
        log.start();
        logger.addAppender(log);
        String second = house.addRoom(AuditHouse.config());
        write(1);

        requireNotWell("seal-key-missing");
        logger.detachAppender(log);
        assertThat(log.list)
                .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
                .containsExactly("ERROR Nothing is sealed by this node: Seals are signed with a configured key, "
                        + key.kid() + ", and this node has none. Set audit.key as on the other nodes, or"
                        + " audit.key=database to go back to a key in the database.");
        assertThat(house.journal.sealed()).isEqualTo(1);
        assertThat(house.journal.keys()).hasSize(1);
        house.await(house.vertx.undeploy(second));
    }

    @Test
    void backToAKeyInTheDatabase_isPossibleOnPurpose(@TempDir Path directory) throws Exception {
        house = AuditHouse.withoutRoom();
        String first = house.addRoom(configured(SealingKey.generate().privateJwk()));
        write(1);
        house.awaitPublished(1);
        house.await(house.vertx.undeploy(first));
        house.addRoom(configured("database"));
        write(1);
        house.awaitPublished(2);

        assertThat(house.journal.keys()).hasSize(2);
        assertThat(house.journal.seals().get(1).kid())
                .isEqualTo(house.journal.keys().get(0).kid());
        assertThat(house.journal.keys().get(0).privateJwk()).contains("\"d\"");
        assertThat(house.verify(directory)).startsWith("0 ");
    }

    @Test
    void aChangeOfTheKey_isInTheKeySet_andANodeWithTheOldOneStops(@TempDir Path directory) throws Exception {
        house = AuditHouse.with(1);
        write(1);
        house.awaitPublished(1);
        String own = house.journal.keys().get(0).kid();
        SealingKey key = SealingKey.generate();
        house.journal.outrun(own);
        String configured = house.addRoom(configured(key.privateJwk()));
        write(1);
        house.awaitSealed(2);
        house.journal.outrun("");

        assertThat(house.journal.keys())
                .extracting(JournalMessages.SealKey::privateJwk)
                .containsOnlyNulls();
        assertThat(house.ask(AuditMessages.READ_KEYS, new AuditMessages.ReadKeys(), house.caller("admin"))
                        .jwks()
                        .toString())
                .contains("\"last_seal\":1}]}")
                .containsOnlyOnce("last_seal");
        assertThat(house.verify(directory)).startsWith("0 ");
        house.await(house.vertx.undeploy(configured));
        int sealed = house.journal.sealed();
        write(1);
        requireNotWell("seal-key-missing");
        assertThat(house.journal.sealed()).isEqualTo(sealed);
    }

    @Test
    void aConfiguredKey_thatWasReplaced_sealsNothing() {
        SealingKey old = SealingKey.generate();
        house = AuditHouse.withoutRoom();
        for (SealingKey key : List.of(old, SealingKey.generate())) {
            String room = house.addRoom(configured(key.privateJwk()));
            int before = house.journal.sealed();
            write(1);
            house.awaitSealed(before + 1);
            house.await(house.vertx.undeploy(room));
        }
        house.addRoom(configured(old.privateJwk()));
        write(1);

        requireNotWell("seal-key-replaced");
        assertThat(house.journal.sealed()).isEqualTo(2);
    }

    // --- seals that are gone

    private void writeAndSeal(int entries) {
        int before = house.journal.sealed();
        for (int i = 1; i <= entries; i++) {
            write(1);
            house.awaitPublished(before + i);
        }
    }

    /** The owner of the database has no key, and the node does not sign what they wrote. */
    @Test
    void whereSealsAreGone_nothingIsSealed_andItSaysWhatToDo() {
        house = AuditHouse.withoutRoom();
        house.addRoom(configured(SealingKey.generate().privateJwk()));
        writeAndSeal(3);
        String known = house.journal.seals().get(2).hash();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(SealingState.class);
        log.start();
        logger.addAppender(log);
        house.journal.removeSeals(2);
        house.journal.rewrite(2, Samples.entry(2, "features", "r", "created", null, "{\"name\": \"forged\"}"));
        write(1);

        requireNotWell("seals-gone");
        house.addRoom(AuditHouse.config()); // What comes later in this process knows as much.
        Awaitility.await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
        logger.detachAppender(log);
        assertThat(counts()).containsExactly(1);
        assertThat(house.journal.requests(InsertSeal.class)).hasSize(3);
        assertThat(log.list.get(0).getLevel() + " " + log.list.get(0).getFormattedMessage())
                .startsWith("ERROR Nothing is sealed by this node: This process has seen seal 3 with the hash " + known
                        + ", and the newest one in the database is seal 1 with the hash "
                        + house.journal.seals().get(0).hash() + ".")
                .contains("Bring the seals back")
                .contains("restart all nodes");
    }

    @Test
    void whereTheNewestSealIsAnotherOne_nothingIsSealed() {
        house = AuditHouse.with(1);
        writeAndSeal(1);
        SealingKey own = SealingKey.read(house.journal.keys().get(0).privateJwk());
        Seal seal = house.journal.removeSeals(1).get(0);
        Entry forged = Samples.entry(1, "features", "r", "created", null, "{\"name\": \"forged\"}");
        house.journal.rewrite(1, forged);
        Unsealed page = new Unsealed(1, 1, Seals.NO_PREVIOUS, List.of(forged), 1, 0);
        house.journal.putBack(
                List.of(Seals.make(page, 1, own, Instant.parse(seal.at())).seal()));
        write(1);

        requireNotWell("seals-gone");
        assertThat(house.journal.requests(InsertSeal.class))
                .noneMatch(made -> made.seal().number() == 2);
    }

    @Test
    void whenTheSealsAreBack_itGoesOn(@TempDir Path directory) throws Exception {
        house = AuditHouse.with(1);
        writeAndSeal(3);
        List<Seal> gone = house.journal.removeSeals(2);
        requireNotWell("seals-gone");
        house.journal.putBack(gone.subList(0, 1));
        write(1);
        Awaitility.await().pollDelay(Duration.ofMillis(1_200)).until(() -> true);
        assertThat(house.journal.sealed()).isEqualTo(2);

        house.journal.putBack(gone.subList(1, 2));
        house.awaitSealed(4);
        Awaitility.await().untilAsserted(() -> assertThat(house.health().up()).isTrue());
        assertThat(house.verify(directory)).startsWith("0 ");
    }

    private static Unsealed behind(long number, String hash) {
        return new Unsealed(number + 1, number + 1, hash, List.of(), 0, 0);
    }

    private static void requireGone(NewestSeal newest, long number, String hash) {
        assertThatThrownBy(() -> newest.requireFollows(newest.known(), behind(number, hash)))
                .isInstanceOf(FailureException.class)
                .hasMessageStartingWith("seals-gone: ");
    }

    @Test
    void whatIsFurther_isFine_andSoIsWhatWasAskedForBeforeAnotherSealWasMade() {
        house = AuditHouse.withoutRoom();
        NewestSeal newest = NewestSeal.of(house.vertx);
        newest.requireFollows(newest.known(), behind(4, "d")); // A process that knows nothing takes what is there.
        NewestSeal.Head before = newest.known();
        newest.made(5, "e");
        newest.requireFollows(before, behind(4, "d"));
        assertThat(newest.known()).isEqualTo(new NewestSeal.Head(5, "e"));
        newest.requireFollows(newest.known(), behind(9, "i"));
        newest.requireFollows(newest.known(), behind(9, "i"));

        requireGone(newest, 8, "h");
        requireGone(newest, 10, "j"); // Behind a gap that was seen, a higher number proves nothing.
        requireGone(newest, 9, "x");
        newest.requireFollows(newest.known(), behind(9, "i"));
        newest.requireFollows(newest.known(), behind(10, "j"));
        requireGone(newest, 0, Seals.NO_PREVIOUS);
    }

    @Test
    void aConfiguredKeyThatIsNone_stopsTheStart() {
        house = AuditHouse.withoutRoom();
        AuditConfig config = new AuditConfig("{\"kty\":\"OKP\",\"d\":\"secret\"}", Duration.ofSeconds(30));

        assertThatThrownBy(() -> house.addRoom(config))
                .hasMessage("audit.key cannot be used: not a private Ed25519 key as a JWK (RFC 8037).");
        assertThat(config.toString()).doesNotContain("secret");
    }
}
