package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.testing.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./corebus} beside a built program, with a Java that only tells what it was asked to run. */
class LauncherTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void install() throws IOException {
        directory = directory.toRealPath();
        Path app = Files.createDirectories(directory.resolve("app/target")).getParent();
        Files.writeString(app.resolve("target/corebus.jar"), "");
        Files.copy(Path.of("corebus"), app.resolve("corebus"));
        Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
        Files.writeString(directory.resolve("jdk/release"), "JAVA_VERSION=\"999\"\n");
        Files.writeString(java, "#!/bin/sh\necho \"runs $*\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        assertThat(app.resolve("corebus").toFile().setExecutable(true)).isTrue();
    }

    /** @param environment beside the Java on the path */
    private Ending run(String... environment) {
        List<String> command = new ArrayList<>(
                List.of("env", "-i", "PATH=" + directory.resolve("jdk/bin") + ":" + System.getenv("PATH")));
        command.addAll(List.of(environment));
        command.addAll(List.of("app/corebus", "start"));
        return Ending.of(directory, command, 20);
    }

    private void assertRuns(Ending ending) {
        assertThat(ending.output())
                .startsWith("runs -XX:")
                .endsWith(" -jar " + directory.resolve("app/target/corebus.jar") + " start\n");
        assertThat(ending.status()).isZero();
    }

    @Test
    void withoutAHome_itFindsTheJavaOnThePath() {
        assertRuns(run());
    }

    /** The manual of the failure codes is built in: where it is newer, the program is built again, here without a Maven to do it. */
    @Test
    void withANewerManual_itBuilds() throws IOException {
        Path app = directory.resolve("app");
        Files.createDirectories(app.resolve("target/lib"));
        Files.createDirectories(app.resolve("src/main"));
        Files.writeString(app.resolve("pom.xml"), "");
        Path manual = Files.createDirectories(app.resolve("docs")).resolve("rest.md");
        Files.writeString(manual, "");
        FileTime built = FileTime.from(Instant.now());
        FileTime before = FileTime.from(Instant.now().minusSeconds(60));
        for (String older : List.of("pom.xml", "src/main", "docs/rest.md")) {
            Files.setLastModifiedTime(app.resolve(older), before);
        }
        Files.setLastModifiedTime(app.resolve("target/corebus.jar"), built);
        assertRuns(run());

        Files.setLastModifiedTime(manual, FileTime.from(Instant.now().plusSeconds(60)));
        Ending ending = run();
        assertThat(ending.status()).isEqualTo(1);
        assertThat(ending.output()).contains("Building Corebus needs a JDK");
    }

    @Test
    void withACdpath_itFindsItsOwnDirectory() throws IOException {
        Path elsewhere = directory.resolve("elsewhere");
        Files.createDirectories(elsewhere.resolve("app"));
        assertRuns(run("HOME=" + directory, "CDPATH=" + elsewhere));
    }
}
