package io.corebus.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code src/test/npm/bridge.js} in Node, with its packages as npm brings them. Node and npm have to be there. */
public final class NodeClient implements AutoCloseable {
    private static final Path SOURCE = Path.of("src/test/npm");
    private static final Path HOME = Path.of("target/npm");

    private final BlockingQueue<JsonObject> told = new LinkedBlockingQueue<>();
    private final Process process;
    private final PrintStream input;

    private NodeClient(Process process) {
        this.process = process;
        this.input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "node");
        reader.setDaemon(true);
        reader.start();
    }

    public static NodeClient start() {
        try {
            NpmScripts.install(SOURCE, "bridge.js", "sockjs-client", HOME);
            return new NodeClient(new ProcessBuilder("node", "bridge.js")
                    .directory(HOME.toFile())
                    .redirectError(HOME.resolve("bridge.log").toFile())
                    .start());
        } catch (IOException e) {
            throw new AssertionError("node and npm have to be on the path", e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(line -> told.add(new JsonObject(line)));
        } catch (UncheckedIOException | IOException e) {
            // It was closed.
        }
    }

    public void tell(JsonObject order) {
        input.println(order.encode());
    }

    /** What comes within this time; null where nothing does. */
    public @Nullable JsonObject poll(long millis) throws InterruptedException {
        return told.poll(millis, TimeUnit.MILLISECONDS);
    }

    public JsonObject next() {
        try {
            JsonObject next = told.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("something from the client within ten seconds").isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public JsonObject expect(String what) {
        JsonObject next = next();
        assertThat(next.getString("on")).as(next.encode()).isEqualTo(what);
        return next;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
