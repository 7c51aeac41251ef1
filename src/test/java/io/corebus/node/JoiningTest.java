package io.corebus.node;

import static io.corebus.node.TestNodes.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.MapInterceptor;
import io.corebus.testing.FreePort;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster of one member that takes a node in, and then leaves what it writes about itself lying. */
class JoiningTest {
    private static volatile boolean stuck;

    private final int port = FreePort.find();
    private final Set<UUID> taken = ConcurrentHashMap.newKeySet();
    private HazelcastInstance cluster;

    @BeforeEach
    void start() throws StartFailure {
        ClusterConfig settings = new ClusterConfig("127.0.0.1", port, List.of(), 0, "corebus", Duration.ofSeconds(20));
        cluster = Hazelcast.newHazelcastInstance(new Cluster(settings).hazelcast());
        cluster.getMap("__vertx.nodeInfo").addInterceptor(new Sticking());
        stuck = true;
    }

    @AfterEach
    void stop() {
        stuck = false;
        cluster.getLifecycleService().terminate();
    }

    @Test
    void whereAnAttemptDoesNotEnd_itJoinsAnewAsAnotherMember() throws Exception {
        watch(() -> stuck = false);

        Node node = join();

        assertThat(node.view().members()).hasSize(2);
        assertThat(taken).hasSizeGreaterThan(1);
        get(node.stop());
    }

    @Test
    void whereNoAttemptEnds_itSaysSo_andLeavesTheCluster() {
        watch(() -> {});

        assertThatThrownBy(this::join)
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("The cluster cannot be joined: it did not let this node in within 3 s.");

        assertThat(taken).hasSizeGreaterThan(2);
        await().untilAsserted(
                        () -> assertThat(cluster.getCluster().getMembers()).hasSize(1));
    }

    private Node join() throws Exception {
        return TestNodes.start(
                "--rooms=echo",
                "--cluster-host=127.0.0.1",
                "--cluster-port=" + FreePort.find(),
                "--cluster-peers=127.0.0.1:" + port,
                "--cluster-join-timeout=3s");
    }

    private void watch(Runnable whenOneHasGone) {
        cluster.getCluster().addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                taken.add(event.getMember().getUuid());
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                whenOneHasGone.run();
            }
        });
    }

    /** A write does not end as long as it should not. */
    private static final class Sticking implements MapInterceptor {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Object interceptPut(@Nullable Object before, @Nullable Object after) {
            while (stuck) {
                LockSupport.parkNanos(20_000_000);
            }
            return after;
        }

        @Override
        public @Nullable Object interceptGet(@Nullable Object value) {
            return value;
        }

        @Override
        public void afterGet(@Nullable Object value) {}

        @Override
        public void afterPut(@Nullable Object value) {}

        @Override
        public @Nullable Object interceptRemove(@Nullable Object removed) {
            return removed;
        }

        @Override
        public void afterRemove(@Nullable Object oldValue) {}
    }
}
