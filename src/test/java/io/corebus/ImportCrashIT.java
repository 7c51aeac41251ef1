package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.testing.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes of all rooms; the one that processes an import is killed in the middle of it. */
class ImportCrashIT {
    private static final int ROWS = 12_000;

    private static final List<NodeProcess> NODES = new ArrayList<>();
    private static TestServers servers;

    @BeforeAll
    static void start() throws Exception {
        servers = TestServers.start("import-crash");
        Path logs = Files.createDirectories(Path.of("target/import-crash-it"));
        List<Integer> ports = List.of(FreePort.find(), FreePort.find());
        for (int i = 0; i < 2; i++) {
            NODES.add(new NodeProcess("node-" + i, logs, servers.environment(ports.get(i), ports)));
        }
        NODES.get(0).start();
        NODES.get(0).awaitReady();
    }

    @AfterAll
    static void stop() {
        NODES.forEach(NodeProcess::destroy);
        servers.close();
    }

    /** The first node holds the import, because it is alone when that begins. */
    @Test
    void theNodeIsKilled_andTheOtherOneFinishes_everyRowOnce() throws Exception {
        String mark = "c" + UUID.randomUUID().toString().replace("-", "");
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            body.append("{\"name\":\"").append(mark).append(i).append("\",\"value\":1}\n");
        }
        Api first = Api.signIn(NODES.get(0).url(), TestNode.ADMIN, TestNode.PASSWORD);
        Api.Answer accepted =
                first.post("/api/features/import", body.toString(), "Content-Type", "application/x-ndjson");
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        String path = accepted.header("Location");
        await().until(() -> first.get(path).json().get("done").asLong() > 0);
        NODES.get(0).kill();
        NODES.get(1).start();
        NODES.get(1).awaitReady();
        Api second = new Api(NODES.get(1).url(), first.token());
        long before = second.get(path).json().get("done").asLong();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> second.get(path).json().get("state").asText().equals("done"));
        JsonNode over = second.get(path).json();
        System.out.println("import crash: " + before + " of " + ROWS + " done before");
        assertThat(before).isLessThan(ROWS);
        assertThat(over.get("created").asLong()).isEqualTo(ROWS);
        assertThat(over.get("failed").asLong()).isZero();
        assertThat(servers.query("SELECT count(*) || ' ' || count(DISTINCT name) FROM data.features WHERE name LIKE '"
                        + mark + "%'"))
                .containsExactly(ROWS + " " + ROWS);
        assertThat(servers.query("SELECT count(*) FROM corebus.import_chunks WHERE import_id = '"
                        + over.get("id").asText() + "'"))
                .containsExactly("0");
    }
}
