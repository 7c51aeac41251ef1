package io.corebus.logic;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * What the answers of this room have in common.
 *
 * @param longWorkers for what may take longer than anybody waits for an answer
 * @param features those that have logic here
 */
record ServedLogic(
        Vertx vertx,
        Bus bus,
        Workers workers,
        Workers longWorkers,
        Breakers breakers,
        ActsUnderWay acts,
        List<String> features) {

    /**
     * What a call is given that writes nothing by itself. Fails where the feature has no logic here, as another node may have another descriptor, or with {@code
     * logic-resting}.
     */
    Context context(String feature, Caller caller, boolean dryRun) {
        admit(feature);
        return new Context(vertx, bus, caller, dryRun, null, null);
    }

    /** Fails like {@link #context}. */
    void admit(String feature) {
        if (!features.contains(feature)) {
            throw Failure.differing(feature).exception();
        }
        breakers.admit(feature);
    }
}
