package io.corebus.mcp;

import io.corebus.bus.Failure;
import io.corebus.door.Authentication;
import io.corebus.door.Exchange;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.SocketAddress;

/** Finds out who calls. Everybody needs a token, in the header of every request, but for the conformance suite on this machine. */
final class McpCallers {
    private final Authentication authentication;
    private final boolean conformance;

    McpCallers(Authentication authentication, boolean conformance) {
        this.authentication = authentication;
        this.conformance = conformance;
    }

    /** Fails with {@code unauthenticated} or {@code invalid-token} 401, {@code forbidden} 403. */
    Future<Shown> identify(Exchange exchange) {
        return conformance ? suite(exchange) : bearer(exchange);
    }

    private Future<Shown> bearer(Exchange exchange) {
        String authorization = exchange.header(HttpHeaders.AUTHORIZATION);
        if (authorization == null) {
            return refused("unauthenticated", 401, "Send an access token: 'Authorization: Bearer <token>'.");
        }
        return authentication.ofHeader(authorization, exchange).map(identity -> new Shown(authorization, identity));
    }

    private static Future<Shown> suite(Exchange exchange) {
        SocketAddress remote = exchange.request().remoteAddress();
        String address = remote == null ? null : remote.hostAddress();
        boolean here = address != null
                && (address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1"));
        return here
                ? Future.succeededFuture(Shown.NOBODY)
                : refused(
                        "forbidden",
                        403,
                        "This server runs its conformance fixtures, for callers on its machine only.");
    }

    private static Future<Shown> refused(String code, int status, String detail) {
        return Future.failedFuture(new Failure(code, status, detail).exception());
    }
}
