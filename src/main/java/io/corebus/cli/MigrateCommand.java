package io.corebus.cli;

import io.corebus.config.Config;
import io.corebus.feature.Features;
import io.corebus.feature.Losses;
import io.corebus.node.FeaturesConfig;
import io.corebus.node.LogConfig.Format;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description =
                "Brings the database to what the feature descriptors say, and ends. A start does the same, but never loses data.")
final class MigrateCommand implements Callable<Integer> {
    private final Product product;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    @Option(
            names = "--allow-destructive",
            description = "Also do what loses data: drop columns and tables that no descriptor declares any more.")
    private boolean allowDestructive;

    MigrateCommand(Product product) {
        this.product = product;
    }

    @Override
    public Integer call() throws Exception {
        Config config = settings.read(product);
        SettingsOptions.applyLog(config, Format.TEXT);
        if (config.value(Desk.STORAGE) == null) {
            config = settings.read(product, Map.of(Desk.STORAGE, Desk.embedded(config)));
        }
        Features features =
                product.reading().read(config.get(FeaturesConfig.class).dir());
        List<String> unfinished = product.migrating().migrate(config, features, Losses.allowed(allowDestructive));
        unfinished.forEach(spec.commandLine().getErr()::println);
        spec.commandLine().getErr().flush();
        return unfinished.isEmpty() ? 0 : 1;
    }
}
