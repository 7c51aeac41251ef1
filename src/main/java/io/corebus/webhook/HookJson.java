package io.corebus.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;
import io.corebus.storage.HookMessages.Delivery;
import io.corebus.storage.HookMessages.Hook;
import io.corebus.storage.HookMessages.HookSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How hooks and deliveries are shown. What there is not is left out; secrets are shown once, by those who ask for that by name. */
final class HookJson {
    private HookJson() {}

    /** What a merge patch is applied to. */
    static ObjectNode settings(HookSettings settings) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("url", settings.url());
        texts(json, "features", settings.features());
        texts(json, "kinds", settings.kinds());
        text(json, "filter", settings.filter());
        text(json, "description", settings.description());
        return json.put("active", settings.active());
    }

    static Json shown(Hook hook) {
        return shown(hook, null);
    }

    /** @param stalledReason null where it gets on */
    static Json shown(Hook hook, @Nullable String stalledReason) {
        return Json.of(json(hook, stalledReason).toString());
    }

    static Json shownWithSecret(Hook hook) {
        return Json.of(json(hook, null).put("secret", hook.secret()).toString());
    }

    /** @param stalledReasons one for each hook */
    static Json shown(List<Hook> hooks, List<@Nullable String> stalledReasons) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < hooks.size(); i++) {
            json.add(json(hooks.get(i), stalledReasons.get(i)));
        }
        return Json.of(json.toString());
    }

    private static ObjectNode json(Hook hook, @Nullable String stalledReason) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", hook.id());
        json.setAll(settings(hook.settings()));
        text(json, "disabled_reason", hook.disabledReason());
        text(json, "stalled_reason", stalledReason);
        text(json, "failing_since", hook.failingSince());
        json.put("seq", hook.cursor());
        return json.put("created_at", hook.createdAt())
                .put("updated_at", hook.updatedAt())
                .put("created_by", hook.createdBy());
    }

    static Json shown(Delivery delivery) {
        return Json.of(json(delivery).toString());
    }

    static Json deliveries(List<Delivery> deliveries) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        deliveries.forEach(delivery -> json.add(json(delivery)));
        return Json.of(json.toString());
    }

    private static ObjectNode json(Delivery delivery) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("seq", delivery.seq()).put("feature", delivery.feature());
        text(json, "resource_id", delivery.resourceId());
        json.put("kind", delivery.kind()).put("status", delivery.status()).put("attempts", delivery.attempts());
        text(json, "next_at", delivery.nextAt());
        text(json, "last_at", delivery.lastAt());
        if (delivery.responseStatus() != null) {
            json.put("response_status", delivery.responseStatus());
        }
        text(json, "error", delivery.error());
        return json;
    }

    /** @param took milliseconds */
    static Json tested(Outcome outcome, long took) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("delivered", outcome.delivered());
        if (outcome.status() != null) {
            json.put("response_status", outcome.status());
        }
        text(json, "error", outcome.error());
        return Json.of(json.put("duration_ms", took).toString());
    }

    private static void texts(ObjectNode json, String name, @Nullable List<String> texts) {
        if (texts != null) {
            ArrayNode array = json.putArray(name);
            texts.forEach(array::add);
        }
    }

    private static void text(ObjectNode json, String name, @Nullable String text) {
        if (text != null) {
            json.put(name, text);
        }
    }
}
