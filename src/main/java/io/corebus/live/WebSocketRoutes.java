package io.corebus.live;

import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Failure;
import io.corebus.door.Exchange;
import io.corebus.door.Pipelines;
import io.corebus.door.QueryParameters;
import io.corebus.door.Routes;
import io.corebus.feature.Feature;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /ws/<feature>}: what can be refused before the handshake is refused as any request is. */
final class WebSocketRoutes {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Lobby lobby;

    WebSocketRoutes(Lobby lobby) {
        this.lobby = lobby;
    }

    void mount(Routes routes) {
        routes.on(HttpMethod.GET, "/ws/:feature", this::serve);
    }

    private void serve(RoutingContext routing) {
        Exchange exchange = new Exchange(routing, PATIENCE);
        try {
            serve(exchange);
        } catch (RuntimeException e) {
            exchange.fail(e);
        }
    }

    private void serve(Exchange exchange) {
        Feature feature = lobby.feature(exchange.path("feature"));
        requireHandshake(exchange);
        QueryParameters.only(exchange, Set.of(Tokens.PARAMETER));
        String token = Tokens.of(exchange.request());
        exchange.request().pause();
        lobby.coming(identify(token, feature)
                        .compose(identity ->
                                lobby.hub().position(null).compose(head -> open(exchange, feature, token, identity))))
                .onFailure(refused -> refuse(exchange, refused));
    }

    private void requireHandshake(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        if (!request.canUpgradeToWebSocket()) {
            if (request.version() != HttpVersion.HTTP_2) {
                // There it would be a malformed answer (RFC 9113, 8.2.2).
                exchange.response().putHeader("upgrade", "websocket");
            }
            throw new Failure("upgrade-required", 426, "This path speaks WebSocket (RFC 6455) only.").exception();
        }
        Failure refusal = lobby.refusal(request);
        if (refusal != null) {
            throw refusal.exception();
        }
    }

    /** Nobody where no token came: then it has to be the first message. */
    private Future<@Nullable Identity> identify(@Nullable String token, Feature feature) {
        if (token == null) {
            return Future.succeededFuture();
        }
        return lobby.rights()
                .identify(token)
                .compose(identity ->
                        lobby.rights().mayRead(feature, null, identity).map(allowed -> identity));
    }

    private Future<Void> open(Exchange exchange, Feature feature, @Nullable String token, @Nullable Identity identity) {
        var connection = exchange.request().connection();
        return exchange.request()
                .toWebSocket()
                .onSuccess(socket -> {
                    Pipelines.withoutTimeout(connection);
                    new WebSocketPeer(lobby, feature, socket, connection).open(token, identity);
                })
                .mapEmpty();
    }

    private static void refuse(Exchange exchange, Throwable refused) {
        exchange.request().resume();
        exchange.fail(refused);
    }
}
