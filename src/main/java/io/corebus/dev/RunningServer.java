package io.corebus.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A server process that is surely ours: a program of that name working in a directory of ours. A pid alone may long belong to somebody else. */
record RunningServer(ProcessHandle process, String program, Path directory) {
    private static final Path OWN_DIRECTORY = Path.of("/proc/self/cwd");
    private static final long POLL_MILLIS = 20;

    /**
     * The server that a pid file names, where it is alive.
     *
     * @param directory absolute and without symbolic links
     */
    static Optional<RunningServer> find(Path pidFile, String program, Path directory) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(pidFile)) {
            String pid = lines.findFirst().orElse("").trim();
            long number = pid.matches("[1-9][0-9]{0,9}") ? Long.parseLong(pid) : 0;
            return ProcessHandle.of(number)
                    .map(process -> new RunningServer(process, program, directory))
                    .filter(RunningServer::isAlive);
        }
    }

    long pid() {
        return process.pid();
    }

    /** A zombie, which stays where nobody takes the exit status of orphans (a container without an init), has no program and no directory any more. */
    boolean isAlive() {
        return process.isAlive() && process.info().command().orElse("").contains("/" + program) && isInDirectory();
    }

    private boolean isInDirectory() {
        if (!Files.exists(OWN_DIRECTORY)) { // Not Linux.
            return process.info().commandLine().orElse("").contains(directory.toString());
        }
        try {
            return Path.of("/proc/" + pid() + "/cwd").toRealPath().equals(directory);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Asks it to end, and kills it where it has not within the time given. */
    void end(long patienceMillis) {
        process.destroy();
        if (!hasEnded(patienceMillis)) {
            process.destroyForcibly();
            hasEnded(1000);
        }
    }

    /** Waits for its end. */
    boolean hasEnded(long maxMillis) {
        long giveUp = System.nanoTime() + maxMillis * 1_000_000;
        while (isAlive() && System.nanoTime() < giveUp) {
            pause();
        }
        return !isAlive();
    }

    private void pause() {
        try {
            process.onExit().get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // It lives, or is a zombie: the asker looks again.
        }
    }
}
