package io.corebus.live;

import io.corebus.bus.Failure;
import io.corebus.resource.ControlDeskMessages;

/**
 * Why a stream ends.
 *
 * @param code of the WebSocket's close frame (RFC 6455, 7.4); the other transports tell it in a last message
 * @param reason for people, at most 123 bytes
 */
record Ending(int code, String name, String reason) {
    static final Ending GOING_AWAY =
            new Ending(1001, "going-away", "This node stops. Connect again, and resume with since.");
    static final Ending TOO_BIG = new Ending(1009, "message-too-large", "A message may have at most 65536 bytes.");
    static final Ending FAILED =
            new Ending(1011, "internal", "An event could not be told. Connect again later, and resume with since.");
    static final Ending LATER = new Ending(
            1013, "try-later", "Your rights cannot be checked at the moment. Connect again, and resume with since.");
    static final Ending FULL = new Ending(
            1013, "overloaded", "Too many connections at the moment. Connect again later, and resume with since.");
    static final Ending MALFORMED = new Ending(4400, "malformed", "Too many messages that were not understood.");
    static final Ending NO_TOKEN = new Ending(4401, "unauthenticated", "No token came in time.");
    static final Ending EXPIRED =
            new Ending(4401, "invalid-token", "The access token has expired. Get a new one, and resume with since.");
    static final Ending SLOW =
            new Ending(4408, "too-slow", "You read too slowly. Connect again, and resume with since.");
    static final Ending TOO_FAST =
            new Ending(4429, "too-many-messages", "More came than is kept. Wait for answers, and resume with since.");
    static final Ending IDLE =
            new Ending(4410, "idle", "Nothing was heard of you. Connect again, and resume with since.");
    static final Ending OFF = new Ending(
            4503,
            ControlDeskMessages.OFF,
            "This feature is switched off at the moment. Connect again later, and resume with since.");

    /** What a refusal means for a stream that is open. */
    static Ending of(Failure refusal) {
        if (isOff(refusal)) {
            return OFF;
        }
        return switch (refusal.status()) {
            case 401 -> new Ending(4401, refusal.code(), "The access token is not valid any more. Sign in again.");
            case 400, 403 -> new Ending(4403, refusal.code(), "You may not read this any more.");
            default -> LATER;
        };
    }

    /** Whether it is for an admin to say when the stream can go on, and no use to ask again soon. */
    static boolean isOff(Failure refusal) {
        return refusal.code().equals(ControlDeskMessages.OFF);
    }
}
