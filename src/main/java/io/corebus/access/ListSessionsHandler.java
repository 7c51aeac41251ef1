package io.corebus.access;

import io.corebus.access.SessionMessages.ListSessions;
import io.corebus.access.SessionMessages.Session;
import io.corebus.access.SessionMessages.Sessions;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

final class ListSessionsHandler implements Service<ListSessions, Sessions> {
    private final Bus bus;

    ListSessionsHandler(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<Sessions> handle(ListSessions request, Caller caller) {
        Admission.requireSelfOrAdmin(request.user(), caller, "Only an admin may list the sessions of other users.");
        Admission.requireReading(caller);
        String current = TokenIds.session(caller.token());
        String user = Admission.userId(request.user());
        IdentityMessages.ListSessions query = new IdentityMessages.ListSessions(user);
        return OwnerLookup.require(bus, user, caller)
                .compose(there -> bus.request(IdentityMessages.LIST_SESSIONS, query, caller))
                .map(found -> shown(found, current));
    }

    private static Sessions shown(IdentityMessages.Sessions found, @Nullable String current) {
        return new Sessions(found.sessions().stream()
                .map(session -> shown(session, current))
                .toList());
    }

    private static Session shown(IdentityMessages.Session session, @Nullable String current) {
        return new Session(
                session.id(),
                session.createdAt(),
                session.lastUsedAt(),
                session.expiresAt(),
                session.address(),
                session.userAgent(),
                session.id().equals(current));
    }
}
