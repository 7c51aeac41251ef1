package io.corebus.node;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;

/** A door for tests: answers /readyz, and everything else with the word hello. */
public final class PortVerticle extends VerticleBase {
    private final Wiring wiring;

    public PortVerticle(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Future<?> start() {
        PortConfig config = wiring.config(PortConfig.class);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(
                                request.path().equals("/readyz")
                                                && !wiring.node().ready()
                                        ? 503
                                        : 200)
                        .end("hello"));
        return server.listen(config.port(), config.host())
                .onSuccess(open -> wiring.node().listens("http", "http://" + config.host() + ":" + open.actualPort()));
    }
}
