package io.corebus.cli;

import static io.corebus.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.corebus.bus.Bus;
import io.corebus.bus.Failure;
import io.corebus.config.Config;
import io.corebus.config.ConfigReader;
import io.corebus.config.ManagementConfig;
import io.corebus.config.ShutdownConfig;
import io.corebus.config.Sources;
import io.corebus.feature.Features;
import io.corebus.node.ClusterConfig;
import io.corebus.node.EchoConfig;
import io.corebus.node.FeaturesConfig;
import io.corebus.node.InstancesConfig;
import io.corebus.node.NetworkConfig;
import io.corebus.node.Node;
import io.corebus.node.Room;
import io.corebus.node.RoomsConfig;
import io.corebus.storage.FeatureSetMessages;
import io.corebus.storage.FeatureSetMessages.ActiveSet;
import io.corebus.storage.FeatureSetMessages.ReportNode;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a node says of the features it serves, to a storage room that keeps nothing. */
class FeatureSourceTest {
    private static final Map<String, String> FILES = Map.of("things.yaml", "feature: things");

    private final List<Record> heard = new CopyOnWriteArrayList<>();
    private final Product product = new Product(
            List.of(Room.inner("storage", EchoConfig.class, wiring -> new Desk(wiring.bus()))),
            List.of(),
            directory -> new Features(List.of()),
            directory -> FILES,
            files -> new Features(List.of()),
            (directory, older, out) -> 0,
            (config, features, destructive) -> List.of(),
            (file, key, checkpoint, from, out) -> 0,
            (config, features) -> {});

    private volatile boolean away;
    private volatile ActiveSet active = new ActiveSet(1, FILES);
    private FeatureSource source;
    private Future<Node> starting;
    private Node node;

    /** As the storage room answers. */
    private final class Desk extends VerticleBase {
        private final Bus bus;

        Desk(Bus bus) {
            this.bus = bus;
        }

        @Override
        public Future<?> start() {
            return Future.all(
                    bus.serve(FeatureSetMessages.REPORT_NODE, (report, caller) -> {
                        heard.add(report);
                        if (away) {
                            return Future.failedFuture(Failure.unavailable("storage-unavailable", "PostgreSQL is away.")
                                    .exception());
                        }
                        ActiveSet now = active;
                        boolean known = report.known() >= now.version();
                        return Future.succeededFuture(new ActiveSet(now.version(), known ? null : now.files()));
                    }),
                    bus.serve(FeatureSetMessages.FORGET_NODE, (gone, caller) -> {
                        heard.add(gone);
                        return Future.succeededFuture(new Done());
                    }));
        }
    }

    private void start() throws Exception {
        Config config = new ConfigReader(List.of(
                        RoomsConfig.class,
                        InstancesConfig.class,
                        NetworkConfig.class,
                        FeaturesConfig.class,
                        EchoConfig.class,
                        ClusterConfig.class,
                        ManagementConfig.class,
                        ShutdownConfig.class))
                .read(new Sources(null, Map.of(), List.of("--features-from=database", "--shutdown-delay=800ms")));
        source = new FeatureSource(product, config, Duration.ofMillis(20));
        starting = Node.start(config, source.first(), product.rooms(), List.of("storage"), source::follow);
    }

    private void begin() throws Exception {
        start();
        node = await(starting);
    }

    @AfterEach
    void stop() {
        await(node.stop());
    }

    @Test
    void whileStorageIsAway_aNodeThatStarts_saysOnceWhatItWaitsFor() throws Exception {
        away = true;
        Logger logger = (Logger) LoggerFactory.getLogger(FeatureSource.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            start();
            Awaitility.await().until(() -> reports().size() > 5);
            away = false;
            node = await(starting);
        } finally {
            logger.detachAppender(log);
        }
        assertThat(List.copyOf(log.list))
                .filteredOn(line -> line.getLevel() == Level.WARN)
                .singleElement()
                .asString()
                .matches("(?s).*Waits since [0-9T:-]+Z for storage, to be told the active features,"
                        + " and serves none until then: .*PostgreSQL is away.*");
        source.end();
    }

    @Test
    void aNodeThatIsAboutToStop_saysWhatItServes_untilItTakesNoMoreWork() throws Exception {
        begin();
        CompletableFuture<Void> ended = CompletableFuture.runAsync(this::end);
        Awaitility.await().until(() -> !node.view().ready());
        active = new ActiveSet(2, FILES);

        Awaitility.await()
                .until(() ->
                        ended.isDone() || reports().get(reports().size() - 1).failed() != null);
        assertThat(ended).isNotDone();
        assertThat(heard).allMatch(ReportNode.class::isInstance);
        ended.get(5, TimeUnit.SECONDS);

        ReportNode last = reports().get(reports().size() - 1);
        assertThat(last.serving()).isEqualTo(1);
        assertThat(last.failed()).isEqualTo(2);
        assertThat(last.failure()).isEqualTo("it is about to stop");
        assertThat(heard.get(heard.size() - 1)).isEqualTo(new FeatureSetMessages.ForgetNode(last.node()));
    }

    private void end() {
        try {
            source.end();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<ReportNode> reports() {
        return heard.stream()
                .filter(ReportNode.class::isInstance)
                .map(ReportNode.class::cast)
                .toList();
    }
}
