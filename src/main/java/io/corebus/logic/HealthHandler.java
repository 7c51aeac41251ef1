package io.corebus.logic;

import io.corebus.bus.Caller;
import io.corebus.bus.Health;
import io.corebus.bus.Service;
import io.vertx.core.Future;
import java.util.Map;

/** This room is well while it knows whose changes it has to tell; logic that fails is not its illness. */
final class HealthHandler implements Service<Health.Check, Health.Report> {
    private final Followings followings;
    private final Breakers breakers;

    HealthHandler(Followings followings, Breakers breakers) {
        this.followings = followings;
        this.breakers = breakers;
    }

    @Override
    public Future<Health.Report> handle(Health.Check request, Caller caller) {
        Map<String, String> parts = Map.of(
                "following", followings.state(),
                "features", Integer.toString(followings.held()),
                "lag_entries", Long.toString(followings.lag()),
                "resting", breakers.state());
        return Future.succeededFuture(new Health.Report(followings.works(), parts));
    }
}
