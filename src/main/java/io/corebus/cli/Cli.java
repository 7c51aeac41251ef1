package io.corebus.cli;

import io.corebus.bus.FailureException;
import io.corebus.config.ConfigFaults;
import io.corebus.config.ConfigReference;
import io.corebus.feature.DescriptorFaults;
import io.corebus.template.WishFaults;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line. Exit status: 0 done, 1 failed, 2 wrong use or wrong configuration. */
@Command(
        name = "corebus",
        mixinStandardHelpOptions = true,
        description = "Declare a feature once; every node of your cluster serves it.",
        subcommands = {VersionCommand.class, HelpCommand.class})
public final class Cli implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Cli.class);
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;
    private static final int USAGE_WIDTH = 140;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private Cli() {}

    /** @return the exit status; {@code dev} and {@code start} come back only when the process is asked to end, or where the start fails */
    public static int run(Product product, List<String> arguments) {
        CommandLine commands = new CommandLine(new Cli());
        String flags = ConfigReference.flags(product.sections());
        for (Object verb : List.of(
                new DevCommand(product),
                new StartCommand(product),
                new CheckCommand(product),
                new MigrateCommand(product))) {
            CommandLine line = new CommandLine(verb);
            line.setUnmatchedArgumentsAllowed(true); // The flags of settings; see SettingsOptions.
            line.getCommandSpec().usageMessage().footer("%nSettings:%n" + flags.replace("%", "%%"));
            commands.addSubcommand(line);
        }
        for (CommandLine line :
                List.of(AdminCommand.line(product), TokenCommand.line(product), FeatureCommand.line(product))) {
            line.setUnmatchedArgumentsAllowed(true);
            commands.addSubcommand(line);
        }
        commands.addSubcommand(new CommandLine(new ConfigCommand(product)));
        commands.addSubcommand(new CommandLine(new AuditCommand(product)));
        commands.addSubcommand(new CommandLine(new McpCommand()));
        commands.setExecutionExceptionHandler(Cli::explain);
        commands.setParameterExceptionHandler(Cli::explainUse);
        commands.setUsageHelpWidth(USAGE_WIDTH);
        String version = VersionCommand.text();
        commands.getCommandSpec().version(version);
        commands.getSubcommands().values().forEach(line -> line.getCommandSpec().version(version));
        return commands.execute(arguments.toArray(new String[0]));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int explainUse(ParameterException failure, String[] arguments) {
        CommandLine commands = failure.getCommandLine();
        String name = commands.getCommandSpec().qualifiedName(" ");
        commands.getErr().println(failure.getMessage() + ". See ./" + name + " --help.");
        commands.getErr().flush();
        return WRONG_USE;
    }

    /** One message for people. Where the stack went is in the log when its level is debug, or when nobody expected the failure. */
    private static int explain(Exception failure, CommandLine commands, ParseResult arguments) {
        commands.getErr().println(text(failure));
        commands.getErr().flush();
        if (failure instanceof NullPointerException || failure instanceof IllegalStateException) {
            LOG.error("This should not happen", failure);
        } else {
            LOG.debug("Failed", failure);
        }
        return isWrongUse(failure) ? WRONG_USE : FAILED;
    }

    private static boolean isWrongUse(Exception failure) {
        return failure instanceof ConfigFaults || failure instanceof DescriptorFaults || failure instanceof WishFaults;
    }

    private static String text(Exception failure) {
        if (failure instanceof FailureException answer) {
            return answer.failure().detail();
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
