package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.Markdown.Block;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The {@code sh} blocks of a page, word for word, in one shell; as somebody would who reads it. */
final class Walkthrough {
    private static final String SERVER = "./corebus dev\n";
    /** One terminal runs the server, a second one all the rest; one server at a time. */
    private static final String SERVING = """
            server=
            stop_server() {
                [ -z "$server" ] || { kill "$server"; wait "$server" || true; server=; }
            }
            await_server() {
                for i in $(seq 600); do
                    ! curl -fsS -o /dev/null "$COREBUS/readyz" 2>/dev/null || return 0
                    kill -0 "$server" || return 1
                    sleep 0.1
                done
                return 1
            }
            trap stop_server EXIT
            """;

    private final String name;
    private final List<Step> steps;

    private Walkthrough(String name, List<Step> steps) {
        this.name = name;
        this.steps = steps;
    }

    /**
     * One {@code sh} block of the page.
     *
     * @param shown the {@code json} or {@code text} block behind it, or null
     */
    record Step(int number, String commands, @Nullable Block shown) {
        @Override
        public String toString() {
            return number + ": " + commands.lines().findFirst().orElse("");
        }

        /** What the reader leaves running in another terminal. */
        boolean isServer() {
            return commands.endsWith(SERVER);
        }

        private String script() {
            String files = "} >\"$results\"/" + number + ".out 2>\"$results\"/" + number + ".err\n";
            return isServer()
                    ? "stop_server\n{\n" + commands.stripTrailing() + " &\nserver=$!\n" + files + "await_server\n"
                    : "{\n" + commands + files;
        }
    }

    /**
     * What came of it.
     *
     * @param exit of the shell, which ends with the first command that fails
     * @param results where the steps have left what they printed
     */
    record Outcome(int exit, Path results) {
        String printed(Step step) {
            return text(step.number() + ".out");
        }

        String complaint(Step step) {
            return text(step.number() + ".err");
        }

        void assertPrinted(Step step) {
            assertThat(new Shown(step.shown()).matches(printed(step)))
                    .as("%s%nshows:%n%s%nprinted:%n%s%n%s", step, step.shown().text(), printed(step), complaint(step))
                    .isTrue();
        }

        boolean reached(Step step) {
            return Files.exists(results.resolve(step.number() + ".out"));
        }

        private String text(String file) {
            Path path = results.resolve(file);
            return Files.exists(path) ? Markdown.text(path) : "(not reached)";
        }
    }

    /** @param marker the line of the page from which on blocks are run */
    static Walkthrough of(Path page, String marker) {
        String text = Markdown.text(page);
        int start = text.indexOf(marker);
        if (start < 0) {
            throw new AssertionError(page + " has no line " + marker);
        }
        List<Block> blocks = Markdown.parse(page, text.substring(start)).blocks();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).language().equals("sh")) {
                Block next = i + 1 < blocks.size() ? blocks.get(i + 1) : null;
                boolean shows = next != null && List.of("json", "text").contains(next.language());
                steps.add(new Step(steps.size() + 1, blocks.get(i).text(), shows ? next : null));
            }
        }
        return new Walkthrough(page.toString(), steps);
    }

    List<Step> steps() {
        return steps;
    }

    List<Step> shownSteps() {
        return steps.stream().filter(step -> step.shown() != null).toList();
    }

    /**
     * Later steps use what earlier ones put into variables, so all of them run in the same shell.
     *
     * @param directory in which the commands are given
     * @param results an empty directory elsewhere
     */
    Outcome run(Path directory, Path results, Map<String, String> environment, int seconds) {
        StringBuilder script = new StringBuilder("set -eu -o pipefail\n").append(SERVING);
        steps.forEach(step -> script.append(step.script()));
        try {
            Path file = Files.writeString(results.resolve("steps.sh"), script);
            ProcessBuilder builder = new ProcessBuilder("bash", file.toString()).directory(directory.toFile());
            builder.redirectErrorStream(true)
                    .redirectOutput(results.resolve("shell.out").toFile());
            builder.environment().keySet().removeIf(variable -> variable.startsWith("COREBUS"));
            builder.environment().putAll(environment);
            builder.environment().putAll(Map.of("results", results.toString(), "no_proxy", "127.0.0.1"));
            return new Outcome(awaitExit(builder.start(), seconds), results);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int awaitExit(Process shell, int seconds) {
        try {
            if (!shell.waitFor(seconds, TimeUnit.SECONDS)) {
                shell.descendants().forEach(ProcessHandle::destroyForcibly);
                shell.destroyForcibly();
                throw new AssertionError("the commands of " + name + " hang");
            }
            return shell.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void assertDone(Outcome outcome) {
        List<Step> reached = steps.stream().filter(outcome::reached).toList();
        Step last = reached.get(reached.size() - 1);
        assertThat(outcome.exit())
                .as("exit of %s%n%s%n%s", last, outcome.printed(last), outcome.complaint(last))
                .isZero();
    }
}
