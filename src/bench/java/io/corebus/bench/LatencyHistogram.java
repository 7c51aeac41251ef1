package io.corebus.bench;

/**
 * How often which latency was seen, in microseconds. Exact up to 128, then 64 steps for each doubling: never more than 1.6 % off. Belongs to one thread.
 */
final class LatencyHistogram {
    private static final int STEP_BITS = 6;
    private static final long LARGEST = 1L << 36;

    private final long[] counts = new long[index(LARGEST) + 1];
    private long total;

    void record(long micros) {
        counts[index(Math.max(0, Math.min(micros, LARGEST)))]++;
        total++;
    }

    long total() {
        return total;
    }

    /** @param share between 0 and 1; 0.99 gives the latency that 99 % of the requests did not exceed, in microseconds */
    double percentile(double share) {
        long wanted = Math.max(1, (long) Math.ceil(total * share));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return middle(i);
            }
        }
        return 0;
    }

    private static int index(long micros) {
        int doublings = Math.max(0, 63 - Long.numberOfLeadingZeros(micros | 1) - STEP_BITS);
        return (doublings << STEP_BITS) + (int) (micros >>> doublings);
    }

    private static double middle(int index) {
        int doublings = Math.max(0, (index >> STEP_BITS) - 1);
        long first = (long) (index - (doublings << STEP_BITS)) << doublings;
        return first + ((1L << doublings) - 1) / 2.0;
    }
}
