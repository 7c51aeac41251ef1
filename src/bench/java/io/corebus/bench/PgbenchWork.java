package io.corebus.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The database's own bench program, with the statement of the bare server: what PostgreSQL gives when nothing stands before it. */
final class PgbenchWork implements Work {
    static final String NAME = "pgbench, one statement";
    static final int CLIENTS = 16;
    private static final int THREADS = 2;
    private static final int PATIENCE_SECONDS = 30;

    private final Path program;
    private final Path directory;
    private final ExternalServers servers;
    private final CpuMeter meter;
    private final Endings endings;

    PgbenchWork(Path program, Path directory, ExternalServers servers, CpuMeter meter, Endings endings)
            throws IOException {
        this.program = program;
        this.directory = directory;
        this.servers = servers;
        this.meter = meter;
        this.endings = endings;
        String insert =
                BareDatabase.INSERT.formatted("'bench-' || :value", ":value").replaceAll("\\s+", " ");
        Files.writeString(directory.resolve("insert.sql"), "\\set value random(0, 999)\n" + insert.trim() + ";\n");
    }

    /** On the path, or where Debian puts it, the newest first. */
    static Optional<Path> find() throws IOException {
        List<Path> places = new ArrayList<>();
        for (String place : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            places.add(Path.of(place, "pgbench"));
        }
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.sorted(Comparator.reverseOrder())
                        .forEach(version -> places.add(version.resolve("bin/pgbench")));
            }
        }
        return places.stream().filter(Files::isExecutable).findFirst();
    }

    @Override
    public Group group() {
        return Group.CREATE;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Sample run(int seconds) throws Exception {
        removeLogs();
        Cpu before = meter.read();
        Process process = endings.start(() -> start(seconds), Process::destroy);
        if (!process.waitFor(seconds + PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        String output = Files.readString(directory.resolve("pgbench.out"));
        if (process.waitFor() != 0) {
            throw new BenchFailure("pgbench failed: " + output);
        }
        Cpu used = meter.read().since(before);
        LatencyHistogram latencies = latencies();
        removeLogs();
        return Sample.of(latencies, seconds, used);
    }

    private Process start(int seconds) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-n", "-M", "prepared", "-f", "insert.sql"));
        command.addAll(List.of("-c", Integer.toString(CLIENTS), "-j", Integer.toString(THREADS)));
        command.addAll(List.of("-T", Integer.toString(seconds), "-l", "--log-prefix=pgbench"));
        command.addAll(List.of("-h", servers.host(), "-p", Integer.toString(servers.port()), "-U", servers.user()));
        command.add(ExternalServers.BARE);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("pgbench.out").toFile());
        builder.environment().put("PGPASSWORD", servers.password());
        return builder.start();
    }

    /** Its log has a line for each transaction; the third word is the latency in microseconds. */
    private LatencyHistogram latencies() throws IOException {
        LatencyHistogram latencies = new LatencyHistogram();
        for (Path log : logs()) {
            try (Stream<String> lines = Files.lines(log)) {
                lines.forEach(line -> latencies.record(Long.parseLong(line.split(" ", 4)[2])));
            }
        }
        return latencies;
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("pgbench\\.\\d+(\\.\\d+)?"))
                    .toList();
        }
    }

    private void removeLogs() throws IOException {
        for (Path log : logs()) {
            Files.delete(log);
        }
    }
}
