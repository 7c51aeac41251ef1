package io.corebus.cli;

import io.corebus.config.Config;
import io.corebus.feature.Features;
import io.corebus.node.FeaturesConfig;
import io.corebus.node.LogConfig.Format;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Checks the configuration and the feature descriptors, and tells every fault. Starts nothing.")
final class CheckCommand implements Callable<Integer> {
    private final Product product;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    @Option(
            names = "--against",
            paramLabel = "DIR",
            description =
                    "Directory with older descriptors: tells what of the change breaks their clients, with the exit status 1.")
    private @Nullable Path older;

    CheckCommand(Product product) {
        this.product = product;
    }

    @Override
    public Integer call() throws Exception {
        Config config = settings.read(product);
        SettingsOptions.applyLog(config, Format.TEXT);
        Consistency.checkForFirstStart(product, config);
        Path directory = config.get(FeaturesConfig.class).dir();
        int outcome = product.checking().check(directory, older, System.out);
        if (outcome == 0) {
            checkLogic(product, config, product.reading().read(directory));
        }
        return outcome;
    }

    /** Whether there is the logic that the features name, where it would run. */
    static void checkLogic(Product product, Config config, Features features) throws Exception {
        if (features.haveLogic() && SettingsOptions.chosenRooms(product, config).contains("logic")) {
            product.logic().check(config, features);
        }
    }
}
