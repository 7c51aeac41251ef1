package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.UserChanged;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.bus.Trace;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.ResourceMessages.DeleteResource;
import io.corebus.resource.ResourceMessages.PatchResource;
import io.corebus.storage.StorageMessages.Condition;
import io.corebus.storage.StorageMessages.Operator;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {
    /** No rule that a descriptor can have. */
    private static final Condition BROKEN = new Condition(Operator.EQUAL, "notes", List.of("{}"), List.of());

    private static final Condition RED = new Condition(Operator.EQUAL, "team", List.of("red"), List.of());

    private final AgentHouse house = new AgentHouse();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Offer.Watcher watcher = new Offer.Watcher() {
        @Override
        public void updated(String uri) {
            told.add(uri);
        }

        @Override
        public void listChanged(String list) {
            told.add("list " + list);
        }

        @Override
        public void ended(String reason) {
            told.add("ended " + reason);
        }

        @Override
        public void failed() {
            told.add("failed");
        }
    };

    @AfterEach
    void stop() {
        house.close();
    }

    private Offer.Watch watch(Caller caller, String... uris) {
        return house.on(() -> house.offer.watch(Set.of(uris), Set.of(), caller, watcher));
    }

    private void patch(String id) {
        patch(id, "{\"active\":true}");
    }

    private void patch(String id, String changes) {
        PatchResource patch = new PatchResource("people", id, List.of(), Json.of(changes), command());
        house.on(() -> house.bus.request(ResourceMessages.PATCH, patch, AgentHouse.all()));
    }

    private void delete(String id) {
        DeleteResource delete = new DeleteResource("people", id, List.of(), command());
        house.on(() -> house.bus.request(ResourceMessages.DELETE, delete, AgentHouse.all()));
    }

    /** Who created nothing here. */
    private static Caller bob() {
        return new Caller(
                "bob", List.of("viewer"), "token-2", "mcp", Trace.start(), System.nanoTime() + 10_000_000_000L);
    }

    private static Command command() {
        return new Command(UUID.randomUUID().toString(), null);
    }

    @Test
    void changes_areTold_toThoseWhoFollowThem_andCloseOnesOnce() {
        String id = house.resources.put("people", "{\"name\":\"Bea\"}");
        watch(AgentHouse.caller("viewer"), "corebus://people", "corebus://people/" + id);
        for (int i = 0; i < 5; i++) {
            patch(id);
        }
        house.resources.put("people", "{\"name\":\"Al\"}");
        house.resources.put("features", "{\"name\":\"n\",\"value\":1}");

        await().until(() -> told.size() >= 2);
        await().pollDelay(Duration.ofMillis(400)).until(() -> true);
        assertThat(told).contains("corebus://people", "corebus://people/" + id).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void whatWasNotHeard_isReadFromTheJournal() {
        watch(AgentHouse.caller("viewer"), "corebus://people");
        house.resources.deaf = true;
        house.resources.put("people", "{\"name\":\"Al\"}");

        await().until(() -> told.contains("corebus://people"));
    }

    @Test
    void theRight_isAskedForEachChange_andItsEndEndsTheWatch() {
        watch(AgentHouse.caller("viewer"), "corebus://people");
        house.resources.put("people", "{\"name\":\"Al\"}");
        await().until(() -> told.equals(List.of("corebus://people")));

        house.resources.revoked.add("viewer");
        house.resources.put("people", "{\"name\":\"Bo\"}");
        await().until(() -> told.size() == 2);
        assertThat(told.get(1)).isEqualTo("ended You may not read corebus://people any more.");
        house.resources.revoked.clear();
        house.resources.put("people", "{\"name\":\"Cy\"}");
        await().pollDelay(Duration.ofMillis(400)).until(() -> true);
        assertThat(told).hasSize(2);
    }

    @Test
    void whileTheRightCannotBeAsked_nothingIsTold_andNothingIsLost() {
        watch(AgentHouse.caller("viewer"), "corebus://people");
        house.resources.away = true;
        house.resources.put("people", "{\"name\":\"Al\"}");
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        assertThat(told).isEmpty();

        house.resources.away = false;
        await().until(() -> told.equals(List.of("corebus://people")));
    }

    @Test
    void aUserWhoChanged_isToldOfTheLists_andOfNoResource_whichTheNextWatchTells() {
        String id = house.resources.put("people", "{\"name\":\"Bea\"}");
        String written = "corebus://people/" + id.toUpperCase(Locale.ROOT);
        Offer.Watch watch = house.on(() ->
                house.offer.watch(Set.of(written), Set.of("tools", "resources"), AgentHouse.caller("viewer"), watcher));
        house.bus.publish(AccessMessages.USER_CHANGED, new UserChanged("somebody"));
        house.bus.publish(AccessMessages.USER_CHANGED, new UserChanged("ann"));
        await().until(() -> told.size() == 2);
        patch(id);
        await().pollDelay(Duration.ofMillis(400)).until(() -> true);
        assertThat(told).containsExactly("list resources", "list tools");

        handOver(watch, written);
        await().until(() -> told.size() == 3);
        assertThat(told.get(2)).isEqualTo(written);
    }

    @Test
    void whatWasHeardMeanwhile_isToldWithTheRightsOfNow() {
        house.resources.put("people", "{\"name\":\"Al\",\"team\":\"blue\"}");
        Offer.Watch watch = watch(bob(), "corebus://people");
        house.bus.publish(AccessMessages.USER_CHANGED, new UserChanged("bob"));
        house.resources.put("people", "{\"name\":\"Bo\",\"team\":\"blue\"}");
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        house.resources.rule = RED;
        handOver(watch, "corebus://people");
        await().pollDelay(Duration.ofMillis(400)).until(() -> true);
        assertThat(told).isEmpty();
    }

    @Test
    void whatIsBeingLookedAt_whenAnotherTakesOver_isToldByThatOne() {
        Offer.Watch watch = watch(AgentHouse.caller("viewer"), "corebus://people");
        Promise<Void> answer = whileItIsLookedAt(() -> house.resources.put("people", "{\"name\":\"Al\"}"));
        house.bus.publish(AccessMessages.USER_CHANGED, new UserChanged("ann"));
        handOver(watch, "corebus://people");
        answer.fail(away());
        await().until(() -> told.equals(List.of("corebus://people")));
    }

    @Test
    void whatComesWhileThereIsNoAnswer_isNotReplacedByWhatWasBefore() {
        String id = house.resources.put("people", "{\"name\":\"Al\",\"team\":\"blue\"}");
        house.resources.rule = RED;
        watch(bob(), "corebus://people");
        Promise<Void> answer = whileItIsLookedAt(() -> patch(id));
        patch(id, "{\"team\":\"red\"}");
        await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        answer.fail(away());
        await().until(() -> told.equals(List.of("corebus://people")));
    }

    private void handOver(Offer.Watch watch, String uri) {
        Offer.Watch next = watch(AgentHouse.caller("viewer"), uri);
        house.on(() -> {
            watch.handTo(next);
            return Future.succeededFuture();
        });
    }

    /** Completes what was asked for this change; what is asked from now on is answered. */
    private Promise<Void> whileItIsLookedAt(Runnable change) {
        Promise<Void> answer = Promise.promise();
        int before = house.resources.asked.size();
        house.resources.held = answer.future();
        change.run();
        await().until(() -> house.resources.asked.stream()
                .skip(before)
                .anyMatch(one -> one.verb().equals("may")));
        house.resources.held = Future.succeededFuture();
        return answer;
    }

    private static FailureException away() {
        return Failure.unavailable("storage-unavailable", "Away.").exception();
    }

    @Test
    void aChangeOneSees_isToldHoweverManyFollow_thatOneDoesNotSee() {
        String id = house.resources.put("people", "{\"name\":\"Bo\",\"team\":\"red\"}");
        house.resources.rule = RED;
        watch(bob(), "corebus://people");
        Promise<Void> answer = whileItIsLookedAt(() -> manyUnseen());
        assertThat(told).isEmpty();
        patch(id);
        manyUnseen();
        await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        answer.complete();
        await().until(() -> told.equals(List.of("corebus://people")));
    }

    private void manyUnseen() {
        for (int i = 0; i < 60; i++) {
            house.resources.put("people", "{\"name\":\"Al\",\"team\":\"blue\"}");
        }
    }

    @Test
    void aWatchThatCannotSayWhatItSees_ends_andHoldsUpNoOther() {
        watch(AgentHouse.caller("viewer"), "corebus://people");
        house.resources.rule = BROKEN;
        watch(bob(), "corebus://people");
        house.resources.rule = null;
        Promise<Void> answer = whileItIsLookedAt(
                () -> house.resources.put("people", "{\"name\":\"Al\",\"team\":\"blue\",\"notes\":{}}"));
        for (int i = 0; i < 60; i++) {
            house.resources.put("people", "{\"name\":\"Al\",\"notes\":{}}");
        }
        await().until(() -> told.equals(List.of("failed")));
        answer.complete();
        await().until(() -> told.contains("corebus://people"));
        assertThat(told).containsOnlyOnce("failed");
    }

    @Test
    void aWatchThatCannotSayWhatItSees_isNotAskedForEver() {
        house.resources.rule = BROKEN;
        watch(bob(), "corebus://people");
        house.resources.put("people", "{\"name\":\"Al\",\"notes\":{}}");
        await().until(() -> told.equals(List.of("failed")));
    }

    @Test
    void ofARecordOutOfSight_isToldOnceThatItIsGone_andNothingUntilItIsThereAgain() {
        String id = house.resources.put("people", "{\"name\":\"Bo\"}");
        String uri = "corebus://people/" + id;
        watch(AgentHouse.caller("viewer"), uri);
        house.resources.unseen.add(id);
        house.resources.change("people", id, "{\"name\":\"Di\"}");
        await().until(() -> told.equals(List.of(uri)));
        house.resources.change("people", id, "{\"name\":\"Al\"}");
        await().pollDelay(Duration.ofMillis(400)).until(() -> true);
        assertThat(told).hasSize(1);

        house.resources.unseen.clear();
        house.resources.change("people", id, "{\"name\":\"Cy\"}");
        await().until(() -> told.equals(List.of(uri, uri)));
    }

    @Test
    void aRecord_isFollowed_howeverItsIdIsWritten() {
        String id = house.resources.put("people", "{\"name\":\"Bea\"}");
        String written = "corebus://people/" + id.toUpperCase(Locale.ROOT);
        watch(AgentHouse.caller("viewer"), written);
        patch(id);

        await().until(() -> told.equals(List.of(written)));
    }

    @Test
    void whatMayNotBeRead_orIsNotThere_cannotBeFollowed() {
        assertThatThrownBy(() -> watch(AgentHouse.caller("nothing"), "corebus://people"))
                .hasMessageContaining("forbidden");
        assertThatThrownBy(() -> watch(AgentHouse.all(), "corebus://people/none"))
                .hasRootCauseInstanceOf(ProtocolFault.class);
        assertThatThrownBy(() -> watch(AgentHouse.all(), "corebus://secrets"))
                .hasRootCauseInstanceOf(ProtocolFault.class);
        String[] many = new String[101];
        for (int i = 0; i < many.length; i++) {
            many[i] = "corebus://people/" + i;
        }
        assertThatThrownBy(() -> watch(AgentHouse.all(), many))
                .hasRootCauseMessage("At most 100 resources can be followed at once.");
    }

    @Test
    void theListOfFeatures_canBeFollowed_withoutARightOnTheFeatureOfThatName() {
        Caller editor = AgentHouse.caller("editor");
        house.on(() -> house.offer.watch(Set.of("corebus://features"), Set.of(), editor, watcher));
        house.resources.put("features", "{\"name\":\"n\",\"value\":1}");
        await().pollDelay(Duration.ofMillis(400)).until(() -> true);
        assertThat(told).isEmpty();

        house.on(() -> house.offer.watch(Set.of("corebus://features"), Set.of(), AgentHouse.caller("viewer"), watcher));
        house.resources.put("features", "{\"name\":\"n\",\"value\":2}");
        await().until(() -> told.equals(List.of("corebus://features")));
    }

    @Test
    void whatOneMayNotSee_isNotTold_thatItsFeatureChanged() {
        String hidden = house.resources.put("people", "{\"name\":\"Al\",\"team\":\"blue\"}");
        String shown = house.resources.put("people", "{\"name\":\"Bo\",\"team\":\"red\"}");
        house.resources.rule = RED;
        watch(AgentHouse.caller("viewer"), "corebus://people");
        patch(hidden);
        delete(hidden);
        await().pollDelay(Duration.ofMillis(400)).until(() -> true);
        assertThat(told).isEmpty();

        patch(shown);
        await().until(() -> told.equals(List.of("corebus://people")));
    }

    @Test
    void thatARecordIsGone_isToldToThoseWhoCouldReadIt_whoeverCreatedIt() {
        String id = house.resources.put("people", "{\"name\":\"Bo\",\"team\":\"red\"}");
        house.resources.rule = RED;
        watch(bob(), "corebus://people");
        delete(id);
        await().until(() -> told.equals(List.of("corebus://people")));
    }

    @Test
    void thatARecordLeavesTheirSight_isToldToThoseWhoCouldReadIt() {
        String id = house.resources.put("people", "{\"name\":\"Bo\",\"team\":\"red\"}");
        house.resources.rule = RED;
        watch(bob(), "corebus://people");
        patch(id, "{\"team\":\"blue\"}");
        await().until(() -> told.equals(List.of("corebus://people")));
    }

    @Test
    void howManyThereMayBe_isForTheDoorToSay() {
        for (int i = 0; i < 1_001; i++) {
            house.on(() -> house.offer.watch(Set.of(), Set.of("tools"), AgentHouse.caller("viewer"), watcher));
        }
        watch(AgentHouse.caller("viewer"), "corebus://people");
    }

    @Test
    void aWatchThatIsClosed_hearsNothing() {
        Offer.Watch watch = watch(AgentHouse.caller("viewer"), "corebus://people");
        house.resources.put("people", "{\"name\":\"Al\"}");
        house.on(() -> {
            watch.close();
            return Future.succeededFuture();
        });
        int before = told.size();
        house.resources.put("people", "{\"name\":\"Bo\"}");
        await().pollDelay(Duration.ofMillis(400)).until(() -> true);
        assertThat(told).hasSize(before);
    }
}
