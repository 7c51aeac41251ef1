package io.corebus.bench;

import java.util.List;
import java.util.Locale;

/** Runs the works one at a time: a warm-up of each, then round after round of all of them. */
final class Rounds {
    private final BenchOptions options;
    private final ExternalServers servers;

    Rounds(BenchOptions options, ExternalServers servers) {
        this.options = options;
        this.servers = servers;
    }

    Results run(List<Work> works) throws Exception {
        for (Work work : works) {
            if (options.warmup > 0 && work.isWarmedUp()) {
                run("warm-up", work, options.warmup);
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
                Locale.ROOT, "%-8s  %-12s %-50s %,8.0f/s%n", phase, work.group().title(), work.name(), sample.rate());
        return sample;
    }
}
