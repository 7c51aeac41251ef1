package io.corebus.resource;

import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.resource.LogicMessages.Intent;
import io.corebus.resource.LogicMessages.Kind;
import io.corebus.resource.LogicMessages.Outcome;
import io.corebus.storage.StorageMessages.Row;
import io.corebus.storage.StorageMessages.WriteOne;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the logic of a feature makes of the items of a batch: all are asked about before any is written, so that every refusal is told at once. */
final class BatchLogic {
    /** Items that are asked about in one message. */
    private static final int SLICE = 50;

    private final Logic logic;
    private final ServedFeature served;
    private final List<WriteOne> writes;
    private final Map<Integer, Row> current;
    private final BatchFaults faults;
    private final Caller caller;
    private final List<WriteOne> decided = new ArrayList<>();

    /** @param current what there is of each item that changes or deletes, by its place */
    BatchLogic(
            Logic logic,
            ServedFeature served,
            List<WriteOne> writes,
            Map<Integer, Row> current,
            BatchFaults faults,
            Caller caller) {
        this.logic = logic;
        this.served = served;
        this.writes = writes;
        this.current = current;
        this.faults = faults;
        this.caller = caller;
    }

    /** Fails with all refusals, named by the places of the items. */
    Future<List<WriteOne>> decide() {
        return slice(0).map(done -> {
            faults.throwIfAny();
            return decided;
        });
    }

    private Future<Void> slice(int from) {
        if (from >= writes.size()) {
            return Future.succeededFuture();
        }
        List<Intent> intents = new ArrayList<>();
        for (int i = from; i < Math.min(from + SLICE, writes.size()); i++) {
            intents.add(intent(i, writes.get(i)));
        }
        return logic.decide(served, intents, false, caller)
                .map(outcomes -> take(from, intents, outcomes))
                .compose(taken -> slice(from + SLICE));
    }

    private Intent intent(int place, WriteOne write) {
        return switch (write.kind()) {
            case INSERT -> new Intent(Kind.CREATE, write.id(), 0, null, write.data());
            case UPDATE -> Logic.intent(Kind.UPDATE, row(place), write.data());
            case DELETE -> Logic.intent(Kind.DELETE, row(place), null);
        };
    }

    private Row row(int place) {
        return Objects.requireNonNull(current.get(place));
    }

    private boolean take(int from, List<Intent> intents, List<Outcome> outcomes) {
        for (int i = 0; i < intents.size(); i++) {
            WriteOne write = writes.get(from + i);
            try {
                Json data = Logic.written(served, intents.get(i), outcomes.get(i), caller);
                decided.add(new WriteOne(write.kind(), write.id(), write.ifVersions(), data, write.commandId()));
            } catch (FailureException refused) {
                faults.add(from + i, write.data() == null ? "" : "/data", refused.failure());
            }
        }
        return true;
    }
}
