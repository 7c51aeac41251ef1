package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code corebus feature check} and {@code feature list}, as the process would run them. */
class FeatureCheckCommandTest {
    @TempDir
    private Path directory;

    private CommandRun run(String verb, String... more) {
        return CommandRun.of(
                Stream.concat(Stream.of("feature", verb), Stream.of(more)).toList());
    }

    @Test
    void whatShips_hasNeitherFaultsNorAdvice_andATest() {
        assertThat(run("check", "features", "projects", "tasks"))
                .isEqualTo(new CommandRun(0, "3 features: no faults, no advice."));
    }

    @Test
    void adviceIsTold_andIsNoFault() throws Exception {
        Path file = write("things", "    name: {type: string}\n");

        assertThat(run("check", "things", "--features-dir", directory.toString()))
                .isEqualTo(new CommandRun(
                        0,
                        file
                                + ":7: name has no maxLength: one value may be as large as a whole body. Add for example maxLength: 200.\n"
                                + "1 feature: no faults, 1 to think about."));
    }

    private Path write(String name, String fields) throws Exception {
        return Files.writeString(
                directory.resolve(name + ".yaml"),
                "feature: " + name
                        + "\ntitle: Thing\ndescription: For this test.\nschema:\n  type: object\n  properties:\n"
                        + fields);
    }

    @Test
    void faultsAreTold_asCheckTellsThem() throws Exception {
        write("things", "    name: {type: strng}\n");

        CommandRun run = run("check", "--features-dir", directory.toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.told())
                .isEqualTo(CommandRun.of(List.of("check", "--features-dir=" + directory))
                        .told());
    }

    @Test
    void aFeatureThatIsNotThere_isToldWithThoseThatAre() throws Exception {
        write("things", "    name: {type: string}\n");

        assertThat(run("check", "thing", "--features-dir", directory.toString()))
                .isEqualTo(new CommandRun(
                        2, "There is no feature thing; there are things. See ./corebus feature check --help."));
    }

    @Test
    void whatIsWritten_needsADescriptionOnly() {
        run("new", "invoices", "--features-dir", directory.toString(), "--field", "status:enum(open|paid)");

        assertThat(run("check", "invoices", "--features-dir", directory.toString())
                        .told())
                .isEqualTo(directory.resolve("invoices.yaml")
                        + ":3: there is no description: people and agents have only the name to go by. Add one sentence.\n"
                        + "1 feature: no faults, 1 to think about.");
    }

    @Test
    void list_tellsNameFileAndTitle() {
        assertThat(run("list").told().lines())
                .contains(
                        "features  conf/features/features.yaml  Feature",
                        "projects  conf/features/projects.yaml  Project",
                        "tasks  conf/features/tasks.yaml  Task");
    }
}
