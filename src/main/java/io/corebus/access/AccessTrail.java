package io.corebus.access;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happens here and changes no user, in the journal before it is answered: sign-ins and those that failed, sessions that were prolonged and ended, keys that
 * were rotated, what was denied. Changes of users are journaled by storage, with the change.
 */
final class AccessTrail {
    private static final String USERS = "users";

    private final Bus bus;

    AccessTrail(Bus bus) {
        this.bus = bus;
    }

    Future<Void> signedIn(String user, Caller caller) {
        return append("signed-in", user, user, caller);
    }

    /** @param user whose password was not given; null where nobody has the address, which stays out: people mistype, even passwords */
    Future<Void> signInFailed(@Nullable String user, Caller caller) {
        return append("sign-in-failed", user, null, caller);
    }

    Future<Void> refreshed(String user, Caller caller) {
        return append("token-issued", user, user, caller);
    }

    Future<Void> signedOut(Caller caller) {
        return append("signed-out", null, null, caller);
    }

    Future<Void> sessionsRevoked(String user, Caller caller) {
        return append("sessions-revoked", user, null, caller);
    }

    Future<Void> keysRotated(Caller caller) {
        return append("keys-rotated", null, null, caller);
    }

    /** The same service, with an entry for every caller it refuses as forbidden. */
    <Q, R> Service<Q, R> withDenials(Service<Q, R> service) {
        return (request, caller) -> call(service, request, caller).recover(refused -> denied(refused, caller));
    }

    private static <Q, R> Future<R> call(Service<Q, R> service, Q request, Caller caller) {
        try {
            return service.handle(request, caller);
        } catch (FailureException e) {
            return Future.failedFuture(e);
        }
    }

    private <R> Future<R> denied(Throwable refused, Caller caller) {
        boolean forbidden = Refusals.is(refused, "forbidden") && !caller.user().equals(Caller.ANONYMOUS);
        Future<Void> written = forbidden ? append("denied", null, null, caller) : Future.succeededFuture();
        return written.compose(done -> Future.failedFuture(refused));
    }

    private Future<Void> append(String kind, @Nullable String user, @Nullable String actor, Caller caller) {
        AppendEntry entry = new AppendEntry(command(kind, caller), USERS, user, kind, actor, null);
        return bus.request(JournalMessages.APPEND_ENTRY, entry, caller).mapEmpty();
    }

    /** The same when the bus asks again: a trace has one such event at most. */
    private static String command(String kind, Caller caller) {
        String name = kind + " " + caller.trace();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
