package io.corebus.bench;

import io.corebus.dev.DevFailure;
import io.corebus.node.LogConfig;
import io.corebus.node.Logging;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Entry point. Exit status: 0 measured, 1 something was wrong (with {@code --enforce} also a bar that is not met), 2 wrong use. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures Corebus beside a bare Vert.x server and pgbench, in one run.")
final class Bench implements Callable<Integer> {
    private static final Path DIRECTORY = Path.of("target", "bench", "run");

    private final Endings endings = new Endings();

    @Mixin
    private BenchOptions options = new BenchOptions();

    private Bench() {}

    public static void main(String[] arguments) {
        Bench bench = new Bench();
        CommandLine line = new CommandLine(bench).setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, commands, parsed) -> bench.explain(failure));
        System.exit(line.execute(arguments));
    }

    private int explain(Exception failure) {
        if (!endings.isEnded()) { // Else it was stopped, and what fails then is no news.
            boolean isExplained = failure instanceof BenchFailure || failure instanceof DevFailure;
            System.err.println(isExplained ? failure.getMessage() : "The bench failed: " + failure);
        }
        return 1;
    }

    @Override
    public Integer call() throws Exception {
        options.check();
        Logging.apply(LogConfig.Format.TEXT, LogConfig.Level.WARN);
        Files.createDirectories(DIRECTORY);
        endings.endWithProcess();
        try {
            return measure(CpuClock.open());
        } catch (Exception e) {
            return explain(e); // Before the end of the servers, which fails everything that still runs.
        } finally {
            endings.close();
        }
    }

    private int measure(CpuClock clock) throws Exception {
        ExternalServers servers = ExternalServers.start(DIRECTORY, endings);
        if (options.rows > 0) {
            return manyRows(servers);
        }
        List<Work> works = works(servers, clock);
        Results results = new Rounds(options, servers).run(works);
        Report report = new Report(conditions(servers), works, results);
        System.out.println();
        System.out.print(report.text());
        Path out = options.out;
        if (out != null) {
            report.write(out);
        }
        boolean missed = Bar.ALL.stream().anyMatch(bar -> bar.isMeasured(results) && !bar.isMet(results));
        return missed && options.enforce ? 1 : 0;
    }

    /** A token lasts as long as it takes. */
    private int manyRows(ExternalServers servers) throws Exception {
        Map<String, String> settings = new TreeMap<>(options.settings);
        settings.putIfAbsent("COREBUS_ACCESS_TOKEN_LIFE", "1h");
        CorebusNode node = CorebusNode.start(ExternalServers.COREBUS, servers, DIRECTORY, settings, endings);
        System.out.println(new ManyRows(node, options.rows).measure());
        return 0;
    }

    private List<Work> works(ExternalServers servers, CpuClock clock) throws Exception {
        BareWorks bare = BareWorks.start(servers, clock, DIRECTORY, endings);
        CorebusWorks corebus = options.withoutCorebus
                ? null
                : new CorebusWorks(ExternalServers.COREBUS, servers, clock, DIRECTORY, options.settings, endings);
        List<Work> works = new ArrayList<>();
        for (Group group : Group.values()) {
            if (options.only.contains(group)) {
                works.addAll(bare.of(group));
                if (group == Group.CREATE) {
                    pgbench(servers, clock).ifPresent(works::add);
                }
                works.addAll(corebus == null ? List.of() : corebus.of(group));
                if (group == Group.MCP) {
                    works.addAll(ConstantWork.start(servers, clock, DIRECTORY, endings));
                }
            }
        }
        return works;
    }

    private Optional<Work> pgbench(ExternalServers servers, CpuClock clock) throws Exception {
        Optional<Path> program = PgbenchWork.find();
        if (program.isEmpty()) {
            System.err.println("pgbench was not found on the PATH nor under /usr/lib/postgresql, so creates are not"
                    + " compared with it. Install it, for example with: apt-get install postgresql-contrib.");
            return Optional.empty();
        }
        CpuMeter meter = CpuMeter.ofDatabase(clock, servers);
        return Optional.of(new PgbenchWork(program.get(), DIRECTORY, servers, meter, endings));
    }

    private String conditions(ExternalServers servers) throws SQLException {
        return String.format(
                Locale.ROOT,
                "%d processors shared by load, servers and database; Java %s with %s; PostgreSQL %s, fsync and"
                        + " synchronous_commit on; %d connections for reads and lists, %d for creates and updates, %d for pgbench;"
                        + " %d subscribers and %d creates a second for fan-out, %d idle subscribers;"
                        + " %d s warm-up of each, then the median of %d round(s) of %d s%s.",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                String.join(" ", JvmProcess.FLAGS),
                servers.postgresVersion(),
                BareWorks.READERS,
                BareWorks.WRITERS,
                PgbenchWork.CLIENTS,
                FanOutLoad.SUBSCRIBERS,
                FanOutLoad.CREATES_A_SECOND,
                IdleWork.SUBSCRIBERS,
                options.warmup,
                options.rounds,
                options.seconds,
                options.settings.isEmpty() ? "" : "; Corebus with " + options.settings);
    }
}
