package io.corebus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a program ended that ran for a test.
 *
 * @param status -1 where it did not end in time
 * @param output of both kinds
 */
public record Ending(int status, String output) {

    /** Runs it in this directory. It gets nothing of our own input and output: Node makes them non-blocking, also for this JVM, whose runner talks over them. */
    public static Ending of(Path directory, List<String> command, int seconds) {
        try {
            Path output = Files.createTempFile("program", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            process.destroyForcibly();
            String text = Files.readString(output);
            Files.delete(output);
            return new Ending(ended ? process.exitValue() : -1, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
