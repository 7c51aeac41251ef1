package io.corebus.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts programs. */
final class ServerProcess {
    private ServerProcess() {}

    /**
     * Starts a server. Its output goes to a file, not to a pipe that would break when we are killed. It gets a session of its own where the machine has
     * {@code setsid}: Ctrl-C reaches every process of the terminal's foreground group, and the database must outlive the work in flight.
     */
    static Process start(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(detached(command))
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(log.toFile())
                .start();
    }

    /** Runs a program to its end. */
    static Result run(List<String> command, int maxSeconds) throws IOException {
        Path output = Files.createTempFile("corebus", ".out");
        try {
            Process process = start(command, output);
            boolean ended = waitFor(process, maxSeconds * 1000L);
            if (!ended) {
                process.destroyForcibly();
            }
            return new Result(ended ? process.exitValue() : -1, Files.readString(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** @param status exit status; -1 where it took too long and was killed */
    record Result(int status, String output) {
        boolean isSuccess() {
            return status == 0;
        }
    }

    /** @return whether it has ended */
    static boolean waitFor(Process process, long maxMillis) {
        try {
            return process.waitFor(maxMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> detached(List<String> command) {
        List<String> whole = new ArrayList<>(command);
        if (isOnPath("setsid")) {
            whole.add(0, "setsid");
        }
        return whole;
    }

    static boolean isOnPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(":", -1)).anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
