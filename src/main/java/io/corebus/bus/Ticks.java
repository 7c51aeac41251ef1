package io.corebus.bus;

import io.vertx.core.Vertx;

/** What is done again and again, until it is stopped; for what may end before its verticle does. Belongs to one event loop. */
public final class Ticks {
    /** No timer has this number; the first one of a process has 0. */
    private static final long NONE = -1;

    private final Vertx vertx;
    private long timer = NONE;

    public Ticks(Vertx vertx) {
        this.vertx = vertx;
    }

    /** To be called once. */
    public void start(long everyMillis, Runnable tick) {
        timer = vertx.setPeriodic(everyMillis, due -> tick.run());
    }

    /** Does nothing where it did not start. */
    public void stop() {
        vertx.cancelTimer(timer);
        timer = NONE;
    }
}
