package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes of all rooms; the one that processes an import is killed in the middle of it. */
class ImportCrashIT {
    private static final int ROWS = 12_000;

    private static TwoNodes nodes;

    @BeforeAll
    static void start() throws Exception {
        nodes = TwoNodes.of("import-crash", Map.of());
        nodes.get(0).start();
        nodes.get(0).awaitReady();
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    /** The first node holds the import, because it is alone when that begins. */
    @Test
    void theNodeIsKilled_andTheOtherOneFinishes_everyRowOnce() throws Exception {
        String mark = "c" + UUID.randomUUID().toString().replace("-", "");
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            body.append("{\"name\":\"").append(mark).append(i).append("\",\"value\":1}\n");
        }
        Api first = Api.signIn(nodes.get(0).url(), TestNode.ADMIN, TestNode.PASSWORD);
        Api.Answer accepted =
                first.post("/api/features/import", body.toString(), "Content-Type", "application/x-ndjson");
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        String path = accepted.header("Location");
        await().until(() -> first.get(path).json().get("done").asLong() > 0);
        nodes.get(0).kill();
        nodes.get(1).start();
        nodes.get(1).awaitReady();
        Api second = new Api(nodes.get(1).url(), first.token());
        long before = second.get(path).json().get("done").asLong();

        await().atMost(Duration.ofSeconds(60))
                .until(() -> second.get(path).json().get("state").asText().equals("done"));
        JsonNode over = second.get(path).json();
        System.out.println("import crash: " + before + " of " + ROWS + " done before");
        assertThat(before).isLessThan(ROWS);
        assertThat(over.get("created").asLong()).isEqualTo(ROWS);
        assertThat(over.get("failed").asLong()).isZero();
        assertThat(nodes.query("SELECT count(*) || ' ' || count(DISTINCT name) FROM data.features WHERE name LIKE '"
                        + mark + "%'"))
                .containsExactly(ROWS + " " + ROWS);
        assertThat(nodes.query("SELECT count(*) FROM corebus.import_chunks WHERE import_id = '"
                        + over.get("id").asText() + "'"))
                .containsExactly("0");
    }
}
