package io.corebus.cli;

import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.OutageLog;
import io.corebus.config.Config;
import io.corebus.config.ShutdownConfig;
import io.corebus.feature.Features;
import io.corebus.node.FeaturesConfig;
import io.corebus.node.FeaturesConfig.From;
import io.corebus.node.Node;
import io.corebus.storage.FeatureSetMessages;
import io.corebus.storage.FeatureSetMessages.ActiveSet;
import io.corebus.storage.FeatureSetMessages.ForgetNode;
import io.corebus.storage.FeatureSetMessages.ReportNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a node has its features from, and what it tells the others about that: its own files, or, where {@code features.from} says so, the set that is active in
 * the database, at its start and while it runs. What it cannot serve it reports, serves what it served before, and tries again now and then.
 */
final class FeatureSource {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureSource.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration FOLLOWING = Duration.ofSeconds(1);
    private static final Duration TELLING = Duration.ofSeconds(3);
    /** What was missing, such as a jar, may be there by then. */
    private static final Duration AGAIN = Duration.ofSeconds(30);
    /** For the last word, with which nobody is to wait long for the end. */
    private static final Duration ENDING = Duration.ofSeconds(2);

    private final Product product;
    private final Config config;
    private final Duration pause;
    private final boolean follows;
    private final List<String> rooms;
    private final String id = UUID.randomUUID().toString();
    private final Thread thread = new Thread(this::report, "features");
    private final Promise<Void> first = Promise.promise();
    private final OutageLog waiting = new OutageLog(LOG, "Storage has told the active features");
    private final Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private volatile State state = new State(0, null, null);
    /** From now on it changes over to nothing more. */
    private volatile boolean ending;

    private @Nullable Node node;

    /**
     * @param serving the version that is served; 0: files of this node
     * @param changing what this node is changing over to, or null
     * @param refused what it could not serve, or null
     */
    private record State(
            long serving,
            @Nullable ActiveSet changing,
            @Nullable Refused refused) {
        /** The newest set whose files are here. */
        long known() {
            if (changing != null) {
                return changing.version();
            }
            return refused == null ? serving : refused.set().version();
        }
    }

    /** A set that this node could not serve. */
    private record Refused(ActiveSet set, String reason, long triedNanos) {}

    FeatureSource(Product product, Config config) {
        this(product, config, config.get(FeaturesConfig.class).from() == From.DATABASE ? FOLLOWING : TELLING);
    }

    /** @param pause between two reports */
    FeatureSource(Product product, Config config, Duration pause) {
        this.product = product;
        this.config = config;
        this.pause = pause;
        this.follows = config.get(FeaturesConfig.class).from() == From.DATABASE;
        this.rooms = SettingsOptions.chosenRooms(product, config);
        thread.setDaemon(true);
    }

    /** What the node starts with: none, where those in the database have to be asked for first. Blocks while it reads. */
    Features first() throws Exception {
        return follows ? new Features(List.of()) : ofFiles();
    }

    private Features ofFiles() throws Exception {
        return product.reading().read(config.get(FeaturesConfig.class).dir());
    }

    /**
     * From now on, until it {@linkplain #end ends}, says what the node serves, and has it serve what it hears.
     *
     * @return completes when the node serves what it should; fails where it cannot, because it has nothing else to serve
     */
    Future<Void> follow(Node started) {
        node = started;
        thread.start();
        return follows ? first.future() : Future.succeededFuture();
    }

    /** Before the node stops. As long as it still takes work it says what it serves, so that nobody takes it for gone. */
    void end() throws Exception {
        ending = true;
        Node known = node;
        if (known == null) {
            return;
        }
        try {
            Duration delay = config.get(ShutdownConfig.class).delay();
            Waiting.on(known.leave(), delay.plus(ENDING));
        } finally {
            thread.interrupt();
            thread.join(ENDING.toMillis());
        }
        ForgetNode gone = new ForgetNode(id);
        Waiting.on(known.bus().request(FeatureSetMessages.FORGET_NODE, gone, Caller.system(ENDING)), ENDING);
    }

    private void report() {
        String name = name();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                report(Objects.requireNonNull(node), name);
                Thread.sleep(pause.toMillis());
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(Node reporting, String name) throws InterruptedException {
        State now = state;
        Refused refused = now.refused();
        ReportNode report = new ReportNode(
                id,
                name,
                rooms,
                follows,
                now.serving(),
                refused == null ? null : refused.set().version(),
                refused == null ? null : refused.reason(),
                now.known());
        try {
            ActiveSet active = Waiting.on(
                    reporting.bus().request(FeatureSetMessages.REPORT_NODE, report, Caller.system(PATIENCE)),
                    PATIENCE.plusSeconds(1));
            if (follows && now.changing() == null) {
                heard(reporting, active, now);
            }
        } catch (InterruptedException over) {
            throw over;
        } catch (Exception | StackOverflowError | LinkageError e) {
            // Neither is a reason not to ask again.
            LOG.debug("The active features could not be asked for", e);
            tellThatItWaits(e);
        }
    }

    /** As long as there is nothing that it could serve. */
    private void tellThatItWaits(Throwable cause) {
        if (follows && !first.future().isComplete()) {
            waiting.failed("Waits since " + began
                    + " for storage, to be told the active features, and serves none until then: "
                    + cause.getMessage());
        }
    }

    private void heard(Node reporting, ActiveSet active, State now) {
        waiting.succeeded();
        if (ending) {
            refuseAtTheEnd(active, now);
            return;
        }
        Refused refused = now.refused();
        boolean nothingYet = active.version() == 0 && !first.future().isComplete();
        if (active.files() != null || nothingYet) {
            serve(reporting, active, now.serving());
        } else if (refused != null && System.nanoTime() - refused.triedNanos() > AGAIN.toNanos()) {
            serve(reporting, refused.set(), now.serving());
        }
    }

    /** New rooms would not start any more. */
    private void refuseAtTheEnd(ActiveSet active, State now) {
        if (active.files() != null) {
            state = new State(now.serving(), null, new Refused(active, "it is about to stop", System.nanoTime()));
        }
    }

    /** Does not wait: meanwhile this node says that it is at it. */
    private void serve(Node reporting, ActiveSet set, long before) {
        state = new State(before, set, null);
        features(set)
                .compose(reporting::activate)
                .onSuccess(done -> served(set))
                .onFailure(cause -> refused(set, cause));
    }

    private void served(ActiveSet set) {
        state = new State(set.version(), null, null);
        LOG.info(
                set.version() == 0
                        ? "No features have been activated yet: those of the files are served"
                        : "The features of version {} are served",
                set.version());
        first.tryComplete();
    }

    private void refused(ActiveSet set, Throwable cause) {
        String reason = cause instanceof FailureException failure
                ? failure.failure().detail()
                : String.valueOf(cause.getMessage());
        state = new State(state.serving(), null, new Refused(set, reason, System.nanoTime()));
        LOG.error("The features of version {} cannot be served here: {}", set.version(), reason);
        first.tryFail(cause);
    }

    /** Fails where a fault can be told without starting anything. */
    private Future<Features> features(ActiveSet set) {
        Map<String, String> files = set.files();
        try {
            Features features = files == null ? ofFiles() : product.parsing().parse(files);
            if (features.haveLogic() && rooms.contains("logic")) {
                product.logic().check(config, features);
            }
            return Future.succeededFuture(features);
        } catch (Exception | StackOverflowError | LinkageError faults) {
            return Future.failedFuture(faults);
        }
    }

    /** For people: the machine, and the process there. */
    private static String name() {
        long pid = ProcessHandle.current().pid();
        try {
            return InetAddress.getLocalHost().getHostName() + ":" + pid;
        } catch (UnknownHostException e) {
            return "localhost:" + pid;
        }
    }
}
