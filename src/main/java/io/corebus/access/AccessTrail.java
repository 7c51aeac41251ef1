package io.corebus.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happens here and changes no user, in the journal before it is answered: sign-ins and those that failed, sessions that were prolonged and ended, keys that
 * were rotated, what was denied. Changes of users and ends of single sessions are journaled by storage, with the change.
 */
final class AccessTrail {
    private static final String USERS = "users";
    /** Others are refused for what they sent, not for who they are. */
    private static final Set<String> DENIALS = Set.of("forbidden", "insufficient-scope");

    private final Bus bus;

    AccessTrail(Bus bus) {
        this.bus = bus;
    }

    /** Whom a request is about; null where it is about nobody in particular. */
    interface Subject<Q> {
        @Nullable
        String of(Q request);
    }

    Future<Void> signedIn(String user, String session, Attempt attempt, Caller caller) {
        ObjectNode detail = detail(attempt).put("session", session);
        return append("signed-in", user, user, withAddress(detail, attempt), caller);
    }

    /**
     * Fails in any case: with the refusal, or with what kept it from the journal.
     *
     * @param user whose password was not given; null where nobody has the address, which stays out: people mistype, even passwords. Where from it was tried stays
     *     out then, too: what belongs to nobody can never be erased
     */
    <T> Future<T> signInFailed(@Nullable String user, Attempt attempt, Throwable refused, Caller caller) {
        Failure failure = FailureException.of(refused);
        ObjectNode detail = detail(attempt).put("code", failure.code());
        if (attempt.way() == Attempt.Way.PROVIDER) {
            detail.put("reason", failure.detail());
        }
        return append("sign-in-failed", user, null, user == null ? detail : withAddress(detail, attempt), caller)
                .compose(written -> Future.failedFuture(refused));
    }

    Future<Void> refreshed(String user, String session, Caller caller) {
        ObjectNode detail = JsonNodeFactory.instance.objectNode().put("session", session);
        return append("session-refreshed", user, user, detail, caller);
    }

    Future<Void> sessionsRevoked(String user, Caller caller) {
        return append("sessions-revoked", user, null, null, caller);
    }

    Future<Void> keysRotated(Caller caller) {
        return append("keys-rotated", null, null, null, caller);
    }

    /**
     * The same service, with an entry for every caller that it refuses what its roles or its token's scopes do not allow.
     *
     * @param action what the service does, as the entry calls it
     */
    <Q, R> Service<Q, R> withDenials(String action, Service<Q, R> service) {
        return withDenials(action, request -> null, service);
    }

    <Q, R> Service<Q, R> withDenials(String action, Subject<Q> subject, Service<Q, R> service) {
        return (request, caller) -> Futures.begun(() -> service.handle(request, caller))
                .recover(refused -> denied(action, subject.of(request), refused, caller));
    }

    private <R> Future<R> denied(String action, @Nullable String user, Throwable refused, Caller caller) {
        String code = FailureException.of(refused).code();
        if (!DENIALS.contains(code) || caller.user().equals(Caller.ANONYMOUS)) {
            return Future.failedFuture(refused);
        }
        ObjectNode detail =
                JsonNodeFactory.instance.objectNode().put("action", action).put("code", code);
        return append("denied", user, null, detail, caller).compose(written -> Future.failedFuture(refused));
    }

    private static ObjectNode detail(Attempt attempt) {
        return JsonNodeFactory.instance.objectNode().put("way", attempt.way().label());
    }

    private static ObjectNode withAddress(ObjectNode detail, Attempt attempt) {
        String address = attempt.client().shortAddress();
        return address == null ? detail : detail.put("address", address);
    }

    private Future<Void> append(
            String kind, @Nullable String user, @Nullable String actor, @Nullable ObjectNode detail, Caller caller) {
        Json json = detail == null ? null : Json.of(detail.toString());
        AppendEntry entry = new AppendEntry(command(kind, caller), USERS, user, kind, actor, json);
        return bus.request(JournalMessages.APPEND_ENTRY, entry, caller).mapEmpty();
    }

    /** The same when the bus asks again: a trace has one such event at most. */
    private static String command(String kind, Caller caller) {
        String name = kind + " " + caller.trace();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
