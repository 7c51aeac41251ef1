package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.PrepareSetup;
import io.corebus.bus.Caller;
import io.corebus.dev.DataDirectory;
import io.corebus.dev.DevFailure;
import io.corebus.dev.EmbeddedPostgres;
import io.corebus.node.Node;
import io.corebus.testing.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real PostgreSQL and a real Redis, as {@code corebus dev} starts them. */
final class TestServers implements AutoCloseable {
    private static final String TAMPERING =
            "ALTER TABLE corebus.journal DISABLE TRIGGER USER; ALTER TABLE corebus.seal DISABLE TRIGGER USER;";

    private final DataDirectory data;
    private EmbeddedPostgres postgres;
    private final TestRedis redis = new TestRedis();

    private TestServers(DataDirectory data) throws DevFailure {
        this.data = data;
        this.postgres = EmbeddedPostgres.start(data);
    }

    /** @param name of the directory under {@code target}, kept from run to run: what a run adds does not disturb the next one */
    static TestServers start(String name) throws DevFailure {
        return new TestServers(DataDirectory.open(Path.of("target", "servers", name)));
    }

    String storageUrl() {
        return postgres.url();
    }

    String redisUrl() {
        return redis.url();
    }

    /**
     * The settings of a node on these servers that is in a cluster on this machine, and has the admin of {@link TestNode}. Its doors are at free ports.
     *
     * @param port of the node in the cluster, one of all
     */
    Map<String, String> environment(int port, Collection<Integer> all) {
        List<String> peers = all.stream().map(peer -> "127.0.0.1:" + peer).toList();
        Map<String, String> environment = new HashMap<>();
        environment.put("COREBUS_CLUSTER_HOST", "127.0.0.1");
        environment.put("COREBUS_CLUSTER_PORT", Integer.toString(port));
        environment.put("COREBUS_CLUSTER_PEERS", String.join(",", peers));
        environment.put("COREBUS_HTTP_PORT", Integer.toString(FreePort.find()));
        environment.put("COREBUS_MANAGEMENT_PORT", Integer.toString(FreePort.find()));
        environment.put("COREBUS_STORAGE_URL", storageUrl());
        environment.put("COREBUS_REDIS_URL", redisUrl());
        environment.put("COREBUS_ADMIN_EMAIL", TestNode.ADMIN);
        environment.put("COREBUS_ADMIN_PASSWORD", TestNode.PASSWORD);
        return environment;
    }

    /** SIGKILL, to the server and so to all its processes. */
    void killPostgres() throws IOException {
        String pid = Files.readAllLines(data.path().resolve("postgresql/postmaster.pid"))
                .get(0);
        ProcessHandle process = ProcessHandle.of(Long.parseLong(pid.trim())).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    void startPostgres() throws DevFailure {
        postgres = EmbeddedPostgres.start(data);
    }

    TestRedis redis() {
        return redis;
    }

    /** As {@code start} does it with COREBUS_ADMIN_EMAIL and COREBUS_ADMIN_PASSWORD. */
    void makeAdmin(Node node, String email, String password) {
        node.bus()
                .request(
                        AccessMessages.PREPARE_SETUP,
                        new PrepareSetup(email, password),
                        Caller.system(Duration.ofSeconds(30)))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** What the owner of the database can do when he is up to something: without guards, and with a copy to go back to. */
    void backUpAndTamper(String sql) throws SQLException {
        execute(TAMPERING
                + "CREATE TABLE journal_copy AS TABLE corebus.journal; CREATE TABLE seal_copy AS TABLE corebus.seal;"
                + sql);
    }

    /** By DELETE, because TRUNCATE waits for the node's readers and can meet one of them in a deadlock. */
    void undoTampering() throws SQLException {
        execute("DELETE FROM corebus.journal; DELETE FROM corebus.seal;"
                + "INSERT INTO corebus.journal OVERRIDING SYSTEM VALUE TABLE journal_copy; INSERT INTO corebus.seal TABLE seal_copy;"
                + "DROP TABLE journal_copy, seal_copy; " + TAMPERING.replace("DISABLE", "ENABLE"));
    }

    /** Until all that has been entered in the journal is under a seal. */
    void awaitSealed() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(query("SELECT count(*) FROM corebus.journal WHERE (era, txid, n) >"
                                + " (SELECT era, txid, n FROM corebus.seal ORDER BY number DESC LIMIT 1)"))
                        .containsExactly("0"));
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }

    Connection connect() throws SQLException {
        URI uri = URI.create(postgres.url());
        String[] login = uri.getUserInfo().split(":", 2);
        String jdbc = "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
        return DriverManager.getConnection(jdbc, login[0], login[1]);
    }

    @Override
    public void close() {
        try {
            redis.close();
            postgres.stop();
            data.close();
        } catch (DevFailure e) {
            throw new IllegalStateException(e);
        }
    }
}
