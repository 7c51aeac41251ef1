package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.Walkthrough.Outcome;
import io.corebus.Walkthrough.Step;
import io.corebus.testing.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guide docs/adding-a-feature.md, from the first start to the last command, in a copy of what it needs. */
class AddingAFeatureIT {
    private static final Walkthrough GUIDE = Walkthrough.of(
            Path.of("docs/adding-a-feature.md"), "<!-- Every sh block from here on is run by AddingAFeatureIT. -->");

    @TempDir
    private static Path directory;

    private static Outcome outcome;

    static List<Step> shownSteps() {
        return GUIDE.shownSteps();
    }

    @BeforeAll
    static void runAllSteps() throws Exception {
        Path clone = Files.createDirectory(directory.resolve("clone"));
        Path results = Files.createDirectory(directory.resolve("results"));
        Clone.make(clone);
        String port = Integer.toString(FreePort.find());
        Map<String, String> environment = Map.of(
                "COREBUS",
                "http://127.0.0.1:" + port,
                "COREBUS_HTTP_PORT",
                port,
                "COREBUS_STORAGE_CONNECT_TIMEOUT",
                "10s");
        outcome = GUIDE.run(clone, results, environment, 300);
    }

    @Test
    void theGuide_isFound() {
        assertThat(GUIDE.steps()).hasSizeGreaterThanOrEqualTo(15);
        assertThat(GUIDE.steps().stream().filter(Step::isServer)).hasSize(1);
        assertThat(shownSteps()).hasSizeGreaterThanOrEqualTo(12);
    }

    @Test
    void everyStep_exitsWithZero() {
        GUIDE.assertDone(outcome);
    }

    @ParameterizedTest
    @MethodSource("shownSteps")
    void aStep_printsWhatThePageShows(Step step) {
        outcome.assertPrinted(step);
    }
}
