package io.corebus.door;

/**
 * How much is allowed, as a token bucket.
 *
 * @param name as it stands in the {@code RateLimit} headers
 * @param rate tokens that come in a second; at least 1
 * @param burst tokens that the bucket holds; at least 1
 */
public record RatePolicy(String name, int rate, int burst) {
    private static final int LEASES = 50;

    /** With room for two seconds' worth where no burst is named. */
    static RatePolicy of(String name, int rate, int burst) {
        return new RatePolicy(name, rate, burst > 0 ? burst : rate * 2);
    }

    /** How many tokens an instance takes at a time, so that not every request costs a way to Redis. One where the bucket is small: then it is exact. */
    int lease() {
        return Math.max(1, burst / LEASES);
    }

    /** Seconds until an empty bucket is full. */
    int window() {
        return Math.max(1, fullIn(0));
    }

    /** Seconds until a bucket with so many tokens is full. */
    int fullIn(long remaining) {
        return (int) ((Math.max(0, burst - remaining) + rate - 1) / rate);
    }

    String header() {
        return "\"" + name + "\";q=" + burst + ";w=" + window();
    }
}
