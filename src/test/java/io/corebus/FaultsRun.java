package io.corebus;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * As {@link FaultsIT}, for longer, with more writers, and with faults by chance: {@code mvn -B verify -Pfaults}. Takes {@code faults.minutes}, {@code faults.writers}
 * and {@code faults.seed}; the same seed makes the same faults in the same order, though not at the same instants.
 */
class FaultsRun {
    private static final int LEAST_WRITES_A_MINUTE = 200;
    /** A node that loses Redis between its commit and the cache, as one does that was frozen there, leaves the older version until the sealed journal repairs it. */
    private static final Duration STALE_FOR = Duration.ofSeconds(5);

    private final int minutes = Integer.getInteger("faults.minutes", 10);
    private final int writers = Integer.getInteger("faults.writers", 12);
    private final long seed = Long.getLong("faults.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final long begun = System.nanoTime();

    @Test
    void whateverFails_forMinutes_nothingAcknowledgedIsLost() throws Exception {
        say("faults.seed=" + seed + " faults.minutes=" + minutes + " faults.writers=" + writers);
        try (FaultsCluster cluster = new FaultsCluster("faults-run")) {
            FaultsClients clients = new FaultsClients(cluster, writers, STALE_FOR);
            try {
                disturb(cluster);
                clients.assertNothingIsLost(LEAST_WRITES_A_MINUTE * minutes);
            } finally {
                clients.close();
            }
        }
    }

    private void disturb(FaultsCluster cluster) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.sleep(between(500, 5_000));
            disturbOnce(cluster);
        }
        Thread.sleep(3_000);
    }

    /** Of each kind of room one process is always there; the next fault may come before everybody has recovered. */
    private void disturbOnce(FaultsCluster cluster) throws Exception {
        int number = random.nextInt(cluster.names().size());
        String node = cluster.names().get(number);
        long millis = between(100, 12_000);
        switch (random.nextInt(11)) {
            case 0, 1, 2, 3 -> {
                say("kill " + node + " for " + millis / 3 + " ms");
                cluster.killAndRestart(node, millis / 3);
            }
            case 4, 5, 6 -> {
                say("freeze " + node + " for " + millis + " ms");
                cluster.freeze(node, millis);
            }
            case 7 -> {
                say("stop " + node);
                cluster.stopAndRestart(node);
            }
            case 8 -> {
                say("kill Redis for " + millis / 3 + " ms");
                cluster.servers().redis().kill();
                Thread.sleep(millis / 3);
                cluster.servers().redis().start();
            }
            case 9 -> {
                String other =
                        cluster.names().get((number + 2) % cluster.names().size());
                say("freeze " + node + ", then " + other + ", for " + millis + " ms");
                cluster.freezeBoth(node, other, between(100, 7_000), millis);
            }
            default -> {
                say("kill PostgreSQL for " + millis / 3 + " ms");
                cluster.servers().killPostgres();
                Thread.sleep(millis / 3);
                cluster.servers().startPostgres();
            }
        }
    }

    private long between(int least, int most) {
        return least + random.nextInt(most - least);
    }

    private void say(String text) {
        System.out.println(
                "faults: after " + Duration.ofNanos(System.nanoTime() - begun).toSeconds() + " s: " + text);
    }
}
