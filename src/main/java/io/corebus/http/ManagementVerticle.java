package io.corebus.http;

import io.corebus.bus.Bus;
import io.corebus.bus.NodeView;
import io.corebus.config.ManagementConfig;
import io.corebus.door.HttpServers;
import io.corebus.door.Routes;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Health and metrics on a port of their own, which is not meant for the outside; on nodes of any rooms. */
public final class ManagementVerticle extends VerticleBase {
    private static final int IDLE_SECONDS = 30;

    private final ManagementConfig config;
    private final Bus bus;
    private final NodeView node;

    public ManagementVerticle(ManagementConfig config, Bus bus, NodeView node) {
        this.config = config;
        this.bus = bus;
        this.node = node;
    }

    @Override
    public Future<?> start() {
        Router router = Router.router(vertx);
        Routes routes = new Routes(router);
        new ManagementRoutes(vertx, bus, node, List.of()).mount(routes);
        routes.close("Here are /livez, /readyz, /startupz, /health and /metrics.");
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(Objects.requireNonNull(config.port(), "management.port"))
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        return HttpServers.create(vertx, options, () -> router)
                .listen()
                .onSuccess(open -> node.listens("management", "http://" + config.host() + ":" + open.actualPort()));
    }
}
