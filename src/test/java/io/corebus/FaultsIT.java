package io.corebus;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Nothing lost: writers, readers and subscribers on a cluster of six processes, of which some are killed, stopped for longer than the cluster takes to notice and
 * continued, while connections are cut. In the end the histories are held against each other and against the database. {@link FaultsRun} does it for longer.
 */
class FaultsIT {
    private static final int WRITERS = 4;

    @Test
    void whateverFails_nothingAcknowledgedIsLost_andEverySubscriberSeesItOnce() throws Exception {
        try (FaultsCluster cluster = new FaultsCluster("faults")) {
            FaultsClients clients = new FaultsClients(cluster, WRITERS, Duration.ZERO);
            try {
                disturb(cluster);
                clients.assertNothingIsLost(200);
            } finally {
                clients.close();
            }
        }
    }

    /** About forty seconds. A stop lasts longer than the cluster takes to believe that a member is gone. */
    private static void disturb(FaultsCluster cluster) throws Exception {
        Thread.sleep(3_000);
        cluster.killAndRestart("work-1", 1_000);
        Thread.sleep(2_000);
        cluster.freeze("storage-1", 9_000);
        Thread.sleep(2_000);
        cluster.killAndRestart("door-1", 1_000);
        Thread.sleep(1_000);
        cluster.freeze("work-2", 9_000);
        Thread.sleep(2_000);
        cluster.killAndRestart("storage-2", 1_000);
        Thread.sleep(3_000);
    }
}
