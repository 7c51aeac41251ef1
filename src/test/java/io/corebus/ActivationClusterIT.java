package io.corebus;

import static io.corebus.McpSite.made;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.corebus.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code corebus feature activate}, beside a cluster of processes whose rooms are apart. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ActivationClusterIT {
    private static final String PARTS = """
            feature: parts
            schema:
              type: object
              required: [name]
              additionalProperties: false
              properties:
                name: {type: string, maxLength: 100}
            """;
    private static final String SHAPE = "    shape: {type: string, maxLength: 20}\n";
    private static final String WEIGHT = "    weight: {type: integer}\n";
    private static final Map<String, String> ROOMS = Map.of(
            "storage", "storage",
            "work", "access,audit,logic,resource,webhook",
            "door", "http,live,mcp",
            "whole", "");

    private static final Map<String, NodeProcess> NODES = new HashMap<>();

    @TempDir
    private static Path directory;

    private static Path changed;
    private static TestServers servers;
    private static Api admin;

    @BeforeAll
    static void start() throws Exception {
        servers = TestServers.start("activation-cluster-" + UUID.randomUUID());
        Path logs = Files.createDirectories(Path.of("target/activation-cluster-it"));
        Path first = Files.createDirectory(directory.resolve("first"));
        changed = Files.createDirectory(directory.resolve("changed"));
        write(first, "parts", PARTS);
        Map<String, Integer> ports = new HashMap<>();
        ROOMS.keySet().forEach(name -> ports.put(name, FreePort.find()));
        ROOMS.forEach((name, rooms) -> {
            Map<String, String> environment = servers.environment(ports.get(name), ports.values());
            environment.put("COREBUS_ROOMS", rooms);
            if (!rooms.equals("storage") && !rooms.startsWith("access")) {
                environment.remove("COREBUS_MANAGEMENT_PORT"); // Then the door says whether the node is ready.
            }
            environment.put("COREBUS_FEATURES_DIR", first.toString());
            environment.put("COREBUS_FEATURES_FROM", "database");
            environment.put("COREBUS_LOGIC_DIR", directory.resolve("extensions").toString());
            NODES.put(name, new NodeProcess(name, logs, environment));
        });
        startAll("storage", "work", "door");
        admin = Api.signInOnceMade(NODES.get("door").url());
    }

    @AfterAll
    static void stop() {
        NODES.values().forEach(NodeProcess::destroy);
        servers.close();
    }

    private static void write(Path where, String name, String text) throws IOException {
        Files.writeString(where.resolve(name + ".yaml"), text);
    }

    private static void startAll(String... names) {
        List.of(names).forEach(name -> NODES.get(name).start());
        List.of(names).forEach(name -> NODES.get(name).awaitReady());
    }

    private static CommandRun feature(String verb) {
        return CommandRun.of(List.of(
                "feature",
                verb,
                "--features-dir",
                changed.toString(),
                "--storage-url=" + servers.storageUrl(),
                "--storage-connect-timeout=10s"));
    }

    private static CommandRun nodes() {
        return CommandRun.of(
                List.of("feature", "nodes", "--storage-url=" + servers.storageUrl(), "--storage-connect-timeout=10s"));
    }

    private static void assertServed(String node, String path, String content) {
        Api there = new Api(NODES.get(node).url(), admin.token());
        for (int i = 0; i < 20; i++) {
            Api.Answer created = there.post(path, content);
            assertThat(created.status()).as(created.text()).isEqualTo(201);
            assertThat(there.get(created.header("Location")).status()).isEqualTo(200);
        }
    }

    /** What the door answers that is no success, while somebody works. */
    private static List<String> work(AtomicBoolean over) {
        List<String> wrong = new ArrayList<>();
        while (!over.get()) {
            Api.Answer created = admin.post("/api/parts", "{\"name\":\"busy\"}");
            if (created.status() != 201) {
                wrong.add(created.status() + " " + created.text());
            }
        }
        return wrong;
    }

    @Test
    @Order(1)
    void beforeAnything_theFilesAreServed() {
        made(admin, "parts", "{\"name\":\"early\"}");

        assertThat(nodes().told())
                .startsWith("Nothing was activated yet.")
                .contains("(storage): serves the files of its own directory")
                .contains("(access, audit, logic, resource, webhook): serves the files of its own directory")
                .contains("(http, live, mcp): serves the files of its own directory");
    }

    @Test
    @Order(2)
    void activate_isAcknowledgedByEveryNode_andRefusesNothingMeanwhile() throws Exception {
        write(changed, "parts", PARTS + SHAPE);
        write(changed, "bins", PARTS.replace("feature: parts", "feature: bins"));
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService worker = Executors.newSingleThreadExecutor();
        Future<List<String>> working = worker.submit(() -> work(over));
        CommandRun run;
        try {
            run = feature("activate");
        } finally {
            over.set(true);
            worker.shutdown();
        }

        assertThat(run.told())
                .contains("Activated as version 1: bins, parts.", "(http, live, mcp): serves version 1")
                .endsWith("Every node serves it.");
        assertThat(run.status()).isZero();
        assertThat(working.get()).isEmpty();
        assertServed("door", "/api/parts", "{\"name\":\"n\",\"shape\":\"round\"}");
        assertServed("door", "/api/bins", "{\"name\":\"n\"}");
        assertThat(admin.get("/api/audit?action=features-activated")
                        .json()
                        .at("/data/0/after/version")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    @Order(3)
    void aNodeThatComesLater_servesWhatIsActive_whateverItsFilesSay() {
        startAll("whole");

        assertServed("whole", "/api/parts", "{\"name\":\"n\",\"shape\":\"round\"}");
        assertServed("whole", "/api/bins", "{\"name\":\"n\"}");
    }

    @Test
    @Order(4)
    void aNodeThatWasAway_catchesUp() throws Exception {
        NODES.get("door").kill();
        write(changed, "parts", PARTS + SHAPE + WEIGHT);

        CommandRun run = feature("activate");

        assertThat(run.told()).contains("Activated as version 2").endsWith("Every node serves it.");
        startAll("door");
        assertServed("door", "/api/parts", "{\"name\":\"n\",\"shape\":\"round\",\"weight\":3}");
        await().untilAsserted(() -> assertThat(nodes().told())
                .startsWith("Active: version 2.")
                .contains("(http, live, mcp): serves version 2"));
    }

    @Test
    @Order(5)
    void whatANodeCannotServe_isTold_andAllServeOn() throws Exception {
        write(changed, "bins", PARTS.replace("feature: parts", "feature: bins") + "logic: com.acme.BinLogic\n");

        CommandRun run = CommandRun.of(List.of(
                "feature",
                "activate",
                "--wait=8",
                "--features-dir=" + changed,
                "--storage-url=" + servers.storageUrl(),
                "--storage-connect-timeout=10s"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.told()).contains("Not every node serves it:", "serves version 2, because:", "com.acme.BinLogic");
        assertServed("whole", "/api/parts", "{\"name\":\"n\",\"weight\":3}");

        write(changed, "bins", PARTS.replace("feature: parts", "feature: bins"));
        assertThat(feature("activate").told())
                .contains("Activated as version 4")
                .endsWith("Every node serves it.");
        assertServed("whole", "/api/bins", "{\"name\":\"n\"}");
    }

    @Test
    @Order(6)
    void whatWouldLoseData_isNotActivated() throws Exception {
        write(changed, "parts", PARTS);

        CommandRun run = feature("activate");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.told()).contains("parts.shape is declared no more, and its values would be lost.");
        assertThat(nodes().told()).startsWith("Active: version 4.");
        write(changed, "parts", PARTS.replace("string", "text"));
        assertThat(feature("activate").status()).isEqualTo(2);
    }
}
