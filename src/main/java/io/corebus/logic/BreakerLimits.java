package io.corebus.logic;

/**
 * When logic is given a rest.
 *
 * @param failures as many within the window, and more than successes; 0: never
 * @param restMillis for which it is not asked
 */
record BreakerLimits(int failures, long windowMillis, long restMillis) {
    static BreakerLimits of(LogicConfig config) {
        return new BreakerLimits(
                config.breakerFailures(),
                config.breakerWindow().toMillis(),
                config.breakerRest().toMillis());
    }
}
