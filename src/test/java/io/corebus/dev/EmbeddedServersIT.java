package io.corebus.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.testing.Jvm;
import io.corebus.testing.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The embedded servers as a user meets them: started, killed, started again. */
class EmbeddedServersIT {
    /** Unpacked once for all tests. */
    private static final Path PROGRAMS = Path.of("target/programs");

    @TempDir
    Path directory;

    @Test
    void postgres_isDurableAndAsksForAPassword() throws Exception {
        try (DataDirectory data = open()) {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(data);
            try {
                for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
                    assertThat(ask(postgres.url(), "show " + setting)).isEqualTo("on");
                }
                assertThat(ask(postgres.url(), "show listen_addresses")).isEqualTo("127.0.0.1");
                assertThat(ask(
                                postgres.url(),
                                "select current_user || ' ' || rolsuper from pg_roles where rolname = current_user"))
                        .isEqualTo("corebus false");
                String otherPassword = postgres.url().replaceFirst(":[0-9a-f]{48}@", ":wrong@");
                assertThatThrownBy(() -> ask(otherPassword, "select 1"))
                        .hasMessageContaining("password authentication failed");
                assertThat(postgres.shownUrl()).doesNotContainPattern("[0-9a-f]{48}");
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.resolve("postgresql.password"))))
                        .isEqualTo("rw-------");
            } finally {
                postgres.stop();
            }
        }
        assertThat(Processes.in(directory)).isEmpty();
    }

    @Test
    void redis_asksForAPasswordAndKeepsNothingOnDisk() throws Exception {
        try (DataDirectory data = open()) {
            EmbeddedRedis redis = EmbeddedRedis.start(data);
            try {
                URI url = URI.create(redis.url());
                assertThat(talk(url, "PING")).startsWith("-NOAUTH");
                assertThat(talk(url, "AUTH " + url.getUserInfo().substring(1))).isEqualTo("+OK");
                assertThat(redis.shownUrl()).isEqualTo("redis://127.0.0.1:" + url.getPort());
            } finally {
                redis.stop();
            }
        }
        assertThat(Processes.in(directory)).isEmpty();
        try (var files = Files.list(directory.resolve("redis"))) {
            assertThat(files)
                    .noneMatch(file ->
                            file.toString().endsWith(".rdb") || file.toString().endsWith(".aof"));
        }
    }

    @Test
    void restart_afterTheirProcessWasKilled_keepsDataAndPorts() throws Exception {
        String redisBefore;
        try (Jvm holder = Jvm.start(ServerHolder.class, directory.toString(), PROGRAMS.toString())) {
            redisBefore = holder.await("^holding (.*)$");
            assertThatThrownBy(this::open)
                    .hasMessageMatching(
                            "The data directory .* is in use by another Corebus process \\(pid [0-9]+\\)\\. "
                                    + "Stop that one, or choose another directory with COREBUS_DATA_DIR or --data-dir\\.");
            holder.kill();
        }
        assertThat(Processes.in(directory)).as("orphans").isNotEmpty();

        try (DataDirectory data = open()) {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(data);
            EmbeddedRedis redis = EmbeddedRedis.start(data);
            assertThat(ask(postgres.url(), "select word from kept")).isEqualTo("committed");
            assertThat(redis.shownUrl()).isEqualTo(redisBefore);
            long began = System.nanoTime();
            postgres.stop();
            redis.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        }
        assertThat(Processes.in(directory)).isEmpty();
    }

    @Test
    void start_withAPidFileThatNamesAnotherProcess_leavesThatAlone() throws Exception {
        try (DataDirectory data = open()) {
            EmbeddedPostgres.start(data).stop();
            long stranger = ProcessHandle.current().pid();
            Files.writeString(
                    directory.resolve("postgresql/postmaster.pid"),
                    stranger + "\n/elsewhere\n0\n1\n\n127.0.0.1\n0 0\n");
            Files.createDirectories(directory.resolve("redis"));
            Files.writeString(directory.resolve("redis/redis.pid"), stranger + "\n");

            EmbeddedPostgres postgres = EmbeddedPostgres.start(data);
            EmbeddedRedis redis = EmbeddedRedis.start(data);

            assertThat(ProcessHandle.current().isAlive()).isTrue();
            assertThat(ask(postgres.url(), "select 'up'")).isEqualTo("up");
            postgres.stop();
            redis.stop();
        }
    }

    @Test
    void start_whereThePortWasTakenMeanwhile_choosesAnother() throws Exception {
        try (DataDirectory data = open();
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(directory.resolve("postgresql.port"), Integer.toString(other.getLocalPort()));

            EmbeddedPostgres postgres = EmbeddedPostgres.start(data);

            assertThat(URI.create(postgres.url()).getPort()).isNotEqualTo(other.getLocalPort());
            postgres.stop();
        }
    }

    @Test
    void start_onDataOfAnotherVersion_saysSoAtOnce() throws Exception {
        Path database = Files.createDirectories(directory.resolve("postgresql"));
        Files.writeString(database.resolve("PG_VERSION"), "12\n");
        try (DataDirectory data = open()) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> EmbeddedPostgres.start(data))
                    .isInstanceOf(DevFailure.class)
                    .hasMessage(
                            "The database in " + data.path()
                                    + "/postgresql was made by PostgreSQL 12, and this Corebus brings "
                                    + "PostgreSQL 17. Dump it with the Corebus that made it, or choose another directory with COREBUS_DATA_DIR.");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void start_withoutThePasswordThatBelongsToTheData_saysSo() throws Exception {
        try (DataDirectory data = open()) {
            EmbeddedPostgres.start(data).stop();
            Files.writeString(directory.resolve("postgresql.password"), "lost");
            assertThatThrownBy(() -> EmbeddedPostgres.start(data))
                    .hasMessageStartingWith("The embedded PostgreSQL refuses our password, or its database: ")
                    .hasMessageEndingWith(
                            "If " + data.path() + "/postgresql.password was lost or changed, put it back.");
        }
        assertThat(Processes.in(directory)).isEmpty();
    }

    @Test
    @Timeout(60)
    void start_whereThePasswordIsMissing_saysSo_andLeavesNothingRunning() throws Exception {
        try (DataDirectory data = open()) {
            EmbeddedPostgres.start(data).stop();
            Files.delete(directory.resolve("postgresql.password"));
            assertThatThrownBy(() -> EmbeddedPostgres.start(data))
                    .hasMessage("There is a database in " + data.path() + "/postgresql, but its password is not in "
                            + data.path()
                            + "/postgresql.password any more. Put that file back, or choose another directory"
                            + " with COREBUS_DATA_DIR.");
        }
        assertThat(Processes.in(directory)).isEmpty();
    }

    @Test
    void open_whatIsNoDirectory_saysSo() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> DataDirectory.open(file))
                .hasMessage(
                        "The data directory " + file
                                + " cannot be written: it is not a directory. Choose another with COREBUS_DATA_DIR or --data-dir.");
        assertThatThrownBy(() -> DataDirectory.open(file.resolve("below")))
                .hasMessage(
                        "The data directory " + file
                                + "/below cannot be written: not a directory. Choose another with COREBUS_DATA_DIR or --data-dir.");
    }

    private DataDirectory open() throws DevFailure {
        return DataDirectory.open(directory, PROGRAMS);
    }

    static String jdbc(String url) {
        URI parts = URI.create(url);
        String[] login = parts.getUserInfo().split(":", 2);
        return "jdbc:postgresql://" + parts.getHost() + ":" + parts.getPort() + parts.getPath() + "?user=" + login[0]
                + "&password=" + login[1];
    }

    private static String ask(String url, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc(url));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static String talk(URI url, String command) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            StringBuilder line = new StringBuilder();
            for (int next = answer.read(); next >= 0 && next != '\r'; next = answer.read()) {
                line.append((char) next);
            }
            return line.toString();
        }
    }
}
