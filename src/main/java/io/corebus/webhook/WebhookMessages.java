package io.corebus.webhook;

import io.corebus.bus.Address;
import io.corebus.bus.Health;
import io.corebus.bus.Json;
import io.corebus.bus.Topic;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the webhook room answers; all of it takes the role {@code admin}. Bodies are in the form of docs/webhooks.md.
 *
 * <p>Failures besides those of storage: {@code unauthenticated} 401, {@code forbidden} 403, {@code not-found} 404, {@code too-many-webhooks} 409, {@code
 * validation} 422 with one error per fault, {@code bad-query} 400.
 */
public final class WebhookMessages {
    /** For what waits for a receiver: asked again, it would be sent again. */
    private static final Duration TEST_ATTEMPT = Duration.ofMinutes(2);

    public static final Address<Health.Check, Health.Report> HEALTH = Health.address("webhook");

    /** A webhook was made, changed or is to send again: those who send look at once instead of a second later. May be lost. */
    public static final Topic<WebhookChanged> CHANGED = new Topic<>("corebus.webhook.changed", WebhookChanged.class);

    public static final Address<CreateWebhook, Webhook> CREATE = address("create", CreateWebhook.class, Webhook.class);
    public static final Address<GetWebhook, Webhook> GET = address("get", GetWebhook.class, Webhook.class);
    public static final Address<ListWebhooks, WebhookPage> LIST =
            address("list", ListWebhooks.class, WebhookPage.class);
    public static final Address<PatchWebhook, Webhook> PATCH = address("patch", PatchWebhook.class, Webhook.class);
    public static final Address<DeleteWebhook, Deleted> DELETE = address("delete", DeleteWebhook.class, Deleted.class);
    public static final Address<RotateWebhookSecret, Webhook> ROTATE_SECRET =
            address("rotate-secret", RotateWebhookSecret.class, Webhook.class);
    public static final Address<TestWebhook, Tested> TEST =
            address("test", TestWebhook.class, Tested.class).withAttempt(TEST_ATTEMPT);
    public static final Address<ListDeliveries, DeliveryPage> LIST_DELIVERIES =
            address("list-deliveries", ListDeliveries.class, DeliveryPage.class);
    public static final Address<ReplayDelivery, Delivery> REPLAY_DELIVERY =
            address("replay-delivery", ReplayDelivery.class, Delivery.class);
    public static final Address<ReplayEvents, Webhook> REPLAY = address("replay", ReplayEvents.class, Webhook.class);

    private WebhookMessages() {}

    private static <Q, R> Address<Q, R> address(String verb, Class<Q> request, Class<R> reply) {
        return Address.of("corebus.webhook." + verb, request, reply);
    }

    public record WebhookChanged(String id) {}

    /**
     * @param id UUID for the hook, which names the command, too
     * @param body what the caller sent: well-formed JSON, nothing more is known of it
     */
    public record CreateWebhook(String id, Json body) {
        @Override
        public String toString() {
            return "CreateWebhook[" + id + "]";
        }
    }

    /** @param body with its {@code secret} only where that was just made */
    public record Webhook(String id, Json body) {
        @Override
        public String toString() {
            return "Webhook[" + id + "]";
        }
    }

    public record GetWebhook(String id) {}

    /**
     * @param limit 1..1000; null: 50
     * @param after the {@code next} of the page before, or null
     */
    public record ListWebhooks(
            @Nullable Integer limit, @Nullable String after) {}

    /** @param webhooks a JSON array, without secrets */
    public record WebhookPage(Json webhooks, @Nullable String next) {}

    /** @param patch a JSON merge patch (RFC 7396) of the settings */
    public record PatchWebhook(String id, Json patch) {}

    public record DeleteWebhook(String id) {}

    public record Deleted() {}

    /** @param body may bring a {@code secret}; else one is made */
    public record RotateWebhookSecret(String id, Json body) {
        @Override
        public String toString() {
            return "RotateWebhookSecret[" + id + "]";
        }
    }

    /** Sends one event that tells of nothing, once, and waits for what comes of it. */
    public record TestWebhook(String id) {}

    /** @param body what came of it */
    public record Tested(Json body) {}

    /**
     * @param status {@code pending}, {@code delivered}, {@code failed}; null: all
     * @param limit 1..1000; null: 50
     * @param before the {@code next} of the page before, or null
     */
    public record ListDeliveries(
            String id,
            @Nullable String status,
            @Nullable Integer limit,
            @Nullable String before) {}

    /** @param deliveries a JSON array, newest first */
    public record DeliveryPage(Json deliveries, @Nullable String next) {}

    /** @param delivery the number of the event */
    public record ReplayDelivery(String id, String delivery) {}

    public record Delivery(Json body) {}

    /** @param body says after which event everything is sent again */
    public record ReplayEvents(String id, Json body) {}
}
