package io.corebus.bench;

import java.util.List;
import java.util.Locale;

/** Runs the works one at a time: a warm-up of all of them, in turns, then round after round. */
final class Rounds {
    /**
     * A work that begins again, with a sign-in and after others had their turn, takes ways through the code that it did not take while it ran: the compiler throws
     * away what it made without these, and makes it anew. That belongs to the warm-up.
     */
    private static final int WARM_UP_TURNS = 3;

    private final BenchOptions options;
    private final ExternalServers servers;

    Rounds(BenchOptions options, ExternalServers servers) {
        this.options = options;
        this.servers = servers;
    }

    Results run(List<Work> works) throws Exception {
        for (int turn = 1; turn <= WARM_UP_TURNS && options.warmup > 0; turn++) {
            for (Work work : works) {
                if (work.isWarmedUp()) {
                    run("warm-up " + turn, work, (options.warmup + WARM_UP_TURNS - 1) / WARM_UP_TURNS);
                }
            }
        }
        Results results = new Results();
        for (int round = 1; round <= options.rounds; round++) {
            for (Work work : works) {
                results.add(work, run("round " + round, work, options.seconds));
            }
        }
        return results;
    }

    private Sample run(String phase, Work work, int seconds) throws Exception {
        servers.settle();
        Sample sample = work.run(seconds);
        System.err.printf(
                Locale.ROOT, "%-9s  %-12s %-50s %,8.0f/s%n", phase, work.group().title(), work.name(), sample.rate());
        return sample;
    }
}
