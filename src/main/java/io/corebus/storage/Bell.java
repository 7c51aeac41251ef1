package io.corebus.storage;

import io.corebus.bus.Bus;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages.Written;
import io.vertx.core.Vertx;

/**
 * Publishes {@link JournalMessages#WRITTEN} when something was written: at once, but not more often than every few milliseconds. Belongs to one event loop,
 * and has a timer only while it rings.
 */
final class Bell {
    private static final long REST_MILLIS = 2;

    private final Vertx vertx;
    private final Bus bus;
    private boolean resting;
    private boolean pulled;

    Bell(Vertx vertx, Bus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    /** A service that rings after what it has written. */
    <Q, R> Service<Q, R> after(Service<Q, R> service) {
        return (request, caller) -> service.handle(request, caller).onSuccess(written -> ring());
    }

    private void ring() {
        if (resting) {
            pulled = true;
            return;
        }
        resting = true;
        bus.publish(JournalMessages.WRITTEN, new Written());
        vertx.setTimer(REST_MILLIS, timer -> rested());
    }

    private void rested() {
        resting = false;
        if (pulled) {
            pulled = false;
            ring();
        }
    }
}
