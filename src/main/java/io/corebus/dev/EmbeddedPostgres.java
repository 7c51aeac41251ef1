package io.corebus.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL in the data directory, durable as in production, reachable on the loopback interface with a password. Blocks; never for an event loop.
 */
public final class EmbeddedPostgres {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private static final int PORT_ATTEMPTS = 3;
    private static final int STOP_SECONDS = 3;
    /** One that was killed in the middle of much work has to do that again first. */
    private static final int START_SECONDS = 120;

    private final PostgresPrograms programs;
    private final Path base;
    private final Path directory;
    private final Path log;
    private final PostgresLogin login;

    private EmbeddedPostgres(DataDirectory data, PostgresPrograms programs) throws IOException {
        this.programs = programs;
        this.base = data.path();
        this.directory = base.resolve("postgresql");
        this.log = base.resolve("postgresql.log");
        this.login = new PostgresLogin(base.resolve("postgresql.password"));
    }

    /** Starts it, after it made the database where there is none, and ended what a killed process left behind. */
    public static EmbeddedPostgres start(DataDirectory data) throws DevFailure {
        EmbeddedPostgres postgres = in(data);
        postgres.start();
        return postgres;
    }

    /** One that is not started yet, and can be stopped even so: while it starts, the process may be asked to end. */
    public static EmbeddedPostgres in(DataDirectory data) throws DevFailure {
        try {
            return new EmbeddedPostgres(data, PostgresPrograms.unpack(data.programs()));
        } catch (IOException e) {
            throw cannotStart(e);
        }
    }

    private static DevFailure cannotStart(IOException cause) {
        return new DevFailure("The embedded PostgreSQL cannot start: " + cause + ".");
    }

    /** The address of the server that runs on the data directory of a {@code corebus dev}; null where none does. */
    public static @Nullable String runningAt(Path data) throws IOException {
        Path base = data.toAbsolutePath().normalize();
        Path directory = base.resolve("postgresql");
        if (!Files.exists(directory)) {
            return null;
        }
        Path pidFile = directory.resolve("postmaster.pid");
        if (RunningServer.find(pidFile, "postgres", directory.toRealPath()).isEmpty()) {
            return null;
        }
        PostgresLogin login = new PostgresLogin(base.resolve("postgresql.password"));
        login.port(ServerPort.remembered(base.resolve("postgresql.port")));
        return login.url();
    }

    /** {@code postgresql://user:password@host:port/database}. */
    public String url() {
        return login.url();
    }

    /** The same without the password. */
    public String shownUrl() {
        return login.shownUrl();
    }

    /** As {@link #start(DataDirectory)}. */
    public void start() throws DevFailure {
        try {
            begin();
        } catch (IOException e) {
            throw cannotStart(e);
        }
    }

    private void begin() throws IOException, DevFailure {
        checkVersion();
        reap();
        if (!Files.exists(directory)) {
            initialise();
        } else if (!login.isKnown()) {
            throw new DevFailure("There is a database in " + directory + ", but its password is not in " + login.file()
                    + " any more. Put that file back, or choose another directory with COREBUS_DATA_DIR.");
        }
        for (int attempt = 1; !tryStart(); attempt++) {
            if (attempt == PORT_ATTEMPTS) {
                throw new DevFailure("The embedded PostgreSQL found no free port.");
            }
        }
        try {
            login.prepare();
        } catch (DevFailure failure) {
            stop();
            throw failure;
        }
        LOG.info("PostgreSQL runs at {}", shownUrl());
    }

    private void checkVersion() throws IOException, DevFailure {
        String ours = programs.majorVersion();
        Path file = directory.resolve("PG_VERSION");
        String theirs = Files.exists(file) ? Files.readString(file).trim() : ours;
        if (!theirs.equals(ours)) {
            throw new DevFailure("The database in " + directory + " was made by PostgreSQL " + theirs
                    + ", and this Corebus brings PostgreSQL " + ours
                    + ". Dump it with the Corebus that made it, or choose another directory with COREBUS_DATA_DIR.");
        }
    }

    /** Ends the server that a killed Corebus left on our directory. We hold the lock of the data directory, so nobody needs it. */
    private void reap() throws IOException, DevFailure {
        Path pidFile = directory.resolve("postmaster.pid");
        Optional<RunningServer> orphan = RunningServer.find(pidFile, "postgres", directory);
        if (orphan.isPresent()) {
            LOG.info(
                    "Ending the PostgreSQL that was left running (pid {})",
                    orphan.get().pid());
            shutDown(orphan.get());
        } else {
            // The number in it may belong to a process of somebody else by now, which PostgreSQL would take for a
            // server.
            Files.deleteIfExists(pidFile);
        }
    }

    private void initialise() throws IOException, DevFailure {
        LOG.info("Making a database in {}", directory);
        Path unfinished = base.resolve("postgresql.unfinished");
        PostgresPrograms.delete(unfinished);
        login.create();
        List<String> command = programs.command(
                "initdb",
                "--pgdata=" + unfinished,
                "--username=" + PostgresLogin.ADMIN,
                "--pwfile=" + login.file(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions");
        ServerProcess.Result result = ServerProcess.run(command, 60);
        if (!result.isSuccess()) {
            throw new DevFailure("The embedded PostgreSQL could not make its database: " + lastLine(result.output()));
        }
        Files.move(unfinished, directory);
    }

    /** @return false where somebody else was quicker to take the port */
    private boolean tryStart() throws IOException, DevFailure {
        login.port(ServerPort.choose(base.resolve("postgresql.port")));
        Process process = ServerProcess.start(command(), log);
        long giveUp = System.nanoTime() + START_SECONDS * 1_000_000_000L;
        while (process.isAlive()) {
            if (login.isAnswered()) {
                return true;
            }
            if (System.nanoTime() - giveUp > 0 || Thread.currentThread().isInterrupted()) {
                stop();
                throw new DevFailure("The embedded PostgreSQL took no connection within " + START_SECONDS
                        + " s, and was stopped. See " + log + ", or set COREBUS_STORAGE_URL to a PostgreSQL of yours.");
            }
            ServerProcess.waitFor(process, 30);
        }
        String output = Files.readString(log);
        if (output.contains("could not create any TCP/IP sockets")) {
            return false;
        }
        throw new DevFailure("The embedded PostgreSQL did not start: " + lastLine(output) + " See " + log + ".");
    }

    private List<String> command() {
        return programs.command(
                "postgres",
                "-D",
                directory.toString(),
                "-p",
                Integer.toString(login.port()),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on",
                "-c",
                "full_page_writes=on",
                "-c",
                "max_connections=200",
                "-c",
                "timezone=UTC",
                "-c",
                "log_checkpoints=off",
                "-c",
                "log_min_messages=log");
    }

    /** Ends it within five seconds. What was committed is kept whatever way it ends. */
    public void stop() throws DevFailure {
        try {
            Optional<RunningServer> process =
                    RunningServer.find(directory.resolve("postmaster.pid"), "postgres", directory);
            if (process.isPresent()) {
                shutDown(process.get());
                LOG.info("PostgreSQL stopped");
            }
        } catch (IOException e) {
            throw new DevFailure("The embedded PostgreSQL cannot be stopped: " + e + ".");
        }
    }

    private void shutDown(RunningServer server) throws IOException, DevFailure {
        for (String mode : List.of("fast", "immediate")) {
            String seconds = Integer.toString(STOP_SECONDS);
            ServerProcess.run(
                    programs.command("pg_ctl", "stop", "-D", directory.toString(), "-m", mode, "-w", "-t", seconds),
                    STOP_SECONDS + 1);
            if (server.hasEnded(200)) {
                return;
            }
        }
        server.end(0);
        if (server.isAlive()) {
            throw new DevFailure("The PostgreSQL with pid " + server.pid() + " cannot be stopped. Stop it yourself.");
        }
    }

    private static String lastLine(String output) {
        String[] lines = output.strip().split("\n", -1);
        return lines[lines.length - 1];
    }
}
