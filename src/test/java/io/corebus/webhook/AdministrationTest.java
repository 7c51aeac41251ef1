package io.corebus.webhook;

import static io.corebus.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.feature.Features;
import io.corebus.storage.HookMessages;
import io.corebus.storage.HookMessages.FoundHook;
import io.corebus.storage.HookMessages.Hook;
import io.corebus.storage.HookMessages.HookSettings;
import io.corebus.storage.HookMessages.UpdateHook;
import io.corebus.webhook.WebhookMessages.PatchWebhook;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A webhook for a feature that is not there any more. */
class AdministrationTest {
    private static final HookSettings SETTINGS = new HookSettings(
            "https://example.com/", List.of("gone"), List.of("created"), "value==1", "For tests", true);

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx, new SimpleMeterRegistry());
    private final List<UpdateHook> updates = new CopyOnWriteArrayList<>();
    private final Administration administration = new Administration(bus, new Features(List.of()), null, null);

    @BeforeEach
    void serve() {
        await(bus.serve(
                HookMessages.FIND_HOOK, (find, caller) -> Future.succeededFuture(new FoundHook(hook(SETTINGS)))));
        await(bus.serve(HookMessages.UPDATE_HOOK, (update, caller) -> {
            updates.add(update);
            return Future.succeededFuture(hook(update.settings()));
        }));
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private static Hook hook(HookSettings settings) {
        String now = "2026-11-25T10:00:00Z";
        return new Hook("hook-1", settings, null, "secret", null, 7, null, 3, now, now, "user-1");
    }

    private void patch(String patch) {
        await(administration.patch(new PatchWebhook("hook-1", Json.of(patch)), Caller.system(Duration.ofSeconds(5))));
    }

    @Test
    void aWebhookThatIsStalled_canBeSwitchedOff() {
        patch("{\"active\":false}");
        assertThat(updates).singleElement().satisfies(update -> {
            assertThat(update.settings().active()).isFalse();
            assertThat(update.settings().features()).containsExactly("gone");
            assertThat(update.settings().filter()).isEqualTo("value==1");
        });
    }

    @Test
    void whatElseIsChanged_isChecked() {
        for (String patch : List.of("{\"active\":true}", "{\"active\":false,\"description\":\"other\"}")) {
            assertThatThrownBy(() -> patch(patch))
                    .satisfies(refused -> assertThat(FailureException.of(
                                            refused instanceof FailureException ? refused : refused.getCause())
                                    .code())
                            .isEqualTo("validation"));
        }
        assertThat(updates).isEmpty();
    }
}
