package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.feature.JsonPatch;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.storage.StorageMessages.Row;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of one change that depends on the state it meets: reads the resource, decides, and writes only if it is still the version that was read. Where
 * somebody else was faster and the caller asked for no version of its own, once more, when it is its turn. So nothing can come between a check and the write that it is for.
 */
final class Rounds {
    private static final int MAX_ROUNDS = 10;
    /** Refusals that another state of the resource could have spared. */
    private static final Set<String> OF_STATE = Set.of(
            RowRule.NOT_MET, FieldRule.NOT_WRITABLE, JsonPatch.NOT_APPLICABLE, LogicMessages.REFUSED, "validation");

    private final Bus bus;
    private final Reader reader;
    private final Contention contention;
    private final ServedFeature served;
    private final String id;
    private final List<Long> ifVersions;
    private final Command command;
    private final Caller caller;
    private final ChangeRule rule;
    private final Function<Row, Future<Resource>> write;
    private int round;
    private boolean isInTurn;
    private boolean isOfCache;

    /**
     * @param rule who asks for what, and whether it may be done with this resource at all; nothing is told before that is clear
     * @param write writes if the resource still has the version of what was read
     */
    Rounds(
            Bus bus,
            Reader reader,
            Contention contention,
            ChangeRule rule,
            String id,
            List<Long> ifVersions,
            Command command,
            Function<Row, Future<Resource>> write) {
        this.bus = bus;
        this.reader = reader;
        this.contention = contention;
        this.served = rule.served();
        this.caller = rule.caller();
        this.rule = rule;
        this.id = id;
        this.ifVersions = ifVersions;
        this.command = command;
        this.write = write;
    }

    /** A dry run has no storage behind it that compares. */
    Future<Resource> first() {
        if (command.dryRun()) {
            return next();
        }
        return contention.isContended(id) ? inTurn() : fromCache();
    }

    /** Where nobody of this instance is before it, it was overtaken by what the cache may not know yet. */
    private Future<Resource> inTurn() {
        isInTurn = true;
        return contention.inTurn(id, contention.isContended(id) ? this::fromCache : this::next);
    }

    /** What the one before has written is there already. Storage compares the version anyway, and no refusal rests on it. */
    private Future<Resource> fromCache() {
        isOfCache = true;
        return reader.read(served.feature(), id, caller).compose(this::apply, gone -> next());
    }

    private Future<Resource> next() {
        isOfCache = false;
        return reader.readStorage(served.feature(), id, caller).compose(this::apply, this::orRepeated);
    }

    private Future<Resource> apply(Row current) {
        round++;
        FailureException refusal = refusal(current);
        if (refusal != null) {
            return isOfCache ? next() : orRepeated(refusal);
        }
        return Future.succeededFuture(current).compose(write).recover(this::again);
    }

    private @Nullable FailureException refusal(Row current) {
        try {
            rule.admit(current);
        } catch (FailureException refused) {
            return refused;
        }
        boolean wanted = ifVersions.isEmpty() || ifVersions.contains(current.version());
        return wanted ? null : Writes.mismatch(current.version());
    }

    private Future<Resource> again(Throwable cause) {
        Failure failure = FailureException.of(cause);
        String code = failure.code();
        if (LogicMessages.stands(failure)) {
            return orRepeated(cause);
        }
        if (OF_STATE.contains(code)) {
            return isOfCache ? next() : orRepeated(cause);
        }
        return code.equals("version-mismatch") ? overtaken(cause) : Future.failedFuture(cause);
    }

    private Future<Resource> overtaken(Throwable cause) {
        if (ifVersions.isEmpty() && !isInTurn) {
            return inTurn();
        }
        if (round < MAX_ROUNDS) {
            return contention.pause(round).compose(paused -> next());
        }
        return Future.failedFuture(ifVersions.isEmpty() ? Contention.lost() : cause);
    }

    private Future<Resource> orRepeated(Throwable refusal) {
        return Writes.orRepeated(bus, served, command, caller, refusal);
    }
}
