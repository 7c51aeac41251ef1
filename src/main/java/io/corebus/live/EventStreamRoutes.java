package io.corebus.live;

import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Failure;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.Negotiation;
import io.corebus.door.QueryParameters;
import io.corebus.feature.Feature;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /api/<feature>/events}: Server-Sent Events (HTML, 9.2) with CloudEvents 1.0 as data. */
final class EventStreamRoutes {
    private static final String TYPE = "text/event-stream";
    private static final Set<String> PARAMETERS = Set.of("since", "filter", Tokens.PARAMETER);

    private final Lobby lobby;

    EventStreamRoutes(Lobby lobby) {
        this.lobby = lobby;
    }

    void mount(Door door) {
        for (Feature feature : lobby.features().all()) {
            String path = "/api/" + feature.name() + "/events";
            door.on(HttpMethod.GET, path, feature.name(), "events", exchange -> serve(exchange, feature));
        }
    }

    /** Also of a feature that is not live: else it would be taken for the id of a resource. */
    private Future<Void> serve(Exchange exchange, Feature asked) {
        Feature feature = lobby.feature(asked.name());
        QueryParameters query = QueryParameters.only(exchange, PARAMETERS);
        Negotiation.requireAccepts(exchange, TYPE);
        Failure refusal = lobby.refusal(exchange.request());
        if (refusal != null) {
            throw refusal.exception();
        }
        String seen = exchange.header("last-event-id");
        Long since = Since.read(seen == null || seen.isEmpty() ? query.text("since") : seen);
        String token = Tokens.of(exchange.request());
        return lobby.coming(identify(token)
                .compose(identity -> serve(exchange, feature, query.text("filter"), since, token, identity)));
    }

    private Future<@Nullable Identity> identify(@Nullable String token) {
        return token == null
                ? Future.succeededFuture()
                : lobby.rights().identify(token).map(identity -> identity);
    }

    private Future<Void> serve(
            Exchange exchange,
            Feature feature,
            @Nullable String filter,
            @Nullable Long since,
            @Nullable String token,
            @Nullable Identity identity) {
        return lobby.rights()
                .mayRead(feature, filter, identity)
                .compose(allowed -> Since.place(lobby.hub(), since)
                        .compose(place -> open(exchange, feature, place, allowed, token, identity)));
    }

    private Future<Void> open(
            Exchange exchange,
            Feature feature,
            long place,
            Sight sight,
            @Nullable String token,
            @Nullable Identity identity) {
        // A proxy that gathers the answer would hold the events back.
        exchange.response()
                .putHeader("content-type", TYPE)
                .putHeader("cache-control", "no-store")
                .putHeader("x-accel-buffering", "no");
        if (exchange.request().method().equals(HttpMethod.HEAD)) {
            return exchange.response().end();
        }
        // Not compressed: it would be done again for each of the many who get the same event.
        exchange.response().putHeader("content-encoding", "identity");
        EventStreamPeer peer = new EventStreamPeer(lobby, feature, exchange);
        if (token != null && identity != null) {
            peer.adopt(token, identity);
        }
        peer.open(place, sight);
        return Future.succeededFuture();
    }
}
