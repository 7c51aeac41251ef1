package io.corebus.cli;

import io.corebus.config.Config;
import io.corebus.feature.DescriptorFaults.Fault;
import io.corebus.feature.Feature;
import io.corebus.feature.FeatureAdvice;
import io.corebus.feature.Features;
import io.corebus.node.FeaturesConfig;
import io.corebus.node.LogConfig.Format;
import io.corebus.template.TestTree;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Tells every fault of the descriptors, as ./corebus check does, and where there is none, what could be better. Exit status: 0 no faults, whatever the advice; 2 faults.")
final class FeatureCheckCommand implements Callable<Integer> {
    private final Product product;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    @Mixin
    private FeaturesDirOption directory = new FeaturesDirOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Of features to look at. Left out: all.")
    private List<String> names = List.of();

    FeatureCheckCommand(Product product) {
        this.product = product;
    }

    @Override
    public Integer call() throws Exception {
        Config config = settings.read(product, directory.decided());
        SettingsOptions.applyLog(config, Format.TEXT);
        Path descriptors = config.get(FeaturesConfig.class).dir();
        Features features = product.reading().read(descriptors);
        requireKnown(features);
        CheckCommand.checkLogic(product, config, features);
        TestTree tests = TestTree.read(Path.of(""), descriptors);
        List<Fault> advice = FeatureAdvice.of(descriptors, names, tests::has);
        PrintWriter out = spec.commandLine().getOut();
        advice.forEach(out::println);
        int looked = names.isEmpty() ? features.all().size() : Set.copyOf(names).size();
        String count = looked + (looked == 1 ? " feature" : " features");
        out.println(count + ": no faults, " + (advice.isEmpty() ? "no advice." : advice.size() + " to think about."));
        out.flush();
        return 0;
    }

    private void requireKnown(Features features) {
        List<String> known = features.all().stream().map(Feature::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(), "There is no feature " + name + "; there are " + String.join(", ", known));
            }
        }
    }
}
