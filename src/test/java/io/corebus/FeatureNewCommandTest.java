package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.testing.LogicJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code corebus feature new}, as the process would run it. What it writes into a source tree is in {@link WrittenTestIT}. */
class FeatureNewCommandTest {
    @TempDir
    private Path directory;

    private Path features;
    private Path invoices;

    @BeforeEach
    void name() {
        features = directory.resolve("features");
        invoices = features.resolve("invoices.yaml");
    }

    private CommandRun create(String... more) {
        List<String> arguments = new ArrayList<>(List.of("feature", "new", "--features-dir", features.toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments);
    }

    @Test
    void whatIsWritten_isTold_withWhatToDoNext() {
        CommandRun run = create("invoices", "--field", "title:string,required,example=It's", "--http-port=8282");

        assertThat(run).isEqualTo(new CommandRun(0, """
                Written:
                  %1$s

                Next:
                  ./corebus feature check invoices --features-dir %2$s
                  ./corebus dev --features-dir %2$s
                The table of invoices is made when it starts, or at once where it runs. Then, with the access token of an admin in TOKEN:
                  curl -sS http://127.0.0.1:8282/api/invoices -H "Authorization: Bearer $TOKEN" \\
                    -H 'Content-Type: application/json' -d '{"title":"It'\\''s"}'
                docs/adding-a-feature.md goes on from there.
                No test was written, because tests read conf/features, and this descriptor is in %2$s.""".formatted(invoices, features)));
        assertThat(CommandRun.of(List.of("check", "--features-dir=" + features)))
                .isEqualTo(new CommandRun(0, "invoices: 1 field, 0 indexes"));
    }

    @Test
    void logic_isWrittenToo_compiles_andIsFoundByTheCheck() throws Exception {
        Path extensions = directory.resolve("extensions");
        CommandRun run = create("purchase_orders", "--logic", "--no-test", "--logic-dir", extensions.toString());
        Path sources = extensions.resolve("purchase_orders");
        Path jars = LogicJar.directory(
                sources,
                directory.resolve("work"),
                Files.readString(sources.resolve("META-INF/services/io.corebus.extension.FeatureLogic"))
                        .strip());

        assertThat(run.status()).isZero();
        assertThat(run.told())
                .contains("Next:\n  javac --release 17 ")
                .contains("  jar --create --file " + sources + ".jar -C target/extensions/purchase_orders . -C "
                        + sources + " META-INF\n  ./corebus feature check purchase_orders");
        assertThat(Files.readString(features.resolve("purchase_orders.yaml")))
                .endsWith("logic: logic.PurchaseOrdersLogic\n");
        assertThat(CommandRun.of(List.of("check", "--features-dir=" + features, "--logic-dir=" + jars)))
                .isEqualTo(new CommandRun(0, "purchase_orders: 1 field, 0 indexes"));
    }

    @Test
    void titleAndDescription_areThoseGiven() throws Exception {
        assertThat(create("invoices", "--title", "Счёт", "--description", "What they owe: money.", "--no-test")
                        .told())
                .doesNotContain("No test");

        assertThat(Files.readString(invoices)).contains("title: Счёт\ndescription: \"What they owe: money.\"\n");
    }

    @Test
    void aFileThatIsThere_isNotOverwritten_unlessForced() throws Exception {
        Files.createDirectories(features);
        Files.writeString(invoices, "mine");

        assertThat(create("invoices"))
                .isEqualTo(new CommandRun(
                        1,
                        "Nothing was written: " + invoices
                                + " is there already. Choose another name, or overwrite with --force."));
        assertThat(invoices).hasContent("mine");
        assertThat(create("invoices", "--force").status()).isZero();
        assertThat(invoices).content().contains("feature: invoices\n");
    }

    @Test
    void aDryRun_printsAndWritesNothing() {
        CommandRun run = create("invoices", "--dry-run");

        assertThat(run.status()).isZero();
        assertThat(run.told()).startsWith("# " + invoices + "\n# One file, one resource type.");
        assertThat(features).doesNotExist();
    }

    @Test
    void faults_areTold_andNothingIsWritten() {
        assertThat(create("invoices", "--field", "amount"))
                .isEqualTo(new CommandRun(
                        2,
                        "Nothing was written. What was asked for has a fault:\n"
                                + "  --field 'amount': it has no type. Write name:type, such as amount:string."));
        assertThat(features).doesNotExist();
    }

    @Test
    void aReferenceToNothing_isAWarning() {
        assertThat(create("invoices", "--field", "project:ref(projects)", "--no-test")
                        .told())
                .endsWith("There is no feature projects to refer to, and no start before it is declared."
                        + " Make it: ./corebus feature new projects");
    }

    @Test
    void faultsOfOtherDescriptors_areAWarning() throws Exception {
        Files.createDirectories(features);
        Files.writeString(features.resolve("broken.yaml"), "feature: broken\n");

        CommandRun run = create("invoices", "--no-test");

        assertThat(run.status()).isZero();
        assertThat(run.told())
                .endsWith("Other descriptors in " + features + " have faults. ./corebus check tells them.");
    }

    @Test
    void withoutAName_itSaysWhatItTakes() {
        assertThat(create().told()).isEqualTo("Missing required parameter: 'NAME'. See ./corebus feature new --help.");
        assertThat(create("invoices", "bills").status()).isEqualTo(2);
    }

    @Test
    void aDirectoryThatCannotBeMade_isTold() throws Exception {
        Files.writeString(features, "a file");

        assertThat(create("invoices"))
                .isEqualTo(
                        new CommandRun(
                                1,
                                invoices
                                        + " cannot be written. Look at the rights of its directory, and at the space that is left."));
    }
}
