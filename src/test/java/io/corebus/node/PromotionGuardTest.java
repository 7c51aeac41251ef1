package io.corebus.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.internal.partition.impl.InternalPartitionServiceImpl;
import io.corebus.testing.FreePort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromotionGuardTest {
    private final List<Integer> ports = List.of(FreePort.find(), FreePort.find(), FreePort.find());
    private final List<HazelcastInstance> members = new ArrayList<>();

    @BeforeEach
    void start() throws StartFailure {
        for (int port : ports) {
            members.add(Hazelcast.newHazelcastInstance(config(port)));
        }
        members.get(0).getMap("names").put("a", "b"); // Now the partitions have owners.
        await().until(() -> members.get(0).getPartitionService().isClusterSafe());
    }

    @AfterEach
    void stop() {
        members.forEach(member -> member.getLifecycleService().terminate());
    }

    /** As a node has it. */
    private Config config(int port) throws StartFailure {
        List<String> peers = ports.stream().map(each -> "127.0.0.1:" + each).toList();
        return new Cluster(new ClusterConfig("127.0.0.1", port, peers, 0, "promotion-guard", Duration.ofSeconds(20)))
                .hazelcast();
    }

    private static InternalPartitionServiceImpl partitions(HazelcastInstance member) {
        return (InternalPartitionServiceImpl)
                ((HazelcastInstanceProxy) member).getOriginal().node.getPartitionService();
    }

    /** In every partition once. */
    private CompletableFuture<?> write() {
        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            writes.add(members.get(0).getMap("names").putAsync("k" + i, "v").toCompletableFuture());
        }
        return CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new));
    }

    @Test
    void aForgottenPermit_stopsTheCluster_untilItIsTakenBack() throws Exception {
        // As a member has it that stood still while it was promoted.
        assertThat(partitions(members.get(1)).getMigrationManager().acquirePromotionPermit())
                .isTrue();
        members.remove(2).getLifecycleService().terminate();
        CompletableFuture<?> written = write();

        Thread.sleep(3_000);
        assertThat(written).isNotDone();

        new PromotionGuard(members.get(1), Duration.ofMillis(50), 20).start();

        await().atMost(Duration.ofSeconds(20)).until(written::isDone);
        assertThat(written).isCompleted();
        await().until(() -> members.get(0).getPartitionService().isClusterSafe());
    }

    @Test
    void aGuard_doesNotDisturb_whereNothingIsForgotten() {
        members.forEach(member -> new PromotionGuard(member, Duration.ofMillis(1), 1_000).start());
        members.remove(2).getLifecycleService().terminate();
        CompletableFuture<?> written = write();

        await().atMost(Duration.ofSeconds(20)).until(written::isDone);
        assertThat(written).isCompleted();
    }
}
