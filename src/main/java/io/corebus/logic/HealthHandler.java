package io.corebus.logic;

import io.corebus.bus.Caller;
import io.corebus.bus.Health;
import io.corebus.bus.Service;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/** This room is well while it knows whose changes it has to tell, and has a thread to call logic on; logic that fails is not its illness. */
final class HealthHandler implements Service<Health.Check, Health.Report> {
    private final Followings followings;
    private final Breakers breakers;
    private final List<Workers> workers;

    HealthHandler(Followings followings, Breakers breakers, List<Workers> workers) {
        this.followings = followings;
        this.breakers = breakers;
        this.workers = workers;
    }

    @Override
    public Future<Health.Report> handle(Health.Check request, Caller caller) {
        Map<String, String> parts = Map.of(
                "following", followings.state(),
                "features", Integer.toString(followings.held()),
                "lag_entries", Long.toString(followings.lag()),
                "resting", breakers.state(),
                "stuck_threads",
                        Integer.toString(
                                workers.stream().mapToInt(Workers::lost).sum()));
        return Future.succeededFuture(new Health.Report(followings.works() && canCall(), parts));
    }

    private boolean canCall() {
        return workers.stream().noneMatch(Workers::areAllLost);
    }
}
