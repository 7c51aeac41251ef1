package io.corebus.door;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where doors leave their routes for the HTTP server of this process: one port serves them all. A door that starts in a process without the http room opens a
 * server of its own instead.
 */
public final class Doorway implements Shareable {
    private static final String NAME = Doorway.class.getName();

    private final List<Mount> mounts = new CopyOnWriteArrayList<>();

    private Doorway() {}

    /** Adds a door's routes to the router of one server instance. What it makes belongs to that instance's event loop, on which it is called. */
    @FunctionalInterface
    public interface Mount {
        void on(Router router, Authentication authentication);
    }

    /** The one of this process. */
    public static Doorway of(Vertx vertx) {
        return vertx.sharedData().<String, Doorway>getLocalMap(NAME).computeIfAbsent(NAME, name -> new Doorway());
    }

    /** To be called before the http room starts. */
    public void offer(Mount mount) {
        mounts.add(mount);
    }

    public void withdraw(Mount mount) {
        mounts.remove(mount);
    }

    /** Mounts all that was offered. */
    public void open(Router router, Authentication authentication) {
        mounts.forEach(mount -> mount.on(router, authentication));
    }
}
