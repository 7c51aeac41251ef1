package io.corebus.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What was thrown where nobody took it. Otherwise only the log would tell, and a test would pass. */
public final class Unhandled {
    private final Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();

    public Unhandled(Vertx vertx) {
        vertx.exceptionHandler(thrown::add);
    }

    /** To be called when the work is done, before Vert.x closes. */
    public void requireNone() {
        assertThat(thrown).as("exceptions that nobody handled").isEmpty();
    }
}
