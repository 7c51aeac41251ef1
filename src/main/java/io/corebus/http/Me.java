package io.corebus.http;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.door.Exchange;

/** Who asks, for the routes under {@code /api/me}. */
final class Me {
    private Me() {}

    /** Fails with {@code unauthenticated} 401 where there was no token. */
    static String id(Exchange exchange) {
        return caller(exchange).user();
    }

    /** Fails like {@link #id}. */
    static Caller caller(Exchange exchange) {
        Caller caller = exchange.caller();
        if (caller.user().equals(Caller.ANONYMOUS)) {
            throw Failure.unauthenticated().exception();
        }
        return caller;
    }
}
