package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.Api.Answer;
import io.corebus.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A new field is rolled over a cluster whose rooms are apart: while old and new nodes work side by side nothing that was acknowledged gets lost. */
class RollIT {
    private static final String DESCRIPTOR = """
            feature: parts
            schema:
              type: object
              required: [name, value]
              additionalProperties: false
              properties:
                name:  {type: string, maxLength: 100}
                value: {type: integer}
            """;
    private static final String NEW_FIELD = "    shape: {type: string, maxLength: 20}\n";
    private static final String RIGHTS = "cache: {ttl: 300s}\nlive: true\n";

    private static final Map<String, NodeProcess> NODES = new HashMap<>();
    private static TestServers servers;
    private static Api admin;

    @BeforeAll
    static void start() throws Exception {
        servers = TestServers.start("roll-" + UUID.randomUUID());
        Path logs = Files.createDirectories(Path.of("target/roll-it"));
        Path before = descriptors(logs.resolve("before"), "");
        Path after = descriptors(logs.resolve("after"), NEW_FIELD);
        List<String> names = List.of("http", "storage-before", "work-before", "storage-after", "work-after");
        Map<String, Integer> ports = new HashMap<>();
        names.forEach(name -> ports.put(name, FreePort.find()));
        for (String name : names) {
            Map<String, String> environment = servers.environment(ports.get(name), ports.values());
            environment.put("COREBUS_ROOMS", rooms(name));
            environment.put("COREBUS_FEATURES_DIR", (name.endsWith("after") ? after : before).toString());
            NODES.put(name, new NodeProcess(name, logs, environment));
        }
        startAll("storage-before", "work-before", "http");
        admin = Api.signInOnceMade(NODES.get("http").url());
    }

    private static Path descriptors(Path directory, String field) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("parts.yaml"), DESCRIPTOR + field + RIGHTS);
        return directory.toAbsolutePath();
    }

    private static String rooms(String name) {
        if (name.startsWith("work")) {
            return "access,audit,resource,webhook";
        }
        return name.startsWith("storage") ? "storage" : "http";
    }

    private static void startAll(String... names) {
        for (String name : names) {
            NODES.get(name).start();
        }
        for (String name : names) {
            NODES.get(name).awaitReady();
        }
    }

    @AfterAll
    static void stop() {
        NODES.values().forEach(NodeProcess::destroy);
        servers.close();
    }

    private static String create(String content) {
        Answer created = admin.post("/api/parts", content);
        return created.status() == 201 ? created.header("Location") : refused(created);
    }

    /** A node that does not know the field says so. */
    private static String refused(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo("unknown-field");
        return null;
    }

    @Test
    void whatNewNodesAcknowledge_oldNodesNeitherDropNorErase() {
        List<String> early = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            early.add(create("{\"name\":\"early\",\"value\":" + i + "}"));
            assertThat(admin.get(early.get(i)).status()).isEqualTo(200);
        }
        startAll("storage-after", "work-after");

        List<String> shaped = new ArrayList<>();
        for (int i = 0; i < 40 || (shaped.size() < 5 && i < 400); i++) {
            String path = create("{\"name\":\"n\",\"value\":" + i + ",\"shape\":\"round\"}");
            if (path != null) {
                shaped.add(path);
            }
        }
        assertThat(shaped).hasSizeGreaterThanOrEqualTo(5);
        for (String path : shaped) {
            for (int value = 1; value <= 4; value++) {
                assertThat(admin.get(path).status()).isEqualTo(200);
                Answer patched = admin.patch(path, "{\"value\":" + value + "}");
                assertThat(patched.status()).as(patched.text()).isEqualTo(200);
            }
            Answer listed = admin.get("/api/parts?filter=shape==round&limit=5");
            assertThat(listed.status()).as(listed.text()).isIn(200, 400);
        }
        for (String path : early) {
            assertThat(admin.patch(path, "{\"value\":5}").status()).isEqualTo(200);
        }
        NODES.get("storage-before").stop();
        NODES.get("work-before").stop();

        for (String path : shaped) {
            assertThat(admin.get(path).json().path("shape").asText()).as(path).isEqualTo("round");
            assertThat(admin.get(path).json().get("value").asInt()).isEqualTo(4);
        }
        for (String path : early) {
            assertThat(admin.get(path).json().get("value").asInt()).isEqualTo(5);
        }
        assertThat(admin.get("/api/parts?filter=shape==round&limit=1000").json().get("data"))
                .hasSize(shaped.size());
    }
}
