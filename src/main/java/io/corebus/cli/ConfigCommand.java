package io.corebus.cli;

import io.corebus.config.ConfigReference;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "config", mixinStandardHelpOptions = true, description = "Tells about settings.")
final class ConfigCommand implements Runnable {
    private final Product product;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    ConfigCommand(Product product) {
        this.product = product;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "reference",
            mixinStandardHelpOptions = true,
            description = "Prints docs/configuration.md: every setting with its variable, flag, default and meaning.")
    void reference() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(ConfigReference.markdown(product.sections()));
        out.flush();
    }
}
