package io.corebus.node;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the cluster within a bound of time. A cluster that takes a node in while it loses another one, or the former self of this one, can leave it half inside: its
 * partitions are given to a member that it does not count as one yet, and whatever is asked of them waits for each other. Nothing ends that but one of the two
 * going away, so this node does, and joins anew as another member.
 */
final class Joining {
    private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
    private static final int ATTEMPTS = 3;
    /** How long an attempt that was given up may take to end. */
    private static final Duration ENDING = Duration.ofSeconds(10);

    private final ClusterConfig settings;
    private final Function<Cluster, Future<Node>> build;

    /** @param build completes when the node it makes is a member */
    Joining(ClusterConfig settings, Function<Cluster, Future<Node>> build) {
        this.settings = settings;
        this.build = build;
    }

    /** Blocks for the look-up of names. The future fails with {@link StartFailure}. */
    Future<Node> join() throws StartFailure {
        return attempt(1);
    }

    private Future<Node> attempt(int number) throws StartFailure {
        Attempt attempt = new Attempt(new Cluster(settings));
        return attempt.begin().recover(failure -> again(failure, number));
    }

    private Future<Node> again(Throwable failure, int number) {
        if (number == ATTEMPTS || Port.reason(failure) != null) {
            return Future.failedFuture(Failures.ofVertx(failure));
        }
        LOG.warn("Joining failed: {}", failure.getMessage());
        try {
            return attempt(number + 1);
        } catch (StartFailure unable) {
            return Future.failedFuture(unable);
        }
    }

    private static void after(Duration delay, Runnable step) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(step);
    }

    /** One member, which this node is or was about to be. */
    private final class Attempt {
        private final Cluster cluster;
        /** Has no event loop: after a failure there is none left. */
        private final Promise<Node> joined = Promise.promise();
        /** Of joining and the time-out, the first one decides. */
        private final AtomicBoolean decided = new AtomicBoolean();

        Attempt(Cluster cluster) {
            this.cluster = cluster;
        }

        Future<Node> begin() {
            LOG.info("Joining the cluster as {}", cluster.address());
            build.apply(cluster).onSuccess(this::succeeded).onFailure(this::failed);
            after(settings.joinTimeout(), this::giveUp);
            return joined.future();
        }

        private void succeeded(Node node) {
            if (!decided.compareAndSet(false, true)) {
                node.stop().onComplete(stopped -> joined.tryFail(notTaken()));
                return;
            }
            LOG.info("The cluster has the members {}", cluster.members());
            cluster.guard();
            joined.complete(node);
        }

        private void failed(Throwable cause) {
            joined.tryFail(decided.compareAndSet(false, true) ? cause : notTaken());
        }

        /** What waits for the others fails when the member ends, and what was started for it is closed then. */
        private void giveUp() {
            if (decided.compareAndSet(false, true)) {
                after(ENDING, () -> joined.tryFail(notTaken()));
                cluster.leaveAtOnce();
            }
        }

        private StartFailure notTaken() {
            return new StartFailure("it did not let this node in within "
                    + settings.joinTimeout().toSeconds()
                    + " s. Look at the log of its members; a member that answers nobody has to be ended.");
        }
    }
}
