package io.corebus.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.access.SessionMessages;
import io.corebus.access.SessionMessages.ChangePassword;
import io.corebus.access.SessionMessages.ListSessions;
import io.corebus.access.SessionMessages.RevokeSession;
import io.corebus.access.SessionMessages.RevokeSessions;
import io.corebus.access.SessionMessages.Session;
import io.corebus.access.SessionMessages.Sessions;
import io.corebus.bus.Bus;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.QueryParameters;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Set;

/** Sessions and one's own password: {@code /api/me/sessions}, {@code /api/me/password}, {@code /api/users/{id}/sessions}. */
final class SessionRoutes {
    private static final String MINE = "/api/me/sessions";
    private static final String OF_USER = "/api/users/:id/sessions";
    private static final String FEATURE = "sessions";

    private final Bus bus;
    private final SignInLimit limit;

    SessionRoutes(Bus bus, SignInLimit limit) {
        this.bus = bus;
        this.limit = limit;
    }

    void mount(Door door) {
        door.withBody(HttpMethod.POST, "/api/me/password", "users", "change-password", this::changePassword);
        door.on(HttpMethod.GET, MINE, FEATURE, "list", exchange -> list(exchange, Me.id(exchange)));
        door.on(HttpMethod.DELETE, MINE, FEATURE, "revoke-all", exchange -> revokeAll(exchange, Me.id(exchange)));
        door.on(
                HttpMethod.DELETE,
                MINE + "/:session",
                FEATURE,
                "revoke",
                exchange -> revoke(exchange, Me.id(exchange)));
        door.on(HttpMethod.GET, OF_USER, FEATURE, "list", exchange -> list(exchange, exchange.path("id")));
        door.on(
                HttpMethod.DELETE,
                OF_USER,
                FEATURE,
                "revoke-all",
                exchange -> revokeAll(exchange, exchange.path("id")));
        door.on(
                HttpMethod.DELETE,
                OF_USER + "/:session",
                FEATURE,
                "revoke",
                exchange -> revoke(exchange, exchange.path("id")));
    }

    /** A stolen token must not serve to guess the password. */
    private Future<Void> changePassword(Exchange exchange) {
        String me = Me.id(exchange);
        JsonForm form = JsonForm.read(exchange, Set.of("old_password", "password"));
        ChangePassword request = new ChangePassword(form.text("old_password"), form.text("password"));
        form.requireValid();
        return limit.take(exchange, me)
                .compose(ticket -> bus.request(SessionMessages.CHANGE_PASSWORD, request, exchange.caller())
                        .onSuccess(done -> ticket.giveBack()))
                .compose(done -> Answers.nothing(exchange));
    }

    private Future<Void> list(Exchange exchange, String user) {
        QueryParameters.none(exchange);
        return bus.request(SessionMessages.LIST_SESSIONS, new ListSessions(user), exchange.caller())
                .compose(sessions -> Answers.unstored(exchange, 200, json(sessions)));
    }

    private Future<Void> revoke(Exchange exchange, String user) {
        QueryParameters.none(exchange);
        RevokeSession request = new RevokeSession(user, exchange.path("session"));
        return bus.request(SessionMessages.REVOKE_SESSION, request, exchange.caller())
                .compose(done -> Answers.nothing(exchange));
    }

    private Future<Void> revokeAll(Exchange exchange, String user) {
        QueryParameters.none(exchange);
        return bus.request(SessionMessages.REVOKE_SESSIONS, new RevokeSessions(user), exchange.caller())
                .compose(done -> Answers.nothing(exchange));
    }

    private static ObjectNode json(Sessions sessions) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode data = json.putArray("data");
        sessions.sessions().forEach(session -> data.add(json(session)));
        return json;
    }

    private static ObjectNode json(Session session) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", session.id()).put("current", session.current());
        json.put("created_at", session.createdAt()).put("last_used_at", session.lastUsedAt());
        json.put("expires_at", session.expiresAt());
        if (session.address() != null) {
            json.put("address", session.address());
        }
        if (session.userAgent() != null) {
            json.put("user_agent", session.userAgent());
        }
        return json;
    }
}
