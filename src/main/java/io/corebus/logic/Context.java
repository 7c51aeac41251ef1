package io.corebus.logic;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.extension.LogicContext;
import io.corebus.extension.Records;
import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call is given.
 *
 * @param writing names the writes of this call, so that a repeat is done once; null: it may write nothing
 * @param act the action that it is for; null: it is for none
 */
record Context(
        Vertx vertx,
        Bus bus,
        Caller caller,
        boolean dryRun,
        @Nullable WriteNames writing,
        @Nullable ActUnderWay act) implements LogicContext {

    @Override
    public String user() {
        return caller.user();
    }

    @Override
    public List<String> roles() {
        return caller.roles();
    }

    @Override
    public String via() {
        return caller.via();
    }

    @Override
    public String trace() {
        return caller.trace();
    }

    @Override
    public void progress(long done, long total, @Nullable String text) {
        if (act != null && !dryRun) {
            act.progress(done, total, text);
        }
    }

    @Override
    public boolean cancelled() {
        return act != null && act.isGivenUp();
    }

    @Override
    public Records records() {
        return new BusRecords(bus, caller, writing);
    }

    @Override
    public Records allRecords() {
        Caller system = new Caller(
                Caller.SYSTEM, List.of(Caller.ADMIN_ROLE), null, "system", caller.trace(), caller.deadlineNanos());
        return new BusRecords(bus, system, writing);
    }
}
