package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.config.ConfigReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationManualTest {
    @Test
    void manual_isWhatTheRecordsSay() throws IOException {
        assertThat(Files.readString(Path.of("docs/configuration.md")))
                .as("docs/configuration.md is stale. Renew it: ./corebus config reference > docs/configuration.md")
                .isEqualTo(ConfigReference.markdown(Components.product().sections()));
    }
}
