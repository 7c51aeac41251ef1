package io.corebus.node;

import static io.corebus.node.TestNodes.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.corebus.bus.Caller;
import io.corebus.bus.Health;
import io.corebus.node.EchoMessages.Said;
import io.corebus.node.EchoMessages.Say;
import io.corebus.testing.FreePort;
import io.corebus.testing.Jvm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A node here and two in processes of their own, that know each other by address only. */
class ClusterIT {
    @Test
    void cluster_membersComeGoAndAreKilled_theRestServes() throws Exception {
        int first = FreePort.find();
        int second = FreePort.find();
        Node asking =
                TestNodes.start("--rooms=http", "--http-port=0", "--cluster-host=127.0.0.1", "--cluster-port=" + first);
        try (Jvm one = member(second, first);
                Jvm two = member(FreePort.find(), first)) {
            one.await("^member of ");
            two.await("^member of ");
            assertThat(asking.view().members()).hasSize(3).contains("127.0.0.1:" + first, "127.0.0.1:" + second);
            assertThat(answering(asking, 20)).hasSize(2);
            Caller system = Caller.system(Duration.ofSeconds(5));
            assertThat(get(asking.bus().request(EchoMessages.HEALTH, new Health.Check(), system))
                            .up())
                    .isTrue();

            two.terminate();
            for (int i = 0; i < 20; i++) {
                say(asking);
            }
            assertThat(two.awaitExit(20)).isEqualTo(143);
            assertThat(two.output()).contains("stopped");
            await().untilAsserted(() -> assertThat(asking.view().members()).hasSize(2));

            try (Jvm three = member(FreePort.find(), first)) {
                three.await("^member of ");
                assertThat(answering(asking, 20)).hasSize(2);
                three.kill();
                for (int i = 0; i < 20; i++) {
                    long began = System.nanoTime();
                    say(asking);
                    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
                }
                await().atMost(Duration.ofSeconds(15))
                        .until(() -> asking.view().members().size() == 2);
            }
        } finally {
            get(asking.stop());
        }
    }

    @Test
    void aNodeThatIsNotLetIn_leaves_andJoinsWhenItCan() throws Exception {
        int first = FreePort.find();
        try (Jvm standing = member(first, first)) {
            standing.await("^member of ");
            standing.signal("STOP");
            try (Jvm coming = member(FreePort.find(), first, "--cluster-join-timeout=4s")) {
                coming.await("Joining failed: it did not let this node in within 4 s");
                standing.signal("CONT");
                assertThat(coming.await("^member of (.*)$")).contains("127.0.0.1:" + first);
            }
        }
    }

    private static Jvm member(int port, int peer, String... more) throws IOException {
        List<String> flags = new ArrayList<>(List.of(
                "--rooms=echo",
                "--cluster-host=127.0.0.1",
                "--cluster-port=" + port,
                "--cluster-peers=127.0.0.1:" + peer));
        flags.addAll(List.of(more));
        return Jvm.start(MemberProcess.class, flags.toArray(String[]::new));
    }

    private static Set<Long> answering(Node node, int questions) throws Exception {
        Set<Long> pids = new HashSet<>();
        for (int i = 0; i < questions; i++) {
            pids.add(say(node).pid());
        }
        return pids;
    }

    private static Said say(Node node) throws Exception {
        return get(node.bus().request(EchoMessages.SAY, new Say("word", 0), Caller.system(Duration.ofSeconds(5))));
    }
}
