package io.corebus.door;

/** A bucket of this process alone, for the time without Redis and for doors that count in their own way. Not safe for several threads at once: belongs to one event loop. */
public final class TokenBucket {
    private final RatePolicy policy;
    private double tokens;
    private long at;

    public TokenBucket(RatePolicy policy, long nowMillis) {
        this.policy = policy;
        this.tokens = policy.burst();
        this.at = nowMillis;
    }

    /**
     * What one asking of a bucket gave.
     *
     * @param got tokens; 0 where there was none
     * @param left tokens that the bucket still holds
     * @param waitMillis until there is one; 0 where some were got
     */
    public record Draw(int got, long left, long waitMillis) {}

    public Draw draw(int wanted, long nowMillis) {
        double come = Math.max(0, nowMillis - at) * policy.rate() / 1000.0;
        tokens = Math.min(policy.burst(), tokens + come);
        at = nowMillis;
        int got = (int) Math.min(Math.floor(tokens), wanted);
        tokens -= got;
        long wait = got > 0 ? 0 : (long) Math.ceil((1 - tokens) * 1000 / policy.rate());
        return new Draw(got, (long) tokens, wait);
    }
}
