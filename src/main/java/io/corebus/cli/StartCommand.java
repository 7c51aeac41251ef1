package io.corebus.cli;

import io.corebus.access.AccessMessages.Setup;
import io.corebus.config.Config;
import io.corebus.config.ConfigFaults;
import io.corebus.config.ConfigFaults.Fault;
import io.corebus.node.LogConfig.Format;
import io.corebus.node.Node;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Runs a node: the rooms that are configured, against a PostgreSQL and a Redis that are there.")
final class StartCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(StartCommand.class);

    private final Product product;
    private final Lifetime lifetime = new Lifetime();

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    StartCommand(Product product) {
        this.product = product;
    }

    @Override
    public Integer call() throws Exception {
        Config config = settings.read(product);
        SettingsOptions.applyLog(config, Format.JSON);
        List<String> rooms = SettingsOptions.chosenRooms(product, config);
        checkServers(config, rooms);
        Consistency.check(product, config);
        FeatureSource source = new FeatureSource(product, config);
        NodeRun.checkHttpPort(product, config);
        lifetime.stopWithProcess();
        try {
            run(config, source);
        } finally {
            lifetime.stop();
        }
        return 0;
    }

    private void run(Config config, FeatureSource source) throws Exception {
        FirstAdmin admin = new FirstAdmin(product, config);
        Node node = NodeRun.start(
                product,
                config,
                source.first(),
                started -> source.follow(started).compose(known -> admin.beforeReady(started)),
                lifetime);
        lifetime.start(() -> source, FeatureSource::end);
        LOG.info("Ready. {}", node.addresses());
        Setup setup = admin.prepare(node);
        String link = FirstAdmin.link(setup, node.addresses().get("http"));
        if (link != null) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("There is no admin yet. Make the first one here: " + link);
            out.flush();
        }
        lifetime.awaitStop();
    }

    private static void checkServers(Config config, List<String> rooms) throws ConfigFaults {
        List<Fault> faults = new ArrayList<>();
        if (rooms.contains("storage") && config.value("storage.url") == null) {
            faults.add(new Fault(
                    "storage.url",
                    "this is not set, and the storage room needs it.",
                    "Set COREBUS_STORAGE_URL=postgresql://user:password@host:port/database."));
        }
        if ((rooms.contains("resource") || rooms.contains("http")) && config.value("redis.url") == null) {
            faults.add(new Fault(
                    "redis.url",
                    "this is not set, and the resource and http rooms need it.",
                    "Set COREBUS_REDIS_URL=redis://host:port."));
        }
        if (!faults.isEmpty()) {
            throw new ConfigFaults(faults);
        }
    }
}
