package io.corebus.http;

import static io.corebus.http.OpenApiJson.integer;
import static io.corebus.http.OpenApiJson.oneOf;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiParameters.described;
import static io.corebus.http.OpenApiParameters.path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import java.util.List;

/** The operations on webhooks, as {@link WebhookRoutes} serves them. */
final class OpenApiWebhookPaths {
    static final String TAG = "Webhooks";

    private static final String JSON = "application/json";
    private static final OpenApiRefusal TOO_MANY = new OpenApiRefusal(
            new Failure("too-many-webhooks", 409, "There are as many webhooks as there may be. Delete one first."),
            "`too-many-webhooks`: there are `webhook.max-hooks` already.");
    private static final OpenApiRefusal FASTER = new OpenApiRefusal(
            new Failure("version-mismatch", 412, "Somebody else changed this webhook at the same moment. Try again."),
            "`version-mismatch`: others changed it at the same moment, again and again.");

    private static final OpenApiRefusal GONE = new OpenApiRefusal(
            new Failure("not-found", 404, "There is no webhook with this id."),
            "`not-found`: the `Idempotency-Key` made a webhook before, which was deleted since.");

    private OpenApiWebhookPaths() {}

    static void addTo(ObjectNode paths) {
        ObjectNode all = path(paths, "/api/webhooks");
        all.set("get", list());
        all.set("post", create());
        ObjectNode one = ofHook(paths, "/api/webhooks/{id}");
        one.set("get", get());
        one.set("patch", change());
        one.set("delete", delete());
        ofHook(paths, "/api/webhooks/{id}/secret").set("post", rotateSecret());
        ofHook(paths, "/api/webhooks/{id}/test").set("post", test());
        ofHook(paths, "/api/webhooks/{id}/deliveries").set("get", deliveries());
        ofHook(paths, "/api/webhooks/{id}/deliveries/{delivery}/replay").set("post", replayDelivery());
        ofHook(paths, "/api/webhooks/{id}/replay").set("post", replay());
    }

    private static ObjectNode ofHook(ObjectNode paths, String path) {
        ObjectNode item = path(paths, path);
        item.withArray("parameters").add(ref("parameters", "id"));
        return item;
    }

    private static ObjectNode list() {
        return operation("listWebhooks", "Webhooks: list", "A page of the webhooks, without their secrets.")
                .parameters("limit", "cursor")
                .answers(200, "The page.", "Link")
                .with(200, ref("schemas", "WebhookPage"), null)
                .refuses(OpenApiRefusal.LIST_QUERY)
                .refuses(401, 403, 500, 503, 504)
                .json();
    }

    private static ObjectNode create() {
        String description = "Makes a webhook. The answer has its secret, which is not shown again.";
        return operation("createWebhook", "Webhooks: create", description)
                .parameters("idempotency-key")
                .takes(JSON, ref("schemas", "NewWebhook"), null)
                .answers(201, "The webhook.", "Location")
                .with(201, ref("schemas", "WebhookWithSecret"), null)
                .refuses(OpenApiRefusal.QUERY_KEY_OR_BODY)
                .refuses(GONE)
                .refuses(TOO_MANY)
                .refuses(OpenApiRefusal.FORM)
                .refuses(401, 403, 406, 413, 415, 500, 503, 504)
                .json();
    }

    private static ObjectNode get() {
        return operation("getWebhook", "Webhooks: read", "Shows a webhook, without its secret.")
                .answers(200, "The webhook.")
                .with(200, ref("schemas", "Webhook"), null)
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 404, 500, 503, 504)
                .json();
    }

    private static ObjectNode change() {
        String description =
                "Changes what is named; null removes it. `active: true` makes Corebus send again what it was switched off for.";
        return operation("changeWebhook", "Webhooks: change", description)
                .takes("application/merge-patch+json", ref("schemas", "WebhookChange"), null)
                .takes(JSON, ref("schemas", "WebhookChange"), null)
                .answers(200, "The webhook.")
                .with(200, ref("schemas", "Webhook"), null)
                .refuses(OpenApiRefusal.QUERY_OR_BODY)
                .refuses(FASTER)
                .refuses(OpenApiRefusal.FORM)
                .refuses(401, 403, 404, 406, 413, 415, 500, 503, 504)
                .json();
    }

    private static ObjectNode delete() {
        return operation("deleteWebhook", "Webhooks: delete", "Deletes a webhook and what waits for it.")
                .answers(204, "It is gone.")
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 404, 500, 503, 504)
                .json();
    }

    private static ObjectNode rotateSecret() {
        String description =
                "Gives a webhook another secret; the one before signs, too, for `webhook.secret-overlap`. The answer has the secret, which is not shown again.";
        return operation("rotateWebhookSecret", "Webhooks: new secret", description)
                .takes(JSON, ref("schemas", "WebhookSecret"), null)
                .answers(200, "The webhook.")
                .with(200, ref("schemas", "WebhookWithSecret"), null)
                .refuses(OpenApiRefusal.QUERY_OR_BODY)
                .refuses(OpenApiRefusal.FORM)
                .refuses(401, 403, 404, 406, 413, 415, 500, 503, 504)
                .json();
    }

    private static ObjectNode test() {
        String description = "Sends one event that tells of nothing, once, and waits for what comes of it.";
        return operation("testWebhook", "Webhooks: test", description)
                .answers(200, "What came of it.")
                .with(200, ref("schemas", "WebhookTest"), null)
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 404, 500, 503, 504)
                .json();
    }

    private static ObjectNode deliveries() {
        ObjectNode status = oneOf("Only those that wait, arrived or were given up.", "pending", "delivered", "failed");
        return operation("listDeliveries", "Webhooks: deliveries", "A page of what was sent, newest events first.")
                .parameter(described("status", "query", status))
                .parameters("limit", "cursor")
                .answers(200, "The page.", "Link")
                .with(200, ref("schemas", "WebhookDeliveryPage"), null)
                .refuses(OpenApiRefusal.LIST_QUERY)
                .refuses(401, 403, 404, 500, 503, 504)
                .json();
    }

    private static ObjectNode replayDelivery() {
        ObjectNode number =
                integer("The `seq` of the event.").put("format", "int64").put("minimum", 1);
        return operation("replayDelivery", "Webhooks: replay one", "Sends an event again, under the id it had.")
                .parameter(described("delivery", "path", number).put("required", true))
                .answers(202, "It is in line.")
                .with(202, ref("schemas", "WebhookDelivery"), null)
                .refuses(OpenApiRefusal.QUERY)
                .refuses(401, 403, 404, 500, 503, 504)
                .json();
    }

    private static ObjectNode replay() {
        String description = "Sends everything after an event again, as far as the journal goes back.";
        return operation("replayWebhook", "Webhooks: replay", description)
                .takes(JSON, ref("schemas", "WebhookReplay"), null)
                .answers(202, "It begins.")
                .with(202, ref("schemas", "Webhook"), null)
                .refuses(OpenApiRefusal.QUERY_OR_BODY)
                .refuses(OpenApiRefusal.FORM)
                .refuses(401, 403, 404, 406, 413, 415, 500, 503, 504)
                .json();
    }

    private static OpenApiOperation operation(String id, String summary, String description) {
        return new OpenApiOperation(id, TAG, summary, description).roles(List.of(Caller.ADMIN_ROLE));
    }
}
