package io.corebus.bus;

import io.vertx.core.Vertx;

/** What is done again and again, until it is stopped; for what may end before its verticle does. Belongs to one event loop. */
public final class Ticks {
    /** No timer has this number; the first one of a process has 0. */
    private static final long NONE = -1;

    private final Vertx vertx;
    private long timer = NONE;
    private boolean stopped;

    public Ticks(Vertx vertx) {
        this.vertx = vertx;
    }

    /** To be called once. Does nothing where it has been stopped: what was waited for before its start came too late. */
    public void start(long everyMillis, Runnable tick) {
        if (stopped) {
            return;
        }
        timer = vertx.setPeriodic(everyMillis, due -> tick.run());
    }

    /** For good. */
    public void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        timer = NONE;
    }
}
