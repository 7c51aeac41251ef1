package io.corebus.node;

import io.corebus.bus.Health;
import io.corebus.node.EchoMessages.Said;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Map;

/** A room for tests: says what it hears, after a while. */
public final class EchoVerticle extends VerticleBase {
    private final Wiring wiring;

    public EchoVerticle(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Future<?> start() {
        EchoConfig config = wiring.config(EchoConfig.class);
        if (config.trouble() != null) {
            return Future.failedFuture(config.trouble());
        }
        long pid = ProcessHandle.current().pid();
        return Future.all(
                wiring.bus()
                        .serve(
                                EchoMessages.SAY,
                                (say, caller) -> after(say.afterMillis()).map(done -> new Said(say.word(), pid))),
                wiring.bus()
                        .serve(
                                EchoMessages.HEALTH,
                                (check, caller) -> Future.succeededFuture(new Health.Report(
                                        config.well(), Map.of("voice", config.well() ? "up" : "hoarse")))));
    }

    private Future<Void> after(long millis) {
        return millis == 0 ? Future.succeededFuture() : vertx.timer(millis).mapEmpty();
    }
}
