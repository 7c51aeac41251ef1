package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.corebus.Api.Answer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** PostgreSQL goes away and comes back: refused at once while it is away, back by itself, and nothing acknowledged is lost. */
class StorageLossIT {
    private static final String BODY = "{\"name\":\"kept\",\"value\":7}";
    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start("storage-loss", Map.of());
    }

    @AfterAll
    static void stop() {
        node.stop();
    }

    @Test
    void whilePostgresIsAway_answersComeAtOnce_andAfterItsReturnAllIsThere() throws Exception {
        Answer created = node.admin().post("/api/features", BODY);
        assertThat(created.status()).isEqualTo(201);
        node.servers().killPostgres();

        long began = System.nanoTime();
        Answer refused = node.admin().post("/api/features", BODY);
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("storage-unavailable");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
        assertThat(node.admin().get("/readyz").status()).isEqualTo(503);

        node.servers().startPostgres();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(
                                node.admin().post("/api/features", BODY).status())
                        .isEqualTo(201));
        assertThat(node.admin().get(created.header("Location")).text()).isEqualTo(created.text());
        await().untilAsserted(
                        () -> assertThat(node.admin().get("/readyz").status()).isEqualTo(200));
    }

    @Test
    void whilePostgresIsReadOnly_writesAreRefusedForNow_readsAreAnswered_andHealthSaysSo() throws Exception {
        Answer created = node.admin().post("/api/features", BODY);
        fence("on");
        try {
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                Answer refused = node.admin().post("/api/features", BODY);
                assertThat(refused.status()).as(refused.text()).isEqualTo(503);
                assertThat(refused.code()).isEqualTo("storage-unavailable");
                assertThat(refused.header("Retry-After")).isEqualTo("1");
                assertThat(refused.text()).contains("PostgreSQL takes no writes at the moment.");
            });
            assertThat(node.admin().get(created.header("Location")).status()).isEqualTo(200);
            Answer health = node.admin().get("/health");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.text()).contains("read-only");
        } finally {
            fence("off");
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                node.admin().post("/api/features", BODY).status())
                        .isEqualTo(201));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(node.admin().get("/readyz").status()).isEqualTo(200));
    }

    @Test
    void whatTheDatabaseUserIsNotGranted_isRefusedForNow() throws Exception {
        sql("REVOKE INSERT ON data.features FROM corebus");
        try {
            Answer refused = node.admin().post("/api/features", BODY);
            assertThat(refused.status()).as(refused.text()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("storage-unavailable");
            assertThat(refused.text()).contains("Whoever runs it finds in its log what to grant.");
        } finally {
            sql("GRANT INSERT ON data.features TO corebus");
        }
        assertThat(node.admin().post("/api/features", BODY).status()).isEqualTo(201);
    }

    private static void sql(String text) throws Exception {
        try (Connection connection = node.servers().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    /** As an operator does: it counts for sessions that begin after it, so those that are there are ended. */
    private static void fence(String readOnly) throws Exception {
        try (Connection connection = node.servers().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            statement.execute("ALTER DATABASE corebus SET default_transaction_read_only = " + readOnly);
            if (readOnly.equals("on")) {
                statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name = 'corebus' AND pid <> pg_backend_pid()");
            }
        }
    }

    @Test
    void aNodeThatStarts_waitsForPostgres() throws Exception {
        node.servers().killPostgres();
        CompletableFuture<TestNode> starting = CompletableFuture.supplyAsync(node::another);
        Thread.sleep(2_000);
        assertThat(starting).isNotDone();

        node.servers().startPostgres();
        TestNode started = starting.get(60, TimeUnit.SECONDS);
        assertThat(started.admin().get("/api/features").status()).isEqualTo(200);
        started.stopAlone();
    }
}
