package io.corebus.bench;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of the bench. */
final class BenchOptions {
    @Option(names = "--rounds", description = "How often everything is measured, in turns (default: ${DEFAULT-VALUE}).")
    int rounds = 3;

    @Option(names = "--seconds", description = "How long each is measured in a round (default: ${DEFAULT-VALUE}).")
    int seconds = 8;

    @Option(
            names = "--warmup",
            description = "Seconds each is warmed up before the rounds, in three turns (default: ${DEFAULT-VALUE}).")
    int warmup = 30;

    @Option(names = "--only", split = ",", description = "Only these groups: ${COMPLETION-CANDIDATES} (default: all).")
    Set<Group> only = EnumSet.allOf(Group.class);

    @Option(
            names = "--out",
            description = "Writes the report to this file too; where the file has the marks <!-- bench --> and"
                    + " <!-- /bench -->, between them.")
    @Nullable
    Path out;

    @Option(names = "--without-corebus", description = "Measures the bare server and pgbench alone.")
    boolean withoutCorebus;

    @Option(
            names = "--set",
            description = "A setting of Corebus, such as COREBUS_INSTANCES_HTTP=1; the environment's are not used.")
    Map<String, String> settings = new TreeMap<>();

    @Option(
            names = "--rows",
            arity = "0..1",
            fallbackValue = "100000",
            description = "Imports and exports this many rows (default: ${FALLBACK-VALUE}), and measures nothing else.")
    int rows;

    @Option(names = "--enforce", description = "Exit status 1 where a bar is not met.")
    boolean enforce;

    void check() throws BenchFailure {
        if (rounds < 1 || seconds < 1 || warmup < 0) {
            throw new BenchFailure("--rounds and --seconds must be at least 1, and --warmup at least 0.");
        }
    }
}
