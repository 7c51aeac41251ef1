package io.corebus.live;

import io.corebus.door.Authentication;
import io.corebus.door.Door;
import io.corebus.door.Doorway;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;

/** The live door in one server instance: everything of it belongs to that instance's event loop. */
final class LiveMount implements Doorway.Guest {
    private final Lobby lobby;

    private LiveMount(Lobby lobby) {
        this.lobby = lobby;
    }

    static LiveMount on(LiveParts parts, Door door, Router router, Authentication authentication) {
        Lobby lobby = new Lobby(parts, authentication, door.rates());
        new WebSocketRoutes(lobby).mount(door.routes());
        new EventStreamRoutes(lobby).mount(door);
        new SockJsRoutes(lobby).mount(router);
        LivePages.mount(door.routes(), parts.features());
        return new LiveMount(lobby);
    }

    @Override
    public Future<Void> start() {
        return lobby.start();
    }

    @Override
    public Future<Void> stop() {
        return lobby.stop();
    }
}
