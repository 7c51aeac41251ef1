package io.corebus.door;

import io.corebus.bus.PerProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where doors leave their routes for the HTTP server of this process: one port serves them all. A door that starts in a process without the http room opens a
 * server of its own instead.
 */
public final class Doorway implements Shareable {
    private final Map<String, Mount> mounts = new ConcurrentHashMap<>();

    private Doorway() {}

    /** Adds a door's routes to one server instance. What it makes belongs to that instance's event loop, on which it is called. */
    @FunctionalInterface
    public interface Mount {
        Guest on(Door door, Router router, Authentication authentication);
    }

    /** What a door has in one server instance. Called on that instance's event loop. */
    public interface Guest {
        /** Before the server listens. */
        Future<Void> start();

        /** Before the server closes: what would stay open for long is to be ended. */
        Future<Void> stop();
    }

    /** The one of this process. */
    public static Doorway of(Vertx vertx) {
        return PerProcess.of(vertx, Doorway.class, Doorway::new);
    }

    /**
     * To be called before the http room starts.
     *
     * @param room the door's name: several instances of it offer the same, which is mounted once; what knows other features takes the place of what was offered before
     */
    public void offer(String room, Mount mount) {
        mounts.put(room, mount);
    }

    /** Does nothing where another mount has taken its place. */
    public void withdraw(String room, Mount mount) {
        mounts.remove(room, mount);
    }

    /** Mounts all that was offered. To be called before the routes of the http room are: the first that fits serves. */
    public List<Guest> open(Door door, Router router, Authentication authentication) {
        return mounts.values().stream()
                .map(mount -> mount.on(door, router, authentication))
                .toList();
    }
}
