package io.corebus.dev;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis in the data directory, without persistence: it holds what can be had again. Reachable on the loopback interface with a password. Blocks; never
 * for an event loop.
 */
public final class EmbeddedRedis {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRedis.class);

    private static final int PORT_ATTEMPTS = 3;
    private static final int START_MILLIS = 10_000;
    private static final int STOP_MILLIS = 2_000;

    private final Path directory;
    private final Path pidFile;
    private final Path log;
    private final String password = Secrets.random();
    private int port;

    private EmbeddedRedis(DataDirectory data) {
        this.directory = data.path().resolve("redis");
        this.pidFile = directory.resolve("redis.pid");
        this.log = directory.resolve("redis.log");
    }

    /** Starts it, after it ended what a killed process left behind. */
    public static EmbeddedRedis start(DataDirectory data) throws DevFailure {
        EmbeddedRedis redis = new EmbeddedRedis(data);
        try {
            redis.start();
            return redis;
        } catch (IOException e) {
            throw new DevFailure("The embedded Redis cannot start: " + e + ".");
        }
    }

    /** {@code redis://:password@host:port}. */
    public String url() {
        return "redis://:" + password + "@127.0.0.1:" + port;
    }

    /** The same without the password. */
    public String shownUrl() {
        return "redis://127.0.0.1:" + port;
    }

    private void start() throws IOException, DevFailure {
        Files.createDirectories(directory);
        Optional<RunningServer> orphan = RunningServer.find(pidFile, "redis-server", directory);
        if (orphan.isPresent()) {
            LOG.info(
                    "Ending the Redis that was left running (pid {})",
                    orphan.get().pid());
            orphan.get().end(STOP_MILLIS);
        }
        Path program = program();
        for (int attempt = 1; !tryStart(program); attempt++) {
            if (attempt == PORT_ATTEMPTS) {
                throw new DevFailure("The embedded Redis found no free port.");
            }
        }
        LOG.info("Redis runs at {}", shownUrl());
    }

    private Path program() throws IOException, DevFailure {
        try {
            return ExecutableProvider.newJarResourceProvider(directory.toFile())
                    .get()
                    .toPath();
        } catch (RuntimeException e) {
            throw new DevFailure("No Redis for this kind of machine comes with Corebus: " + e.getMessage()
                    + ". Set COREBUS_REDIS_URL to a Redis of yours.");
        }
    }

    private boolean tryStart(Path program) throws IOException, DevFailure {
        port = ServerPort.choose(directory.resolve("redis.port"));
        Files.deleteIfExists(pidFile);
        Path settings = directory.resolve("redis.conf");
        Secrets.write(settings, settings());
        Process process = ServerProcess.start(List.of(program.toString(), settings.toString()), log);
        long giveUp = System.nanoTime() + START_MILLIS * 1_000_000L;
        while (process.isAlive() && System.nanoTime() < giveUp) {
            if (Files.exists(pidFile) && isAnswered()) {
                return true;
            }
            ServerProcess.waitFor(process, 10);
        }
        process.destroyForcibly();
        String output = Files.readString(log);
        if (output.contains("Address already in use")) {
            return false;
        }
        throw new DevFailure("The embedded Redis did not start: " + output.strip() + " See " + log
                + ", or set COREBUS_REDIS_URL to a Redis of yours.");
    }

    /** In a file, not on the command line: that everybody on the machine can read. */
    private String settings() {
        return String.join(
                "\n",
                "port " + port,
                "bind 127.0.0.1",
                "requirepass " + password,
                "dir \"" + directory + "\"",
                "pidfile \"" + pidFile + "\"",
                "daemonize no",
                "save \"\"",
                "appendonly no",
                "loglevel warning",
                "maxmemory 256mb",
                "maxmemory-policy allkeys-lru",
                "");
    }

    private boolean isAnswered() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.setSoTimeout(1000);
            String question = "AUTH " + password + "\r\n";
            socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            return answer.read() == '+';
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it within three seconds. */
    public void stop() throws DevFailure {
        try {
            Optional<RunningServer> process = RunningServer.find(pidFile, "redis-server", directory);
            if (process.isPresent()) {
                process.get().end(STOP_MILLIS);
                LOG.info("Redis stopped");
            }
        } catch (IOException e) {
            throw new DevFailure("The embedded Redis cannot be stopped: " + e + ".");
        }
    }
}
