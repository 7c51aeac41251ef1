package io.corebus.node;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleService;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.internal.partition.impl.InternalPartitionServiceImpl;
import com.hazelcast.internal.partition.impl.MigrationManager;
import com.hazelcast.internal.partition.impl.PartitionStateManager;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back a permit that Hazelcast can forget: see docs/decisions/0016. When a member dies, another one that has the copies of its partitions is promoted under
 * a permit of which each member has one. A member that stood still in the middle of that, for longer than the others wait, never gives it back; from then on the
 * cluster cannot replace anybody who dies, until that very member ends. A promotion takes milliseconds here, so a permit that is taken at every look for
 * seconds on end is one that was forgotten.
 */
final class PromotionGuard {
    private static final Logger LOG = LoggerFactory.getLogger(PromotionGuard.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int PATIENCE = 15;

    private final LifecycleService life;
    private final InternalPartitionServiceImpl partitions;
    private final Duration every;
    private final int patience;
    /** Looks, not time: while this process stands still, nothing is seen to be taken. */
    private int takenAtLooks;

    /** Of the instance of this process. */
    PromotionGuard(HazelcastInstance instance) {
        this(instance, EVERY, PATIENCE);
    }

    /** @param patience how many looks in a row the permit may be taken */
    PromotionGuard(HazelcastInstance instance, Duration every, int patience) {
        this.life = instance.getLifecycleService();
        this.partitions = (InternalPartitionServiceImpl)
                ((HazelcastInstanceProxy) instance).getOriginal().node.getPartitionService();
        this.every = every;
        this.patience = patience;
    }

    /** On a thread of its own, which ends with the instance. */
    void start() {
        Thread thread = new Thread(this::run, "corebus-promotion-guard");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (life.isRunning()) {
                look();
                Thread.sleep(every.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        MigrationManager migrations = partitions.getMigrationManager();
        if (migrations.acquirePromotionPermit()) {
            migrations.releasePromotionPermit(); // One that wanted it meanwhile asks again after half a second.
            takenAtLooks = 0;
        } else if (++takenAtLooks >= patience) {
            takenAtLooks = 0;
            takeBack(migrations);
        }
    }

    /** What was marked for the promotion that was forgotten would let the next one fail. */
    private void takeBack(MigrationManager migrations) {
        PartitionStateManager states = partitions.getPartitionStateManager();
        int marks = 0;
        for (int id = 0; id < partitions.getPartitionCount(); id++) {
            boolean isForgotten = states.isMigrating(id)
                    && migrations.getActiveMigration(id) == null
                    && !migrations.isFinalizingMigrationRegistered(id);
            if (isForgotten) {
                states.clearMigratingFlag(id);
                marks++;
            }
        }
        migrations.releasePromotionPermit();
        LOG.warn(
                "A promotion of partitions was forgotten by the cluster and is begun anew; {} of them were marked",
                marks);
    }
}
