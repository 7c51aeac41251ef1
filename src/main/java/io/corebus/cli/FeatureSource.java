package io.corebus.cli;

import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.config.Config;
import io.corebus.feature.Features;
import io.corebus.node.FeaturesConfig;
import io.corebus.node.FeaturesConfig.From;
import io.corebus.node.Node;
import io.corebus.storage.FeatureSetMessages;
import io.corebus.storage.FeatureSetMessages.ActiveSet;
import io.corebus.storage.FeatureSetMessages.ForgetNode;
import io.corebus.storage.FeatureSetMessages.ReadActiveSet;
import io.corebus.storage.FeatureSetMessages.ReportNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
    /** A node that starts needs to know: the database may be on its way, too. */
    private static final Duration START = Duration.ofMinutes(5);

    private static final Duration ACTIVATION = Duration.ofMinutes(30);
    private static final Duration FOLLOWING = Duration.ofSeconds(1);
    private static final Duration TELLING = Duration.ofSeconds(3);
    /** What was missing, such as a jar, may be there by then. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final Product product;
    private final Config config;
    private final boolean follows;
    private final List<String> rooms;
    private final String id = UUID.randomUUID().toString();
    private final Thread thread = new Thread(this::report, "features");

    private volatile long serving;
    private @Nullable Refused refused;
    private @Nullable Node node;

    /** A set that this node could not serve. */
    private record Refused(ActiveSet set, String reason, long triedNanos) {}

    /** Blocks while it reads. Fails where files that count have faults. */
    FeatureSource(Product product, Config config) {
        this.product = product;
        this.config = config;
        this.follows = config.get(FeaturesConfig.class).from() == From.DATABASE;
        this.rooms = SettingsOptions.chosenRooms(product, config);
        thread.setDaemon(true);
    }

    /** What the node starts with: none, where those in the database have to be asked for first. */
    Features first() throws Exception {
        return follows ? new Features(List.of()) : ofFiles();
    }

    private Features ofFiles() throws Exception {
        return product.reading().read(config.get(FeaturesConfig.class).dir());
    }

    /** Before the node is ready: what is active is served. Where nothing was activated yet, its own files are. */
    Future<Void> catchUp(Node started) {
        return follows
                ? activeSet(started, System.nanoTime() + START.toNanos()).compose(set -> serveFirst(started, set))
                : Future.succeededFuture();
    }

    private Future<ActiveSet> activeSet(Node started, long giveUpNanos) {
        return started.bus()
                .request(FeatureSetMessages.READ_ACTIVE_SET, new ReadActiveSet(0), Caller.system(PATIENCE))
                .recover(away -> System.nanoTime() - giveUpNanos < 0
                        ? pause().compose(passed -> activeSet(started, giveUpNanos))
                        : Future.failedFuture(away));
    }

    private static Future<Void> pause() {
        Promise<Void> passed = Promise.promise();
        CompletableFuture.delayedExecutor(FOLLOWING.toMillis(), TimeUnit.MILLISECONDS)
                .execute(passed::complete);
        return passed.future();
    }

    private Future<Void> serveFirst(Node started, ActiveSet set) {
        return features(set)
                .compose(started::activate)
                .onSuccess(done -> serving = set.version())
                .onSuccess(done -> LOG.info(
                        set.version() == 0
                                ? "No features have been activated yet: those of the files are served"
                                : "The features of version {} are served",
                        set.version()));
    }

    private Future<Features> features(ActiveSet set) {
        Map<String, String> files = set.files();
        Callable<Features> reading =
                files == null ? this::ofFiles : () -> product.parsing().parse(files);
        try {
            return Future.succeededFuture(reading.call());
        } catch (Exception faults) {
            return Future.failedFuture(faults);
        }
    }

    /** From now on, says what it serves, and serves what it hears, until it ends. */
    FeatureSource follow(Node started) {
        node = started;
        thread.start();
        return this;
    }

    /** Before the node stops. */
    void end() throws Exception {
        thread.interrupt();
        Node known = node;
        if (known != null) {
            Waiting.on(
                    known.bus().request(FeatureSetMessages.FORGET_NODE, new ForgetNode(id), Caller.system(PATIENCE)),
                    PATIENCE);
        }
    }

    private void report() {
        String name = name();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                report(name);
                Thread.sleep((follows ? FOLLOWING : TELLING).toMillis());
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(String name) throws InterruptedException {
        Refused known = refused;
        try {
            Node reporting = Objects.requireNonNull(node);
            ReportNode report = new ReportNode(
                    id,
                    name,
                    rooms,
                    follows,
                    serving,
                    known == null ? null : known.set().version(),
                    known == null ? null : known.reason(),
                    known == null ? serving : known.set().version());
            ActiveSet active = Waiting.on(
                    reporting.bus().request(FeatureSetMessages.REPORT_NODE, report, Caller.system(PATIENCE)),
                    PATIENCE.plusSeconds(1));
            if (follows) {
                heard(reporting, active);
            }
        } catch (InterruptedException over) {
            throw over;
        } catch (Exception away) {
            LOG.debug("The active features could not be asked for: {}", away.getMessage());
        }
    }

    private void heard(Node reporting, ActiveSet active) throws InterruptedException {
        Refused known = refused;
        if (active.files() != null) {
            serve(reporting, active);
        } else if (known != null && System.nanoTime() - known.triedNanos() > AGAIN.toNanos()) {
            serve(reporting, known.set());
        }
    }

    private void serve(Node reporting, ActiveSet set) throws InterruptedException {
        try {
            Waiting.on(features(set).compose(reporting::activate), ACTIVATION);
            serving = set.version();
            refused = null;
            LOG.info("The features of version {} are served", set.version());
        } catch (InterruptedException over) {
            throw over;
        } catch (Exception e) {
            String reason =
                    e instanceof FailureException failure ? failure.failure().detail() : String.valueOf(e.getMessage());
            refused = new Refused(set, reason, System.nanoTime());
            LOG.error("The features of version {} cannot be served here: {}", set.version(), reason);
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
