package io.corebus.bench;

import java.util.concurrent.Callable;

/**
 * A server that tells many what was created.
 *
 * @param preparation what to subscribe to, with a new token each time
 */
record FanOutWork(String name, int port, Callable<FanOutLoad.Target> preparation, CpuMeter meter) implements Work {
    /** What an event of Corebus takes, and so what the bare server sends; more or less would not be compared with it fairly. */
    static final int EVENT_BYTES = 504;

    private static final double TOLERANCE = 0.05;

    /** Fifty creates a second take this long to run often enough that the compiler is done with them, after what the works before did otherwise. */
    private static final int RUN_IN_SECONDS = 20;

    @Override
    public Group group() {
        return Group.FAN_OUT;
    }

    @Override
    public Sample run(int seconds) throws Exception {
        try (FanOutLoad load = FanOutLoad.open(preparation.call())) {
            load.run(RUN_IN_SECONDS);
            Cpu before = meter.read();
            FanOutLoad.Result result = load.run(seconds);
            Cpu used = meter.read().since(before);
            check(result.bytes());
            return Sample.of(result.latencies(), result.seconds(), used);
        }
    }

    private void check(double bytes) throws BenchFailure {
        if (Math.abs(bytes / EVENT_BYTES - 1) > TOLERANCE) {
            throw new BenchFailure(name + " sent events of " + Math.round(bytes) + " bytes instead of " + EVENT_BYTES
                    + ", which cannot be compared.");
        }
    }
}
