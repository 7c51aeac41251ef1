package io.corebus.http;

import io.corebus.door.Exchange;
import java.util.stream.Stream;

/** What a client would like best, in the header {@code Prefer} (RFC 7240). What is not known here counts for nothing. */
final class Preferences {
    static final String APPLIED = "preference-applied";
    static final String RESPOND_ASYNC = "respond-async";

    private Preferences() {}

    /** Whether the answer shall not wait until all is done. */
    static boolean respondAsync(Exchange exchange) {
        return exchange.request().headers().getAll("prefer").stream()
                .flatMap(header -> Stream.of(header.split(",", -1)))
                .map(preference -> preference.split(";", 2)[0].trim())
                .anyMatch(RESPOND_ASYNC::equalsIgnoreCase);
    }
}
