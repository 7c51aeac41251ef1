package io.corebus.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A main class of the tests in a process of its own, so that a test can kill it. */
public final class Jvm implements AutoCloseable {
    private static final List<String> OPENS = List.of(
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.management/sun.management=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

    private final Process process;
    private final Path output;
    private final Path errors;

    private Jvm(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    public static Jvm start(Class<?> main, String... arguments) throws IOException {
        return start(main, Map.of(), arguments);
    }

    public static Jvm start(Class<?> main, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
        command.addAll(OPENS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("jvm", ".out");
        Path errors = Files.createTempFile("jvm", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("COREBUS_"));
        builder.environment().putAll(environment);
        return new Jvm(builder.start(), output, errors);
    }

    /** Waits until the output has a match, and gives its first group (or all of it). */
    public String await(String pattern) throws IOException, InterruptedException {
        Pattern compiled = Pattern.compile(pattern, Pattern.MULTILINE);
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < giveUp) {
            Matcher matcher = compiled.matcher(output());
            if (matcher.find()) {
                return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("no " + pattern + " in:\n" + output() + "\n" + errors());
    }

    /** Waits for the end and gives the exit status. */
    public int awaitExit(int maxSeconds) throws InterruptedException, IOException {
        if (!process.waitFor(maxSeconds, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + maxSeconds + " s:\n" + output() + errors());
        }
        return process.exitValue();
    }

    public String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    public String errors() throws IOException {
        return Files.readString(errors, StandardCharsets.UTF_8);
    }

    /** As {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Sends a signal by its name, such as STOP. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** As {@code kill}. */
    public void terminate() {
        process.destroy();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        kill();
        Files.deleteIfExists(output);
        Files.deleteIfExists(errors);
    }
}
