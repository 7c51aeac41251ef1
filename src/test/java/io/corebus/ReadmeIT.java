package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Markdown.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The quick start of README.md, word for word, in one shell, against a running server; as somebody would who reads it. */
class ReadmeIT {
    private static final Path README = Path.of("README.md");
    private static final String MARKER = "<!-- Every sh block from here on is run by ReadmeIT. -->";
    /** Of the resource that the quick start makes, so that it finds no other one. */
    private static final String NAME = "answer";

    private static final List<Step> STEPS = steps();

    @TempDir
    private static Path directory;

    private static int exit;

    /**
     * One {@code sh} block of the page.
     *
     * @param shown the {@code json} or {@code text} block behind it, or null
     */
    private record Step(
            int number, String commands, @Nullable Block shown) {
        String printed() {
            return text(number + ".out");
        }

        String complaint() {
            return text(number + ".err");
        }

        private static String text(String file) {
            Path path = directory.resolve(file);
            return Files.exists(path) ? Markdown.text(path) : "(not reached)";
        }

        @Override
        public String toString() {
            return number + ": " + commands.lines().findFirst().orElse("");
        }
    }

    private static List<Step> steps() {
        String page = Markdown.text(README);
        int start = page.indexOf(MARKER);
        assertThat(start).as("the marker in README.md").isPositive();
        List<Block> blocks = Markdown.parse(README, page.substring(start)).blocks();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).language().equals("sh")) {
                Block next = i + 1 < blocks.size() ? blocks.get(i + 1) : null;
                boolean shows = next != null && List.of("json", "text").contains(next.language());
                steps.add(new Step(steps.size() + 1, blocks.get(i).text(), shows ? next : null));
            }
        }
        return steps;
    }

    static List<Step> shownSteps() {
        return STEPS.stream().filter(step -> step.shown() != null).toList();
    }

    @BeforeAll
    static void runAllSteps() throws Exception {
        removeLeftovers();
        Process shell = shell(Files.writeString(directory.resolve("steps.sh"), script()));
        if (!shell.waitFor(60, TimeUnit.SECONDS)) {
            shell.destroyForcibly();
            throw new AssertionError("the quick start hangs");
        }
        exit = shell.exitValue();
    }

    /** Of a run that was broken off. */
    private static void removeLeftovers() {
        Api admin = TestNode.shared().admin();
        for (JsonNode row :
                admin.get("/api/features?filter=name==" + NAME).json().get("data")) {
            admin.delete("/api/features/" + row.get("id").asText());
        }
    }

    private static Process shell(Path script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString()).directory(directory.toFile());
        builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("shell.out").toFile());
        builder.environment()
                .putAll(Map.of(
                        "COREBUS",
                        TestNode.shared().url(),
                        "COREBUS_ADMIN_EMAIL",
                        TestNode.ADMIN,
                        "COREBUS_ADMIN_PASSWORD",
                        TestNode.PASSWORD,
                        "no_proxy",
                        "127.0.0.1"));
        return builder.start();
    }

    /** Later steps use what earlier ones put into variables, so all of them run in the same shell; the first one that fails ends it. */
    private static String script() {
        StringBuilder script = new StringBuilder("set -eu -o pipefail\n");
        for (Step step : STEPS) {
            script.append("{\n").append(step.commands()).append("} >").append(step.number());
            script.append(".out 2>").append(step.number()).append(".err\n");
        }
        return script.toString();
    }

    @Test
    void theQuickStart_isFound() {
        assertThat(STEPS).hasSizeGreaterThanOrEqualTo(9);
        assertThat(shownSteps()).hasSizeGreaterThanOrEqualTo(9);
    }

    @Test
    void everyStep_exitsWithZero() {
        Step last = STEPS.get(STEPS.size() - 1);
        for (Step step : STEPS) {
            last = Files.exists(directory.resolve(step.number() + ".out")) ? step : last;
        }
        assertThat(exit)
                .as("exit of %s%n%s%n%s", last, last.printed(), last.complaint())
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("shownSteps")
    void aStep_printsWhatThePageShows(Step step) {
        assertThat(new Shown(step.shown()).matches(step.printed()))
                .as("%s%nshows:%n%s%nprinted:%n%s%n%s", step, step.shown().text(), step.printed(), step.complaint())
                .isTrue();
    }
}
