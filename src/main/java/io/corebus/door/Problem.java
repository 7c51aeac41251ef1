package io.corebus.door;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Trace;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** The one form of a refusal: problem details for HTTP APIs (RFC 9457). */
public final class Problem {
    public static final String CONTENT_TYPE = "application/problem+json";

    /** Where the page of each code is: where the server knows its own address, an absolute one, else with a whole path (RFC 9457, section 3.1.1). */
    private static final String TYPES = "/problems/";

    private Problem() {}

    static void answer(HttpServerResponse response, Failure failure, String trace) {
        answer(response, failure, trace, "");
    }

    /** @param base of this server's addresses, without a slash at the end; empty where they are relative */
    static void answer(HttpServerResponse response, Failure failure, String trace, String base) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(failure.status())
                .putHeader("content-type", CONTENT_TYPE)
                .putHeader("cache-control", "no-store");
        Integer retryAfter = failure.retryAfter();
        if (retryAfter != null) {
            response.putHeader("retry-after", retryAfter.toString());
        }
        String challenge = challenge(failure);
        if (challenge != null) {
            response.putHeader("www-authenticate", challenge);
        }
        response.end(Buffer.buffer(body(failure, trace, base).toString()));
    }

    /** How the failure asks for a token (RFC 6750, section 3); null where another one would not help. Which scopes would do, its detail says. */
    private static @Nullable String challenge(Failure failure) {
        String realm = "Bearer realm=\"corebus\"";
        return switch (failure.code()) {
            case "invalid-token" -> realm + ", error=\"invalid_token\"";
            case "insufficient-scope" -> realm + ", error=\"insufficient_scope\"";
            default -> failure.status() == 401 ? realm : null;
        };
    }

    public static ObjectNode body(Failure failure, String trace) {
        return body(failure, trace, "");
    }

    private static ObjectNode body(Failure failure, String trace, String base) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", base + TYPES + failure.code());
        body.put("title", HttpResponseStatus.valueOf(failure.status()).reasonPhrase());
        body.put("status", failure.status());
        body.put("code", failure.code());
        body.put("detail", failure.detail());
        Long version = failure.currentVersion();
        if (version != null) {
            body.put("current_version", version);
        }
        if (!failure.errors().isEmpty()) {
            ArrayNode errors = body.putArray("errors");
            failure.errors().forEach(fault -> write(errors.addObject(), fault));
        }
        return body.put("trace_id", Trace.id(trace));
    }

    private static void write(ObjectNode error, FieldFault fault) {
        error.put("pointer", fault.pointer()).put("code", fault.code()).put("detail", fault.detail());
    }
}
