package io.corebus.bench;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * A server that answers requests.
 *
 * @param preparation makes the requests, anew before each run: a token may have expired since
 * @param afterwards waits until what the answers left to do is done, which counts, and says how many milliseconds that took
 */
record HttpWork(
        Group group,
        String name,
        int port,
        int connections,
        Callable<List<Exchange>> preparation,
        CpuMeter meter,
        Callable<Double> afterwards)
        implements Work {
    /**
     * Before the clock starts: caches are filled, what the work before this one left is done, and most of what the sign-in made the compiler throw away is
     * compiled again. From the sign-in to the end of a round that took 2 to 5 percent of the processor time of calls, and one second was too short for it.
     */
    static final int RUN_IN_SECONDS = 3;

    HttpWork(
            Group group, String name, int port, int connections, Callable<List<Exchange>> preparation, CpuMeter meter) {
        this(group, name, port, connections, preparation, meter, () -> Double.NaN);
    }

    @Override
    public Sample run(int seconds) throws Exception {
        try (Load load = Load.open(port, connections, preparation.call())) {
            load.run(RUN_IN_SECONDS);
            afterwards.call();
            Cpu before = meter.read();
            Load.Result result = load.run(seconds);
            double millis = afterwards.call();
            return Sample.of(result.latencies(), result.seconds(), meter.read().since(before))
                    .after(millis);
        }
    }
}
