package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.feature.Feature;
import io.corebus.feature.FeatureReader;
import io.corebus.testing.LogicJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/logic.md, which has to compile as it stands. */
class LogicManualTest {
    private static final String CLASS = "com.acme.InvoiceLogic";

    @TempDir
    private static Path work;

    private static Path features;
    private static Path extensions;

    @BeforeAll
    static void write() throws Exception {
        write(work);
    }

    /** The descriptor below {@code features}, and the jar in {@code extensions}. */
    static void write(Path work) throws Exception {
        Markdown manual = Markdown.read(Path.of("docs/logic.md"));
        Path descriptors = Files.createDirectories(work.resolve("features"));
        Files.writeString(descriptors.resolve("invoices.yaml"), withActions(manual));
        Path sources = Files.createDirectories(work.resolve("sources"));
        Files.writeString(sources.resolve("InvoiceLogic.java"), withAction(manual));
        features = descriptors;
        extensions = LogicJar.directory(sources, work, CLASS);
    }

    private static List<String> blocks(Markdown manual, String language) {
        return manual.blocks().stream()
                .filter(block -> block.language().equals(language))
                .map(Markdown.Block::text)
                .toList();
    }

    /** The descriptor, with what the page has to be added to it further down. */
    private static String withActions(Markdown manual) {
        List<String> blocks = blocks(manual, "yaml");
        String[] added = blocks.get(1).split("permissions:\n", 2);
        return blocks.get(0).replace("permissions:\n", "permissions:\n" + added[1]) + added[0];
    }

    private static String withAction(Markdown manual) {
        List<String> blocks = blocks(manual, "java");
        String type = blocks.get(0);
        String imports =
                "import com.fasterxml.jackson.databind.node.JsonNodeFactory;\nimport io.corebus.extension.ActionCall;\n";
        int end = type.lastIndexOf('}');
        return type.substring(0, end).replaceFirst("import ", imports + "import ") + "\n" + blocks.get(1) + "}\n";
    }

    @Test
    void theDescriptor_isGood() throws Exception {
        Feature invoices = FeatureReader.read(features).find("invoices");
        assertThat(invoices).isNotNull();
        assertThat(invoices.logic()).isEqualTo(CLASS);
        assertThat(invoices.action("pay").grants()).hasSize(2);
    }

    @Test
    void check_findsTheLogic() {
        CommandRun run = check(extensions);
        assertThat(run.told()).isEqualTo("invoices: 4 fields, 0 indexes");
        assertThat(run.status()).isZero();
    }

    @Test
    void check_tellsThatItIsMissing_andWhatIsThere() throws Exception {
        Path empty = Files.createDirectories(work.resolve("empty"));
        CommandRun run = check(empty);
        assertThat(run.told())
                .endsWith("The feature 'invoices' names the logic " + CLASS + ", which no jar in " + empty
                        + " has: none has any. Put its jar there, with the name of the class in"
                        + " META-INF/services/io.corebus.extension.FeatureLogic, or set COREBUS_LOGIC_DIR.");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void featureCheck_tellsThatItIsMissing_asCheckDoes() throws Exception {
        Path empty = Files.createDirectories(work.resolve("empty"));
        CommandRun run = CommandRun.of(
                List.of("feature", "check", "--features-dir", features.toString(), "--logic-dir=" + empty));
        assertThat(run.told()).contains("which no jar in " + empty + " has");
        assertThat(run.status()).isEqualTo(1);
    }

    @Test
    void check_whereTheRoomDoesNotRun_needsNoLogic() {
        Path nowhere = work.resolve("nowhere");
        assertThat(CheckCommandTest.check(
                                "--features-dir",
                                features.toString(),
                                "--logic-dir",
                                nowhere.toString(),
                                "--rooms",
                                "http")
                        .status())
                .isZero();
    }

    private static CommandRun check(Path directory) {
        return CheckCommandTest.check("--features-dir", features.toString(), "--logic-dir", directory.toString());
    }
}
