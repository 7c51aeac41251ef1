package io.corebus.audit;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Futures;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Puts what was denied into the journal, before it is answered: who tried to look into the trail, or to erase from it, is in it. */
final class Denials {
    /** What the trail itself is called in it. */
    private static final String AUDIT = "audit";

    private final Bus bus;

    Denials(Bus bus) {
        this.bus = bus;
    }

    /**
     * The same service, with an entry for everything it refuses with 403.
     *
     * @param verb what was denied
     */
    <Q, R> Service<Q, R> recorded(String verb, Service<Q, R> service) {
        return (request, caller) ->
                Futures.begun(() -> service.handle(request, caller)).recover(cause -> refused(cause, verb, caller));
    }

    private <R> Future<R> refused(Throwable cause, String verb, Caller caller) {
        Failure failure = FailureException.of(cause);
        if (failure.status() != 403) {
            return Future.failedFuture(cause);
        }
        Json detail = Json.of("{\"action\":\"" + verb + "\",\"code\":\"" + failure.code() + "\"}");
        AppendEntry entry = new AppendEntry(command(verb, caller), AUDIT, null, "denied", null, detail);
        return bus.request(JournalMessages.APPEND_ENTRY, entry, caller).compose(written -> Future.failedFuture(cause));
    }

    /** The same when the bus asks again: a trace has one such question at most. */
    private static String command(String verb, Caller caller) {
        String name = "denied audit " + verb + " " + caller.trace();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
