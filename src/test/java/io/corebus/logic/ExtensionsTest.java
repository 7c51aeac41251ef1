package io.corebus.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.extension.FeatureLogic;
import io.corebus.feature.FeatureReader;
import io.corebus.feature.Features;
import io.corebus.testing.LogicJar;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionsTest {

    private static Extensions load(Path work, String rate) throws Exception {
        Files.writeString(Files.createDirectories(work.resolve("classes")).resolve("rates.txt"), rate);
        // As those who make jars do it: another file under the same name.
        Files.deleteIfExists(work.resolve("extensions/logic.jar"));
        Path jars = LogicJar.directory(Path.of("src/test/resources/logic-source"), work, "com.acme.OrderLogic");
        Features features = FeatureReader.read(Path.of("src/test/resources/logic"));
        return Extensions.load(jars, features);
    }

    private static String rate(Extensions extensions) throws Exception {
        FeatureLogic logic =
                extensions.instances(next -> {}).values().iterator().next();
        try (InputStream rates = logic.getClass().getResourceAsStream("/rates.txt")) {
            return new String(rates.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aJarThatCannotBeRead_isNamed(@TempDir Path work) throws Exception {
        load(work, "any").close();
        Path broken = work.resolve("extensions/broken.jar");
        Files.writeString(broken, "no jar");

        Features features = FeatureReader.read(Path.of("src/test/resources/logic"));
        assertThatThrownBy(() -> Extensions.load(work.resolve("extensions"), features))
                .hasMessageStartingWith("The jar " + broken + " cannot be read: ");
    }

    @Test
    void fileInJar_whenJarHasChanged_thenIsReadFromTheNewOne(@TempDir Path work) throws Exception {
        Extensions before = load(work, "old");
        assertThat(rate(before)).isEqualTo("old");

        Extensions after = load(work, "new");

        assertThat(rate(after)).isEqualTo("new");
        before.close();
        assertThat(rate(after)).isEqualTo("new");
        after.close();
    }
}
