package io.corebus.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.config.Section;
import io.corebus.config.Setting;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessConfigTest {
    @Test
    void theDefaults_areThoseOfTheManual() {
        Map<String, String> defaults = new LinkedHashMap<>();
        for (RecordComponent component : AccessConfig.class.getRecordComponents()) {
            defaults.put(
                    component.getName(), component.getAnnotation(Setting.class).value());
        }

        assertThat(AccessConfig.class.getAnnotation(Section.class).value()).isEqualTo("access");
        assertThat(defaults)
                .containsExactly(
                        Map.entry("tokenLife", "15m"),
                        Map.entry("refreshLife", "720h"),
                        Map.entry("setupLife", "24h"),
                        Map.entry("passwordMinLength", "10"),
                        Map.entry("argon2Memory", "19456"),
                        Map.entry("argon2Iterations", "2"),
                        Map.entry("argon2Parallelism", "1"),
                        Map.entry("maxHashes", "0"),
                        Map.entry("maxWaitingHashes", "50"),
                        Map.entry("issuer", "corebus"),
                        Map.entry("audience", "corebus"));
    }

    @Test
    void everySetting_isDocumented() {
        assertThat(Arrays.stream(AccessConfig.class.getRecordComponents()))
                .allSatisfy(component ->
                        assertThat(component.getAnnotation(Setting.class).doc()).endsWith("."));
    }

    @Test
    void zeroHashesAtOnce_meansAsManyAsThereAreProcessors() {
        assertThat(House.config(64, 0, 1).hashesAtOnce())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(House.config(64, 3, 1).hashesAtOnce()).isEqualTo(3);
    }
}
