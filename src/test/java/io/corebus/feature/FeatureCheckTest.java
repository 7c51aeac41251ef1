package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCheckTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int check(Path directory) {
        return FeatureCheck.check(directory, null, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @Test
    void goodDescriptors_areOneLineEach() {
        assertThat(check(Path.of("conf/features"))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .contains(
                        "features: 2 fields, 1 index",
                        "projects: 8 fields, 1 index, 1 unique rule",
                        "tasks: 11 fields, 2 indexes, 1 unique rule");
    }

    @Test
    void faults_areTheTextOfTheException(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("x.yaml"), "feature: x\n");

        assertThat(check(directory)).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("The feature descriptors have a fault:\n  " + directory.resolve("x.yaml")
                        + ":1: a descriptor lacks the key schema.\n");
    }
}
