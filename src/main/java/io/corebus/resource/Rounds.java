package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.FindCommand;
import io.corebus.storage.StorageMessages.FoundCommand;
import io.corebus.storage.StorageMessages.Row;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of one change that depends on the state it meets: reads the resource, decides, and writes only if it is still the version that was read. Where
 * somebody else was faster and the caller asked for no version of its own, once more. So nothing can come between a check and the write that it is for.
 */
final class Rounds {
    private static final int MAX_ROUNDS = 10;
    /** Refusals that another state of the resource could have spared. */
    private static final Set<String> OF_STATE = Set.of(RowRule.NOT_MET, FieldRule.NOT_WRITABLE);

    private final Bus bus;
    private final Reader reader;
    private final ServedFeature served;
    private final String id;
    private final List<Long> ifVersions;
    private final Command command;
    private final Caller caller;
    private final Change change;
    private int round;

    /** What is done with the state that was met. */
    interface Change {
        /** Whether the caller may do it with this resource at all; fails where it may not. Nothing is told before. */
        void admit(Row current);

        /** Writes if the resource still has the version of what was read. */
        Future<Resource> write(Row current);
    }

    Rounds(
            Bus bus,
            Reader reader,
            ServedFeature served,
            String id,
            List<Long> ifVersions,
            Command command,
            Caller caller,
            Change change) {
        this.bus = bus;
        this.reader = reader;
        this.served = served;
        this.id = id;
        this.ifVersions = ifVersions;
        this.command = command;
        this.caller = caller;
        this.change = change;
    }

    /** The first round trusts the cache: storage compares the version anyway, and no refusal rests on it. A dry run has no storage behind it that compares. */
    Future<Resource> first() {
        if (command.dryRun()) {
            return next();
        }
        return reader.read(served.feature(), id, caller).compose(this::apply, gone -> next());
    }

    private Future<Resource> next() {
        return reader.readStorage(served.feature(), id, caller).compose(this::apply, this::orRepeated);
    }

    private Future<Resource> apply(Row current) {
        round++;
        FailureException refusal = refusal(current);
        if (refusal != null) {
            return round == 1 ? next() : orRepeated(refusal);
        }
        return Future.succeededFuture(current).compose(change::write).recover(this::again);
    }

    private @Nullable FailureException refusal(Row current) {
        try {
            change.admit(current);
        } catch (FailureException refused) {
            return refused;
        }
        boolean wanted = ifVersions.isEmpty() || ifVersions.contains(current.version());
        return wanted ? null : mismatch(current.version());
    }

    private Future<Resource> again(Throwable cause) {
        String code = FailureException.of(cause).code();
        if (OF_STATE.contains(code)) {
            return round == 1 ? next() : orRepeated(cause);
        }
        return code.equals("version-mismatch") && round < MAX_ROUNDS ? next() : Future.failedFuture(cause);
    }

    /** Before a change is refused for the state it meets: it may be this very change, done before, that brought the state about. */
    private Future<Resource> orRepeated(Throwable refusal) {
        FindCommand asked = new FindCommand(command.id(), command.requestHash());
        return bus.request(StorageMessages.FIND_COMMAND, asked, caller).compose(found -> firstResult(found, refusal));
    }

    private Future<Resource> firstResult(FoundCommand found, Throwable refusal) {
        var result = found.result();
        return result == null
                ? Future.failedFuture(refusal)
                : Future.succeededFuture(served.access().written(Writes.resource(result)));
    }

    private static FailureException mismatch(long version) {
        return new Failure(
                        "version-mismatch",
                        412,
                        "The resource has version " + version
                                + " now, not the one you named. Read it again and repeat your change.",
                        List.of(),
                        version,
                        null)
                .exception();
    }
}
