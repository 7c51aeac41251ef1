package io.corebus.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.bus.Renewal;
import io.corebus.config.Config;
import io.corebus.feature.Features;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A room that stays while features change, and cannot take the new ones. */
class RenewalTest {
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private volatile boolean broken = true;

    private static final class Stays extends VerticleBase {}

    private final class Change implements Renewal {
        @Override
        public Future<Void> take() {
            steps.add("take");
            return broken ? Future.failedFuture("no subscription") : Future.succeededFuture();
        }

        @Override
        public Future<Void> endFormer() {
            steps.add("end former");
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> discard() {
            steps.add("discard");
            return Future.succeededFuture();
        }
    }

    @Test
    void whatCannotBeTaken_isDiscarded_andTheNextTryTakes() throws Exception {
        Config config = TestNodes.config();
        Room room = Room.inner("echo", EchoConfig.class, wiring -> new Stays())
                .renewedBy((instance, wiring) -> Future.succeededFuture(new Change()));
        Node node = TestNodes.get(Node.start(config, new Features(List.of()), List.of(room), List.of("echo")));
        try {
            Future<Void> refused = node.activate(new Features(List.of()));
            assertThatThrownBy(() -> TestNodes.get(refused)).hasMessage("no subscription");
            assertThat(steps).containsExactly("take", "discard");

            broken = false;
            TestNodes.get(node.activate(new Features(List.of())));
            assertThat(steps).containsExactly("take", "discard", "take", "end former");
        } finally {
            TestNodes.get(node.stop());
        }
    }
}
