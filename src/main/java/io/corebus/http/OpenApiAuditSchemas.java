package io.corebus.http;

import static io.corebus.http.OpenApiJson.formatted;
import static io.corebus.http.OpenApiJson.integer;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.oneOf;
import static io.corebus.http.OpenApiJson.ref;
import static io.corebus.http.OpenApiJson.string;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the operations on the audit trail take and answer. */
final class OpenApiAuditSchemas {
    private OpenApiAuditSchemas() {}

    static void addTo(ObjectNode schemas) {
        schemas.set("AuditEntry", entry());
        schemas.set("AuditPage", OpenApiObject.page("A page of the audit trail.", ref("schemas", "AuditEntry")));
        schemas.set("AuditCheckpoint", checkpoint());
        schemas.set("AuditErasure", erasure());
        schemas.set("AuditErased", erased());
    }

    private static ObjectNode entry() {
        return new OpenApiObject("One thing that happened. What it does not have is left out.")
                .optional("seq", count("Its place in the trail; left out until it is sealed."))
                .required("at", formatted("date-time", "In UTC."))
                .required("resource_type", string("The name of a feature, or `users` and the like."))
                .optional("resource_id", string("What it happened to."))
                .optional("version", count("The version that the resource got."))
                .required("action", string("Such as `created`, `updated`, `deleted`."))
                .required("user", string("Id of who did it, or `system`."))
                .required("via", string("The door it came through."))
                .optional("token", string("Id of the token that was shown."))
                .required("trace", string("W3C `traceparent`."))
                .optional("command_id", string("The command; a repeat has the same and makes no second entry."))
                .optional("before", content("The resource before."))
                .optional("after", content("The resource after, or what else is to be said."))
                .optional("erased", flag())
                .open();
    }

    private static ObjectNode content(String description) {
        return object().put("type", "object").put("description", description);
    }

    private static ObjectNode flag() {
        return object().put("type", "boolean").put("description", "Present where the content was erased.");
    }

    private static ObjectNode checkpoint() {
        return new OpenApiObject("The newest seal: docs/audit.md says how to verify it.")
                .required("type", oneOf("What it is.", "checkpoint"))
                .required("format", count("The form of it: 1."))
                .required("number", count("The number of the seal."))
                .required("first_seq", count("The first entry it covers."))
                .required("count", count("How many it covers."))
                .required("root", hash("The Merkle root of them."))
                .required("previous", hash("The hash of the seal before it; zeros for the first one."))
                .required("at", formatted("date-time", "In UTC."))
                .required("kid", string("The name of the key."))
                .required("hash", hash("The hash of its header."))
                .required("signature", string("Ed25519 over its header, base64url."))
                .open();
    }

    private static ObjectNode erasure() {
        return new OpenApiObject("Whose content is erased from the trail, and why.")
                .required("resource_type", said("The name of a feature, or `users`.", 200))
                .required("resource_id", said("What it is about.", 200))
                .required("reason", said("Stays in the trail: nothing personal.", 1_000))
                .closed();
    }

    private static ObjectNode erased() {
        ObjectNode entries =
                integer("How many entries have lost their content.").put("minimum", 0);
        return new OpenApiObject("What was done.").required("entries", entries).open();
    }

    private static ObjectNode said(String description, int max) {
        return string(description).put("minLength", 1).put("maxLength", max).put("pattern", "[^\\s\\u2028\\u2029]");
    }

    private static ObjectNode count(String description) {
        return integer(description).put("format", "int64").put("minimum", 1);
    }

    private static ObjectNode hash(String description) {
        return string(description).put("pattern", "^[0-9a-f]{64}$");
    }
}
