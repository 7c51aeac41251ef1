package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Walkthrough.Outcome;
import io.corebus.Walkthrough.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The quick start of README.md against a running server. */
class ReadmeIT {
    /** Of the resource that the quick start makes, so that it finds no other one. */
    private static final String NAME = "answer";

    private static final Walkthrough QUICK_START =
            Walkthrough.of(Path.of("README.md"), "<!-- Every sh block from here on is run by ReadmeIT. -->");

    @TempDir
    private static Path directory;

    private static Outcome outcome;

    static List<Step> shownSteps() {
        return QUICK_START.shownSteps();
    }

    @BeforeAll
    static void runAllSteps() {
        removeLeftovers();
        Map<String, String> environment = Map.of(
                "COREBUS",
                TestNode.shared().url(),
                "COREBUS_ADMIN_EMAIL",
                TestNode.ADMIN,
                "COREBUS_ADMIN_PASSWORD",
                TestNode.PASSWORD);
        outcome = QUICK_START.run(directory, directory, environment, 60);
    }

    /** Of a run that was broken off. */
    private static void removeLeftovers() {
        Api admin = TestNode.shared().admin();
        for (JsonNode row :
                admin.get("/api/features?filter=name==" + NAME).json().get("data")) {
            admin.delete("/api/features/" + row.get("id").asText());
        }
    }

    @Test
    void theQuickStart_isFound() {
        assertThat(QUICK_START.steps()).hasSizeGreaterThanOrEqualTo(9);
        assertThat(shownSteps()).hasSizeGreaterThanOrEqualTo(9);
    }

    @Test
    void everyStep_exitsWithZero() {
        QUICK_START.assertDone(outcome);
    }

    @ParameterizedTest
    @MethodSource("shownSteps")
    void aStep_printsWhatThePageShows(Step step) {
        outcome.assertPrinted(step);
    }
}
