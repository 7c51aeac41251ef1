package io.corebus.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.corebus.storage.ControlMessages.Controls;
import io.corebus.storage.ControlMessages.Rollout;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of those who follow a feature when it is switched off. */
class ControlsTest {
    private static final Controls OFF = new Controls(false, false, "Later.", Rollout.ALL);

    private final LiveHouse house = new LiveHouse(LiveHouse.config(100, 1_048_576), 2);

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void switchedOff_subscribersAreToldAndEnded_othersGoOn_andNobodyComesIn() {
        LiveClient subscriber = house.subscribe("features", null);
        LiveClient listener = house.connect("features", LiveHouse.VIEWER);
        LiveClient other = house.subscribe("projects", null);

        house.journal.control("features", OFF);

        assertThat(subscriber.closeCode(3)).isEqualTo(4503);
        assertThat(subscriber.closeReason())
                .isEqualTo("This feature is switched off at the moment. Connect again later, and resume with since.");
        assertThat(listener.closeCode(3)).isEqualTo(4503);
        assertThatThrownBy(() -> house.connect("/ws/features", Map.of("authorization", "Bearer " + LiveHouse.VIEWER)))
                .hasCauseInstanceOf(UpgradeRejectedException.class)
                .satisfies(thrown -> {
                    UpgradeRejectedException refused = (UpgradeRejectedException) thrown.getCause();
                    assertThat(refused.getStatus()).isEqualTo(503);
                    JsonObject problem = new JsonObject(refused.getBody());
                    assertThat(problem.getString("code")).isEqualTo("feature-off");
                    assertThat(problem.getString("detail"))
                            .isEqualTo("The feature 'features' is switched off at the moment: Later.");
                });
        other.send("get_status");
        other.expect("status");
    }

    @Test
    void switchedOnAgain_aSubscriberResumes_andHasMissedNothing() {
        LiveClient subscriber = house.subscribe("features", 2L);
        house.journal.control("features", OFF);
        assertThat(subscriber.closeCode(3)).isEqualTo(4503);
        house.journal.writeMany("features", 3);

        house.journal.control("features", Controls.DEFAULT);

        await().atMost(Duration.ofSeconds(3)).ignoreExceptions().until(() -> {
            LiveClient back = house.subscribe("features", 2L);
            assertThat(back.seqs(3)).containsExactly(3L, 4L, 5L);
            return true;
        });
    }

    @Test
    void onlyReadable_nobodyIsEnded() {
        LiveClient subscriber = house.subscribe("features", null);

        house.journal.control("features", new Controls(true, true, null, Rollout.ALL));
        house.journal.writeMany("features", 2);

        assertThat(subscriber.seqs(2)).containsExactly(3L, 4L);
        subscriber.send("get_status");
        subscriber.expect("status");
    }

    @Test
    void notRolledOutToIt_aSubscriberIsEnded() {
        LiveClient subscriber = house.subscribe("features", null);
        LiveClient admin = house.connect("features", LiveHouse.EDITOR);
        admin.expect("welcome");

        house.journal.control("features", new Controls(true, false, null, new Rollout(0, List.of())));

        assertThat(subscriber.closeCode(3)).isEqualTo(4403);
        admin.send("get_status");
        admin.expect("status");
    }

    private LiveClient sockJs() {
        return house.connect("/eventbus/websocket?access_token=" + LiveHouse.VIEWER, Map.of());
    }

    private static JsonObject list() {
        return new JsonObject()
                .put("type", "send")
                .put("address", "corebus.commands.features")
                .put("replyAddress", "reply-1")
                .put("body", new JsonObject().put("action", "list"));
    }

    @Test
    void switchedOff_aHandlerOverSockJsIsTold_andCommandsAreRefused() {
        LiveClient client = sockJs();
        client.send(new JsonObject().put("type", "register").put("address", "corebus.events.features"));
        client.expect("rec");

        house.journal.control("features", OFF);

        JsonObject told = client.expect("err");
        assertThat(told.getString("address")).isEqualTo("corebus.events.features");
        assertThat(told.getString("failureType")).isEqualTo("feature-off");
        assertThat(told.getString("message")).isEqualTo("The feature 'features' is switched off at the moment: Later.");
        client.send(list());
        JsonObject refused = client.expect("err");
        assertThat(refused.getString("address")).isEqualTo("reply-1");
        assertThat(refused.getString("failureType")).isEqualTo("feature-off");
        assertThat(refused.getInteger("failureCode")).isEqualTo(503);
    }

    @Test
    void aLimit_countsCommandsOverSockJs() {
        LiveClient client = sockJs();
        client.send(list());
        client.expect("rec");

        house.journal.control("features", new Controls(true, false, null, Rollout.ALL, 1));

        await().atMost(Duration.ofSeconds(3)).pollDelay(Duration.ZERO).until(() -> {
            client.send(list());
            JsonObject answer = client.next();
            return answer.getString("type").equals("err")
                    && answer.getString("failureType").equals("feature-limited")
                    && answer.getInteger("failureCode") == 429;
        });
    }
}
