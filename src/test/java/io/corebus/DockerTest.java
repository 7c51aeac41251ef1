package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.corebus.config.ConfigReader;
import io.corebus.config.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The files in {@code docker/} name what there is. */
class DockerTest {
    private static final Path DIRECTORY = Path.of("docker");

    @Test
    void everyRoom_runsSomewhereInTheCluster() throws Exception {
        List<String> started = new ArrayList<>();
        for (JsonNode service : compose("compose.cluster.yaml")) {
            started.addAll(List.of(
                    service.path("environment").path("COREBUS_ROOMS").asText("").split(",")));
        }
        assertThat(started).containsAll(Components.product().roomNames());
    }

    @Test
    void whatTheComposeFilesSet_isRight() throws Exception {
        for (String file : List.of("compose.yaml", "compose.cluster.yaml")) {
            for (JsonNode service : compose(file)) {
                Map<String, String> environment = new HashMap<>();
                service.path("environment").fields().forEachRemaining(entry -> {
                    if (entry.getKey().startsWith("COREBUS_")) {
                        environment.put(
                                entry.getKey(), entry.getValue().asText().replaceAll("\\$\\{\\w+:-(\\w*)}", "$1"));
                    }
                });
                new ConfigReader(Components.product().sections()).read(new Sources(null, environment, List.of()));
            }
        }
    }

    @Test
    void everyDoor_isReachedFromOutsideTheContainer() throws Exception {
        String image = Files.readString(DIRECTORY.resolve("Dockerfile"));
        for (String section : List.of("HTTP", "LIVE", "MCP", "MANAGEMENT")) {
            assertThat(image).contains("COREBUS_" + section + "_HOST=0.0.0.0");
        }
        assertThat(image).containsPattern("EXPOSE 8080 8081 8082 9090 5701 5702");
    }

    private static JsonNode compose(String file) throws IOException {
        return new YAMLMapper().readTree(DIRECTORY.resolve(file).toFile()).path("services");
    }
}
