package io.corebus.storage;

import io.corebus.bus.Bus;
import io.vertx.core.Future;
import java.util.List;

/** The webhook side of the storage room. */
final class Hooks {
    private Hooks() {}

    /**
     * Serves all its addresses on the calling verticle.
     *
     * @param bell for what is in the journal
     */
    static Future<?> serve(Bus bus, Database database, Bell bell) {
        HookReads reads = new HookReads(database);
        HookChanges changes = new HookChanges(database);
        HookDeliveries deliveries = new HookDeliveries(database);
        return Future.all(List.of(
                bus.serve(HookMessages.INSERT_HOOK, bell.after(changes::insert)),
                bus.serve(HookMessages.FIND_HOOK, reads::find),
                bus.serve(HookMessages.LIST_HOOKS, reads::list),
                bus.serve(HookMessages.UPDATE_HOOK, bell.after(changes::update)),
                bus.serve(HookMessages.ROTATE_SECRET, bell.after(changes::rotate)),
                bus.serve(HookMessages.DISABLE_HOOK, bell.after(changes::disable)),
                bus.serve(HookMessages.DELETE_HOOK, bell.after(changes::delete)),
                bus.serve(HookMessages.REWIND_HOOK, bell.after(changes::rewind)),
                bus.serve(HookMessages.HOLD_HOOKS, reads::hold),
                bus.serve(HookMessages.RELEASE_HOOKS, reads::release),
                bus.serve(HookMessages.QUEUE_DELIVERIES, deliveries::queue),
                bus.serve(HookMessages.FIND_DUE, deliveries::due),
                bus.serve(HookMessages.RECORD_ATTEMPT, deliveries::record),
                bus.serve(HookMessages.LIST_DELIVERIES, deliveries::list),
                bus.serve(HookMessages.REPLAY_DELIVERY, bell.after(deliveries::replay)),
                bus.serve(HookMessages.DROP_DELIVERIES, deliveries::drop)));
    }
}
