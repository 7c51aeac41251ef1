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
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import java.util.List;

/** From what storage answers to what this room answers. */
final class Writes {
    private Writes() {}

    static Resource resource(WrittenRow written) {
        return new Resource(written.id(), written.version(), written.body(), written.repeated());
    }

    static Resource resource(Row row) {
        return new Resource(row.id(), row.version(), row.body(), false);
    }

    /** The resource has another version than the caller named. */
    static FailureException mismatch(long version) {
        String detail = "The resource has version " + version
                + " now, not the one you named. Read it again and repeat your change.";
        return new Failure("version-mismatch", 412, detail, List.of(), version, null).exception();
    }

    /** Before a change is refused for the state it meets: it may be this very change, done before, that brought the state about. */
    static Future<Resource> orRepeated(
            Bus bus, ServedFeature served, Command command, Caller caller, Throwable refusal) {
        FindCommand asked = new FindCommand(command.id(), command.requestHash());
        return bus.request(StorageMessages.FIND_COMMAND, asked, caller)
                .compose(found -> firstResult(found, served, refusal));
    }

    private static Future<Resource> firstResult(FoundCommand found, ServedFeature served, Throwable refusal) {
        WrittenRow result = found.result();
        return result == null
                ? Future.failedFuture(refusal)
                : Future.succeededFuture(served.access().written(resource(result)));
    }
}
