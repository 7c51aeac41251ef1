package io.corebus.mcp;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.Negotiation;
import io.corebus.door.Problem;
import io.corebus.door.RateLimit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.nio.charset.StandardCharsets;

/** {@code POST /mcp}: Streamable HTTP. Nothing is kept between two requests, so there is nothing to get or to delete. */
final class McpRoutes {
    private static final String HEADERS =
            "Authorization, Content-Type, Accept, MCP-Protocol-Version, Mcp-Method, Mcp-Name, traceparent";

    private final McpOrigins origins;
    private final McpCallers callers;
    private final McpResource resource;
    private final McpDispatcher dispatcher;
    private final RateLimit rates;

    McpRoutes(McpOrigins origins, McpCallers callers, McpResource resource, McpDispatcher dispatcher, RateLimit rates) {
        this.origins = origins;
        this.callers = callers;
        this.resource = resource;
        this.dispatcher = dispatcher;
        this.rates = rates;
    }

    void mount(Door door) {
        door.unidentified(HttpMethod.POST, McpResource.PATH, "mcp", "unknown", this::serve);
        door.unidentified(HttpMethod.OPTIONS, McpResource.PATH, "mcp", "preflight", this::preflight);
        door.on(HttpMethod.GET, McpResource.METADATA, "mcp", "metadata", this::metadata);
        door.on(HttpMethod.GET, McpResource.METADATA + McpResource.PATH, "mcp", "metadata", this::metadata);
    }

    private Future<Void> metadata(Exchange exchange) {
        return resource.metadata(exchange)
                .compose(metadata -> exchange.json(200, metadata.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** A browser asks before it lets a page send a token (CORS). */
    private Future<Void> preflight(Exchange exchange) {
        if (!isAllowed(exchange)) {
            return foreign(exchange);
        }
        return exchange.response()
                .setStatusCode(204)
                .putHeader("allow", "OPTIONS, POST")
                .putHeader("access-control-allow-methods", "POST")
                .putHeader("access-control-allow-headers", HEADERS)
                .putHeader("access-control-max-age", "600")
                .end();
    }

    /** Lets an allowed page read the answer. */
    private boolean isAllowed(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        HostAndPort authority = origin == null ? null : request.authority();
        boolean allowed = origins.allow(origin, authority == null ? null : authority.host());
        if (allowed && origin != null) {
            exchange.response()
                    .putHeader("access-control-allow-origin", origin)
                    .putHeader("access-control-expose-headers", "WWW-Authenticate, Retry-After");
            exchange.response().headers().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        }
        return allowed;
    }

    private Future<Void> serve(Exchange exchange) {
        if (!isAllowed(exchange)) {
            return foreign(exchange);
        }
        Negotiation.requireContent(exchange, Negotiation.JSON);
        Negotiation.requireAccepts(exchange, "application/json");
        return callers.identify(exchange)
                .compose(shown -> dispatcher.serve(exchange, shown))
                .recover(refused -> counted(exchange, refused).compose(counted -> refuse(exchange, refused)));
    }

    /** Whoever guesses tokens is counted as one who has none. */
    private Future<Void> counted(Exchange exchange, Throwable refused) {
        return FailureException.of(refused).status() == 401
                ? rates.admitAddress(exchange.request())
                : Future.succeededFuture();
    }

    private static Future<Void> foreign(Exchange exchange) {
        ProtocolFault fault = new ProtocolFault(
                ProtocolFault.INVALID_REQUEST,
                "Pages of this origin may not call this door. Let the operator add it to mcp.origins.");
        return new McpReply(exchange).end(403, RpcAnswer.error(null, fault));
    }

    /** With what an agent needs to get the right token. */
    private Future<Void> refuse(Exchange exchange, Throwable refused) {
        Failure failure = FailureException.of(refused);
        if (failure.status() != 401 && !failure.code().equals("insufficient-scope")) {
            return Future.failedFuture(refused);
        }
        return exchange.response()
                .setStatusCode(failure.status())
                .putHeader("content-type", Problem.CONTENT_TYPE)
                .putHeader("cache-control", "no-store")
                .putHeader("www-authenticate", resource.challenge(exchange.request(), failure))
                .end(Buffer.buffer(Problem.body(failure, exchange.trace()).toString()));
    }
}
