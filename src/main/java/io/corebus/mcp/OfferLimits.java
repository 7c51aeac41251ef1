package io.corebus.mcp;

import java.time.Duration;

/**
 * Bounds of what is offered to agents: their windows are small, and whatever waits must end.
 *
 * @param defaultRows records of a page where the agent names no limit
 * @param maxRows records of a page at most
 * @param maxBytes of the JSON of one result
 * @param maxWatchedUris resources that one watch follows
 * @param coalesceMillis changes that come within this time are told once
 * @param patience for what is asked of other rooms without a caller who waits
 */
record OfferLimits(
        int defaultRows, int maxRows, int maxBytes, int maxWatchedUris, long coalesceMillis, Duration patience) {

    static OfferLimits standard() {
        return new OfferLimits(20, 100, 25_000, 100, 100, Duration.ofSeconds(5));
    }
}
