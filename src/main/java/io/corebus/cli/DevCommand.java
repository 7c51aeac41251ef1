package io.corebus.cli;

import io.corebus.access.AccessMessages.Setup;
import io.corebus.config.Config;
import io.corebus.feature.Features;
import io.corebus.feature.Losses;
import io.corebus.node.FeaturesConfig;
import io.corebus.node.LogConfig.Format;
import io.corebus.node.Node;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        description =
                "Runs everything in one process, with a PostgreSQL and a Redis of its own where none are configured. Serves descriptors and business logic anew when their files change.")
final class DevCommand implements Callable<Integer> {
    private final Product product;
    private final Lifetime lifetime = new Lifetime();

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    @Option(
            names = "--allow-destructive",
            description = "Also make changes of the tables that lose data, as the descriptors say.")
    private boolean allowDestructive;

    @Option(names = "--no-watch", description = "Leave files that change while it runs to the next start.")
    private boolean withoutWatch;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    DevCommand(Product product) {
        this.product = product;
    }

    @Override
    public Integer call() throws Exception {
        Config draft = settings.read(product);
        SettingsOptions.applyLog(draft, Format.TEXT);
        Consistency.check(product, draft);
        FeatureWatch watch = new FeatureWatch(product, draft);
        Features features =
                product.reading().read(draft.get(FeaturesConfig.class).dir());
        NodeRun.checkHttpPort(product, draft);
        lifetime.stopWithProcess();
        try {
            run(draft, features, watch);
        } finally {
            lifetime.stop();
        }
        return 0;
    }

    private void run(Config draft, Features features, FeatureWatch watch) throws Exception {
        EmbeddedServers servers = EmbeddedServers.start(product, draft, lifetime);
        Config config = settings.read(product, servers.urls());
        FirstAdmin admin = new FirstAdmin(product, config);
        Losses losses = losses(servers);
        if (losses != Losses.NONE) {
            product.migrating().migrate(config, features, losses);
        }
        Node node = NodeRun.start(product, config, features, admin::beforeReady, lifetime);
        Setup setup = admin.prepare(node);
        PrintWriter out = spec.commandLine().getOut();
        out.println(new Banner(node, features, servers)
                .withAdmin(setup, config, node.addresses().get("http")));
        out.flush();
        if (!withoutWatch) {
            lifetime.start(() -> watch.begin(node, config, losses, features, out), FeatureWatch::end);
        }
        lifetime.awaitStop();
    }

    /** A PostgreSQL of its own is used by nobody else: whoever has named a field wrongly, and put nothing there, renames it by saving the file. */
    private Losses losses(EmbeddedServers servers) {
        boolean isOwn = servers.urls().containsKey(Desk.STORAGE);
        return isOwn && !allowDestructive ? Losses.EMPTY : Losses.allowed(allowDestructive);
    }
}
