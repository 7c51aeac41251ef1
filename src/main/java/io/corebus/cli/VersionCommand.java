package io.corebus.cli;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "version",
        mixinStandardHelpOptions = true,
        description = "Prints the version of Corebus and of what it runs on.")
final class VersionCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text());
        out.flush();
    }

    static String text() {
        return "Corebus " + of(VersionCommand.class) + ", Vert.x " + of(Vertx.class) + ", Hazelcast "
                + of(HazelcastInstance.class) + ", Java " + Runtime.version();
    }

    /** What the manifest of the class's jar says. */
    private static String of(Class<?> type) {
        @Nullable String version = type.getPackage().getImplementationVersion();
        return version == null ? "(unpacked)" : version;
    }
}
