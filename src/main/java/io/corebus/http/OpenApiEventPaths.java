package io.corebus.http;

import static io.corebus.http.OpenApiJson.integer;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.string;
import static io.corebus.http.OpenApiParameters.described;
import static io.corebus.http.OpenApiParameters.path;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.feature.Feature;
import io.corebus.feature.Grant;
import java.util.Collection;
import java.util.List;

/** The event stream of a feature with live updates, as the live room serves it. WebSocket and SockJS are in {@code /asyncapi.json}. */
final class OpenApiEventPaths {
    /** A browser's {@code EventSource} cannot send headers. */
    static final String QUERY_TOKEN = "access_token";

    private static final String TYPE = "text/event-stream";
    private static final String DESCRIPTION = """
            The changes of these resources as they happen, as Server-Sent Events with a CloudEvent (JSON) each, in order, each once. The stream stays open; `retry` \
            says how long to wait before connecting again. Served by nodes with the live room.\
            """;
    private static final String EXAMPLE = """
            event: subscribed
            id: 4711
            data: {"type":"subscribed","feature":"%1$s","since":4711,"head":4711}

            id: 4712
            data: {"specversion":"1.0","id":"4712","source":"/api/%1$s","type":"io.corebus.resource.updated","data":{}}

            """;

    private static final OpenApiRefusal STREAM_QUERY = new OpenApiRefusal(
            new Failure(
                    "bad-since",
                    400,
                    "since is 4711, but the newest event is 12. Read again, and subscribe without since."),
            "`unknown-parameter`, `bad-query`: the query is not as documented here. `bad-since`: `since` or `Last-Event-ID` is no number, negative, or beyond the newest event.");
    private static final OpenApiRefusal NOT_ALLOWED = new OpenApiRefusal(
            new Failure("forbidden", 403, "To read features takes the role viewer; you have the role editor."),
            "`forbidden`: the caller may not do this. The answer says which role it takes. `origin-not-allowed`: a page of that origin may not connect.");
    private static final OpenApiRefusal NOT_ACCEPTABLE = new OpenApiRefusal(
            new Failure(
                    "not-acceptable", 406, "This answer comes as text/event-stream only. Send 'Accept: " + TYPE + "'."),
            "`not-acceptable`: the `Accept` header rules an event stream out.");
    private static final OpenApiRefusal AWAY = new OpenApiRefusal(
            Failure.unavailable("draining", "This node is about to stop. Connect to another one."),
            "`draining`, `overloaded`, `room-unavailable`, `storage-unavailable`: not at the moment. Try again after `Retry-After` seconds.");

    private OpenApiEventPaths() {}

    /** @param roles of which one is enough to read */
    static void addTo(ObjectNode paths, OpenApiSchemas schemas, Collection<String> roles) {
        Feature feature = schemas.feature();
        if (feature.live()) {
            path(paths, "/api/" + feature.name() + "/events")
                    .set("get", follow(feature, "follow" + schemas.name(), roles));
        }
    }

    private static ObjectNode follow(Feature feature, String id, Collection<String> roles) {
        ObjectNode stream = string(
                "Events with the fields `event`, `id` and `data`: `subscribed` first, then changes, which have no `event`; "
                        + "`resync` where what was asked for is not there any more; `end` before the server ends the stream.");
        return new OpenApiOperation(id, feature.name(), feature.title() + ": follow", DESCRIPTION)
                .deprecated(feature.deprecation())
                .roles(roles)
                .security(roles.contains(Grant.PUBLIC), List.of("bearer", QUERY_TOKEN))
                .parameter(since())
                .parameter(OpenApiParameters.filter(feature))
                .parameter(lastEventId())
                .answers(200, "The stream.")
                .with(200, TYPE, stream, object().textNode(EXAMPLE.formatted(feature.name())))
                .refuses(STREAM_QUERY)
                .refuses(NOT_ALLOWED)
                .refuses(NOT_ACCEPTABLE)
                .refuses(AWAY)
                .refuses(401, 500, 504)
                .json();
    }

    private static ObjectNode since() {
        String description =
                "The `id` of the last event that is known; 0 for all there are. Without it, the stream begins with what happens next.";
        return described("since", "query", place(description));
    }

    private static ObjectNode lastEventId() {
        String description = "As `since`, and wins over it: browsers send it when they connect again.";
        return described("Last-Event-ID", "header", place(description));
    }

    private static ObjectNode place(String description) {
        return integer(description).put("format", "int64").put("minimum", 0);
    }

    static ObjectNode queryToken() {
        return object().put("type", "apiKey")
                .put("in", "query")
                .put("name", QUERY_TOKEN)
                .put(
                        "description",
                        "The `access_token` of a sign-in, for clients that cannot set headers. It may end up in the logs of proxies.");
    }
}
