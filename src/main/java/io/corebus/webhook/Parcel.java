package io.corebus.webhook;

import io.corebus.bus.Json;

/**
 * What is sent.
 *
 * @param id the same at every attempt, so that a receiver knows a repeat
 * @param trace W3C {@code traceparent} of what the event is about
 */
record Parcel(String id, String trace, Json body) {

    /** The event's name at one hook: whatever is replayed, and whoever sends. */
    static Parcel of(String hook, Event event) {
        String id = "msg_" + hook.replace("-", "") + "_" + event.seq();
        return new Parcel(id, event.trace(), Json.of(event.cloudEvent()));
    }
}
