package io.corebus.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** See docs/adding-a-feature.md. */
@Command(name = "feature", mixinStandardHelpOptions = true, description = "Works on feature descriptors.")
final class FeatureCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    static CommandLine line(Product product) {
        return new CommandLine(new FeatureCommand())
                .addSubcommand(new FeatureNewCommand(product))
                .addSubcommand(new FeatureCheckCommand(product))
                .addSubcommand(new FeatureListCommand(product))
                .addSubcommand(new FeatureActivateCommand(product))
                .addSubcommand(new FeatureNodesCommand(product));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
