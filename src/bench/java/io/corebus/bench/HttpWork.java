package io.corebus.bench;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * A server that answers requests.
 *
 * @param preparation makes the requests, anew before each run: a token may have expired since
 */
record HttpWork(
        Group group, String name, int port, int connections, Callable<List<Exchange>> preparation, CpuMeter meter)
        implements Work {
    /** Before the clock starts: caches are filled, and what the work before this one left is done. */
    private static final int RUN_IN_SECONDS = 1;

    @Override
    public Sample run(int seconds) throws Exception {
        try (Load load = Load.open(port, connections, preparation.call())) {
            load.run(RUN_IN_SECONDS);
            Cpu before = meter.read();
            Load.Result result = load.run(seconds);
            return Sample.of(result.latencies(), result.seconds(), meter.read().since(before));
        }
    }
}
