package io.corebus.cli;

import io.corebus.config.Config;
import io.corebus.feature.Feature;
import io.corebus.feature.FeatureAdvice;
import io.corebus.feature.Features;
import io.corebus.node.FeaturesConfig;
import io.corebus.node.LogConfig.Format;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the features: name, file, and what one is called.")
final class FeatureListCommand implements Callable<Integer> {
    private final Product product;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    @Mixin
    private FeaturesDirOption directory = new FeaturesDirOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    FeatureListCommand(Product product) {
        this.product = product;
    }

    @Override
    public Integer call() throws Exception {
        Config config = settings.read(product, directory.decided());
        SettingsOptions.applyLog(config, Format.TEXT);
        Path descriptors = config.get(FeaturesConfig.class).dir();
        Features features = product.reading().read(descriptors);
        Map<String, Path> files = FeatureAdvice.files(descriptors);
        PrintWriter out = spec.commandLine().getOut();
        for (Feature feature : features.all()) {
            out.println(feature.name() + "  " + files.get(feature.name()) + "  " + feature.title());
        }
        out.flush();
        return 0;
    }
}
