package io.corebus.access;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.Health;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;

/** This room can work when it has keys and storage answers. */
final class HealthHandler implements Service<Health.Check, Health.Report> {
    private static final String UP = "up";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Bus bus;
    private final SigningKeys keys;

    HealthHandler(Bus bus, SigningKeys keys) {
        this.bus = bus;
        this.keys = keys;
    }

    @Override
    public Future<Health.Report> handle(Health.Check request, Caller caller) {
        return bus.request(StorageMessages.HEALTH, new Health.Check(), Caller.system(PATIENCE))
                .transform(answer -> Future.succeededFuture(storage(answer)))
                .compose(this::report);
    }

    private static String storage(AsyncResult<Health.Report> answer) {
        if (answer.failed()) {
            return FailureException.of(answer.cause()).code();
        }
        return answer.result().up() ? UP : "down";
    }

    /** Asks for the keys only where storage can give them. */
    private Future<Health.Report> report(String storage) {
        Future<Boolean> loaded = storage.equals(UP) ? keys.isLoadedOrLoad() : Future.succeededFuture(keys.isLoaded());
        return loaded.map(there -> new Health.Report(
                there && storage.equals(UP), Map.of("keys", there ? "loaded" : "not loaded", "storage", storage)));
    }
}
