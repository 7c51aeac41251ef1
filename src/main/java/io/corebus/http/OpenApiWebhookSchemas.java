package io.corebus.http;

import static io.corebus.http.OpenApiJson.arrayOf;
import static io.corebus.http.OpenApiJson.formatted;
import static io.corebus.http.OpenApiJson.integer;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.oneOf;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.string;
import static io.corebus.http.OpenApiJson.texts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the operations on webhooks take and answer. */
final class OpenApiWebhookSchemas {
    /** Of 24 to 64 bytes. */
    private static final String SECRET =
            "^whsec_([A-Za-z0-9+/]{4}){8,20}([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{6}==)?$";

    private OpenApiWebhookSchemas() {}

    static void addTo(ObjectNode schemas) {
        schemas.set("NewWebhook", fresh());
        schemas.set(
                "Webhook",
                shown("A webhook. What it does not have is left out.").open());
        schemas.set(
                "WebhookWithSecret",
                shown("A webhook with its secret, which is not shown again.")
                        .required("secret", secret())
                        .open());
        schemas.set("WebhookPage", OpenApiObject.page("A page of webhooks.", ref("schemas", "Webhook")));
        schemas.set("WebhookChange", change());
        schemas.set(
                "WebhookSecret",
                new OpenApiObject("The secret that comes next; where it is left out, one is made.")
                        .optional("secret", secret())
                        .closed());
        schemas.set("WebhookTest", test());
        schemas.set("WebhookDelivery", delivery());
        schemas.set(
                "WebhookDeliveryPage", OpenApiObject.page("A page of deliveries.", ref("schemas", "WebhookDelivery")));
        schemas.set(
                "WebhookReplay",
                new OpenApiObject("What is sent again.")
                        .required("since", number("Everything after this event; 0 for all there are."))
                        .closed());
    }

    private static ObjectNode fresh() {
        OpenApiObject body = new OpenApiObject("Where to send what.").required("url", url());
        return optional(body)
                .optional("since", number("Begins after this event; 0 for all there are. Left out: from now."))
                .optional("secret", secret())
                .closed();
    }

    private static OpenApiObject shown(String description) {
        OpenApiObject body = new OpenApiObject(description)
                .required("id", formatted("uuid", "Its id."))
                .required("url", url());
        return optional(body)
                .optional("disabled_reason", string("Why Corebus switched it off."))
                .optional(
                        "stalled_reason",
                        string("Why it stands still: a feature or a field of its filter is gone. Nothing is lost."))
                .optional("failing_since", formatted("date-time", "No attempt has succeeded since."))
                .required("seq", number("Every event up to here was sent, or is among its deliveries."))
                .required("created_at", formatted("date-time", "In UTC."))
                .required("updated_at", formatted("date-time", "In UTC."))
                .required("created_by", string("Id of the user."));
    }

    private static OpenApiObject optional(OpenApiObject body) {
        return body.optional("features", features())
                .optional("kinds", kinds())
                .optional("filter", said("RSQL over the fields of the features, which must be named then.", 4_000))
                .optional("description", said("For people.", 500))
                .optional("active", flag("Whether anything is sent; true where it is left out."));
    }

    private static ObjectNode change() {
        return new OpenApiObject("A merge patch (RFC 7396) of the settings.")
                .optional("url", url())
                .optional("features", nullable(features()))
                .optional("kinds", nullable(kinds()))
                .optional("filter", nullable(said("RSQL; null for none.", 4_000)))
                .optional("description", nullable(said("For people; null for none.", 500)))
                .optional("active", nullable(flag("Whether anything is sent.")))
                .closed();
    }

    private static ObjectNode nullable(ObjectNode schema) {
        schema.set("type", texts(List.of(schema.path("type").asText(), "null")));
        return schema;
    }

    private static ObjectNode test() {
        return new OpenApiObject("What came of a test.")
                .required("delivered", flag("Whether the receiver took it."))
                .optional("response_status", integer("What the receiver answered."))
                .optional("error", string("What went wrong."))
                .required("duration_ms", number("How long it took."))
                .open();
    }

    private static ObjectNode delivery() {
        return new OpenApiObject("An event and a webhook. What it does not have is left out.")
                .required("seq", number("The number of the event."))
                .required("feature", string("Whose resource changed."))
                .optional("resource_id", string("Which resource."))
                .required("kind", oneOf("What happened to it.", "created", "updated", "deleted"))
                .required("status", oneOf("Waits, arrived, or was given up.", "pending", "delivered", "failed"))
                .required("attempts", number("How many were made since it was last put in line."))
                .optional("next_at", formatted("date-time", "When the next one is made, at the earliest."))
                .optional("last_at", formatted("date-time", "When the last one was made."))
                .optional("response_status", integer("What the receiver answered last."))
                .optional("error", string("What went wrong last."))
                .open();
    }

    private static ObjectNode url() {
        ObjectNode url = formatted("uri", "The receiver: http or https, without a user and a fragment.");
        url.put("maxLength", 2_000).put("pattern", "^https?://[^/?#@\\s]+([/?][^#\\s]*)?$");
        return url.set("examples", texts(List.of("https://receiver.invalid/corebus")));
    }

    private static ObjectNode features() {
        return arrayOf(object().put("type", "string"))
                .put("minItems", 1)
                .put("description", "Names of features; left out: all.");
    }

    private static ObjectNode kinds() {
        ObjectNode kind = oneOf("", "created", "updated", "deleted");
        kind.remove("description");
        return arrayOf(kind).put("minItems", 1).put("description", "Which changes; left out: all.");
    }

    private static ObjectNode secret() {
        return string("`whsec_` and the base64 of 24 to 64 random bytes.")
                .put("pattern", SECRET)
                .set("examples", texts(List.of("whsec_ZG8gbm90IHRha2UgdGhpcyBvbmUsIG1ha2Ugb25lIQ==")));
    }

    private static ObjectNode said(String description, int max) {
        return string(description).put("minLength", 1).put("maxLength", max).put("pattern", "[^\\s\\u2028\\u2029]");
    }

    private static ObjectNode flag(String description) {
        return object().put("type", "boolean").put("description", description);
    }

    private static ObjectNode number(String description) {
        return integer(description).put("format", "int64").put("minimum", 0);
    }
}
