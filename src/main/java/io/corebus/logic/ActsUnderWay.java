package io.corebus.logic;

import io.corebus.bus.Bus;
import io.corebus.bus.Failure;
import io.corebus.resource.LogicMessages;
import io.corebus.resource.LogicMessages.ActTold;
import io.corebus.resource.LogicMessages.ActsTold;
import io.corebus.resource.LogicMessages.ActsWanted;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The actions of jobs that are done here. Says every second which they are, and how far; one that nobody wants any more is interrupted, and so is one of which nobody
 * has said for some time that it is wanted: who asked for it is gone. Belongs to one event loop.
 */
final class ActsUnderWay {
    private final Vertx vertx;
    private final Bus bus;
    private final Map<String, ActUnderWay> byName = new HashMap<>();
    private volatile int count;

    ActsUnderWay(Vertx vertx, Bus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    Future<Void> start() {
        vertx.setPeriodic(LogicMessages.SIGN.toMillis(), tick -> tick());
        return bus.subscribe(LogicMessages.ACTS_WANTED, this::heard);
    }

    /** How many there are; from any thread. */
    int count() {
        return count;
    }

    /** @param act one that has a name is told about until it is over */
    void begins(ActUnderWay act, Future<?> over) {
        String name = act.name();
        if (name != null) {
            byName.put(name, act);
            count = byName.size();
            over.onComplete(done -> {
                byName.remove(name, act);
                count = byName.size();
            });
        }
    }

    private void tick() {
        long silence = LogicMessages.SILENCE.toNanos();
        List.copyOf(byName.values()).stream()
                .filter(act -> act.isUnheardOf(silence))
                .forEach(act -> act.giveUp(LogicMessages.unwanted()));
        if (!byName.isEmpty()) {
            List<ActTold> told = new ArrayList<>();
            byName.forEach((name, act) -> told.add(act.told(name)));
            bus.publish(LogicMessages.ACTS_TOLD, new ActsTold(told));
        }
    }

    private void heard(ActsWanted said) {
        said.calls().stream().map(byName::get).forEach(act -> {
            if (act != null) {
                act.wanted();
            }
        });
        said.unwanted().stream().map(byName::get).forEach(act -> {
            if (act != null) {
                act.giveUp(LogicMessages.unwanted());
            }
        });
    }

    /** The room is about to end: what takes long others do anew. */
    void interruptLongOnes() {
        Failure ending = Failure.unavailable(
                "room-unavailable", "The node that did it is about to stop; nothing was written. Another one does it.");
        List.copyOf(byName.values()).stream().filter(ActUnderWay::isLong).forEach(act -> act.giveUp(ending));
    }
}
