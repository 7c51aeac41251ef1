package io.corebus.webhook;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Who may have to do with webhooks: admins. What is denied is in the journal before it is answered. */
final class Admission {
    private final Bus bus;

    Admission(Bus bus) {
        this.bus = bus;
    }

    /**
     * The same service for admins only.
     *
     * @param verb what the others are denied
     */
    <Q, R> Service<Q, R> admins(String verb, Service<Q, R> service) {
        return (request, caller) -> caller.isAdmin() ? service.handle(request, caller) : refuse(verb, caller);
    }

    private <R> Future<R> refuse(String verb, Caller caller) {
        if (caller.user().equals(Caller.ANONYMOUS)) {
            return Future.failedFuture(
                    new Failure("unauthenticated", 401, "Webhooks need an access token. Sign in first.").exception());
        }
        Failure refusal = refusal(caller);
        Json detail = Json.of("{\"action\":\"" + verb + "\",\"code\":\"" + refusal.code() + "\"}");
        AppendEntry entry = new AppendEntry(command(verb, caller), "webhooks", null, "denied", null, detail);
        return bus.request(JournalMessages.APPEND_ENTRY, entry, caller)
                .compose(written -> Future.failedFuture(refusal.exception()));
    }

    /** An admin whose token is not good for it is told so. */
    private static Failure refusal(Caller caller) {
        return caller.roles().contains(Caller.ADMIN_ROLE)
                ? new Failure(
                        "insufficient-scope",
                        403,
                        "Webhooks take a token with the scope admin; yours has " + String.join(", ", caller.scopes())
                                + ".")
                : new Failure("forbidden", 403, "Only an admin may have to do with webhooks.");
    }

    /** The same when the bus asks again: a trace has one such question at most. */
    private static String command(String verb, Caller caller) {
        String name = "denied webhooks " + verb + " " + caller.trace();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
