package io.corebus.live;

import io.corebus.bus.Failure;
import io.vertx.core.json.JsonObject;

/** The messages of the live door that are no events. */
final class Wording {
    private Wording() {}

    static JsonObject welcome(String feature, long head) {
        return message("welcome").put("feature", feature).put("head", head);
    }

    static JsonObject subscribed(String feature, long since, long head) {
        return message("subscribed").put("feature", feature).put("since", since).put("head", head);
    }

    static JsonObject resync(String feature, long seq) {
        return message("resync")
                .put("feature", feature)
                .put("seq", seq)
                .put("detail", "Events before this are not there any more. Read the resources again.");
    }

    static JsonObject status(String feature, int subscribers, Hub hub) {
        return message("status")
                .put("feature", feature)
                .put("subscribers", subscribers)
                .put("head", hub.through())
                .put("lag", hub.lag());
    }

    static JsonObject error(Failure failure) {
        return message("error").put("code", failure.code()).put("detail", failure.detail());
    }

    private static JsonObject message(String type) {
        return new JsonObject().put("type", type);
    }
}
