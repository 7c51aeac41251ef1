package io.corebus.cli;

import io.corebus.config.Config;
import io.corebus.config.ShutdownConfig;
import io.corebus.feature.Features;
import io.corebus.node.Node;
import io.corebus.node.Port;
import io.corebus.node.StartFailure;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Starts the node of a verb as a part of the process's lifetime. */
final class NodeRun {
    /** A first migration of large tables may take long. */
    private static final Duration START = Duration.ofMinutes(30);
    /** On top of what a drain may take. */
    private static final Duration CLOSE = Duration.ofSeconds(20);

    private NodeRun() {}

    /** @param last what is still to be done before it says that it is ready */
    static Node start(
            Product product, Config config, Features features, Function<Node, Future<Void>> last, Lifetime lifetime)
            throws Exception {
        List<String> chosen = SettingsOptions.chosenRooms(product, config);
        return lifetime.start(
                () -> Waiting.on(Node.start(config, features, product.rooms(), chosen, last), START),
                node -> Waiting.on(node.stop(), patience(config)));
    }

    private static Duration patience(Config config) {
        ShutdownConfig shutdown = config.get(ShutdownConfig.class);
        return shutdown.delay().plus(shutdown.drainTimeout()).plus(CLOSE);
    }

    /** Says so before anything is started where the HTTP port cannot be opened. */
    static void checkHttpPort(Product product, Config config) throws StartFailure {
        if (SettingsOptions.chosenRooms(product, config).contains("http")) {
            new Port("http", config.value("http.host"), config.value("http.port")).check();
        }
    }
}
