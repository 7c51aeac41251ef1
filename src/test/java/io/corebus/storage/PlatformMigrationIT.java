package io.corebus.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.dev.DataDirectory;
import io.corebus.dev.DevFailure;
import io.corebus.dev.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PlatformMigrationIT {
    private static final String APPLIED =
            "SELECT version FROM corebus.flyway_schema_history WHERE type = 'SQL' ORDER BY installed_rank";

    private static DataDirectory data;
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws DevFailure {
        data = DataDirectory.open(Path.of("target", "servers", "accounts"));
        postgres = EmbeddedPostgres.start(data);
    }

    @AfterAll
    static void stop() throws DevFailure {
        postgres.stop();
        data.close();
    }

    @BeforeEach
    void dropAll() throws SQLException {
        execute("DROP SCHEMA IF EXISTS corebus CASCADE");
        execute("DROP SCHEMA IF EXISTS data CASCADE");
    }

    @Test
    void theNewestScript_isTheOneTheCodeNames() throws IOException {
        Path scripts = Path.of("src/main/resources").resolve(PlatformMigration.SCRIPTS);
        try (Stream<Path> files = Files.list(scripts)) {
            assertThat(files.map(file -> file.getFileName().toString().replaceAll("^V(\\d+)__.*\\.sql$", "$1")))
                    .contains("1", Integer.toString(PlatformMigration.NEWEST))
                    .doesNotContain(Integer.toString(PlatformMigration.NEWEST + 1))
                    .hasSize(PlatformMigration.NEWEST);
        }
    }

    @Test
    void nodesThatStartAtOnce_migrateOnce() throws Exception {
        execute("CREATE TABLE IF NOT EXISTS public.somebody_elses (id int)"); // Flyway minds, were it its schema.
        ExecutorService nodes = Executors.newFixedThreadPool(6);
        List<Future<?>> starts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            starts.add(nodes.submit(() -> PlatformMigration.run(postgres.url())));
        }
        for (Future<?> start : starts) {
            start.get(30, TimeUnit.SECONDS);
        }
        nodes.shutdown();

        assertThat(query(APPLIED))
                .containsExactly(
                        "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17");
        assertThat(query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'corebus'"))
                .contains(
                        "journal",
                        "users",
                        "sessions",
                        "refresh_tokens",
                        "signing_keys",
                        "setup",
                        "seal",
                        "seal_key",
                        "era");
    }

    @Test
    void aDatabaseThatIsUpToDate_isLeftAlone_quickly() throws SQLException {
        PlatformMigration.run(postgres.url());
        long began = System.nanoTime();

        PlatformMigration.run(postgres.url());

        assertThat((System.nanoTime() - began) / 1_000_000).isLessThan(300);
        assertThat(query(APPLIED))
                .containsExactly(
                        "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17");
    }

    @Test
    void aDatabaseOfANewerCorebus_isLeftAlone() throws SQLException {
        PlatformMigration.run(postgres.url());
        execute("INSERT INTO corebus.flyway_schema_history (installed_rank, version, description, type, script,"
                + " checksum, installed_by, execution_time, success)"
                + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, 'corebus', 1, true)");

        PlatformMigration.run(postgres.url());

        assertThat(query(APPLIED))
                .containsExactly(
                        "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17",
                        "99");
    }

    @Test
    void whatWasErasedBefore_losesTheHashOfItsRequest() throws SQLException {
        PlatformMigration.run(postgres.url());
        String resource = "0190f000-0000-7000-8000-000000000001";
        String entry = "INSERT INTO corebus.journal (feature, resource_id, kind, actor, via, trace, request_hash, salt,"
                + " payload_hash) VALUES ('notes', '" + resource + "', '%s', 'ann', 'http', 't', %s, %s, '')";
        execute(entry.formatted("created", "'of the erased'", "NULL"));
        execute(entry.formatted("created", "'of another'", "'\\x00'"));
        execute(entry.formatted("erased", "NULL", "'\\x00'"));
        execute("DROP FUNCTION corebus.erase_request_hashes");
        forgetWhatCameSince();
        execute(
                "DELETE FROM corebus.flyway_schema_history WHERE version IN ('8', '9', '10', '11', '12', '13', '14', '15', '16', '17')");

        PlatformMigration.run(postgres.url());

        assertThat(query("SELECT request_hash FROM corebus.journal WHERE request_hash IS NOT NULL"))
                .containsExactly("of another");
    }

    private static void forgetWhatCameSince() throws SQLException {
        execute("ALTER TABLE corebus.seal_key DROP COLUMN last_seal");
        execute("DROP FUNCTION corebus.refuse_replaced_seal_key CASCADE");
        execute("DROP FUNCTION corebus.replace_seal_keys CASCADE");
        execute(
                "DROP TABLE corebus.followers, corebus.feature_sets, corebus.nodes, corebus.jobs, corebus.job_pages, corebus.controls,"
                        + " corebus.job_results, corebus.row_generations");
        execute("DROP FUNCTION corebus.only_add_feature_sets");
        execute("DROP FUNCTION corebus.erase_portion");
        execute("ALTER TABLE corebus.imports DROP COLUMN shape, DROP COLUMN token");
    }

    @Test
    void aSealKey_thatWasReplacedBefore_losesItsPrivatePart() throws SQLException {
        PlatformMigration.run(postgres.url());
        forgetWhatCameSince();
        execute("INSERT INTO corebus.seal_key (kid, public_jwk, private_jwk, first) VALUES"
                + " ('own', '{}', 'private', true), ('unused', '{}', 'private', false), ('configured', '{}', NULL, false),"
                + " ('registered', '{}', NULL, false)");
        String seal = "INSERT INTO corebus.seal VALUES (%d, %d, 1, 1, '1', %d, '{1}', '', '', '', '', now(), '%s', '')";
        execute(seal.formatted(1, 1, 1, "own"));
        execute(seal.formatted(2, 2, 2, "configured"));
        execute(
                "DELETE FROM corebus.flyway_schema_history WHERE version IN ('9', '10', '11', '12', '13', '14', '15', '16', '17')");

        PlatformMigration.run(postgres.url());

        assertThat(query("SELECT concat_ws('|', kid, private_jwk, last_seal) FROM corebus.seal_key ORDER BY kid"))
                .containsExactly("configured", "own|1", "registered", "unused|0");
    }

    @Test
    void theLog_hasOneLineOfOurs_andNothingOfFlyway() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        Level before = root.getLevel(); // A verb that ran in this process may have made it quiet.
        root.setLevel(Level.INFO);
        try {
            PlatformMigration.run(postgres.url());
        } finally {
            root.setLevel(before);
            root.detachAppender(log);
        }

        assertThat(log.list)
                .filteredOn(entry -> entry.getLevel().isGreaterOrEqual(Level.INFO))
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("The platform's tables are at version 17 now, they were at 0");
    }

    @Test
    void aServerThatIsAway_isToldInOneSentence() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        Failure failure = failure("postgresql://corebus:secret@127.0.0.1:" + port + "/records");

        assertThat(failure.code()).isEqualTo("storage-unavailable");
        assertThat(failure.status()).isEqualTo(503);
        assertThat(failure.detail())
                .isEqualTo("PostgreSQL at 127.0.0.1:" + port + "/records cannot be reached: Connection to 127.0.0.1:"
                        + port + " refused. Start it, or correct storage.url.");
    }

    @Test
    void aWrongPassword_isToldInOneSentence() {
        String place = JdbcUrl.of(postgres.url()).place();

        Failure failure = failure("postgresql://corebus:wrong@" + place);

        assertThat(failure)
                .isEqualTo(new Failure(
                        "migration-failed",
                        500,
                        "PostgreSQL at " + place
                                + " does not let the user corebus in with this password. Correct storage.url."));
    }

    @Test
    void aMissingDatabase_isToldInOneSentence() {
        String place = JdbcUrl.of(postgres.url()).place().replaceAll("/.*", "/nowhere");

        Failure failure = failure(postgres.url().replaceAll("/corebus$", "/nowhere"));

        assertThat(failure.detail())
                .isEqualTo("There is no database at " + place + ". Create it, or correct storage.url.");
    }

    @Test
    void aSchemaInTheWay_isToldInOneSentence_andLeftAsItIs() throws SQLException {
        execute("CREATE SCHEMA corebus");
        execute("CREATE TABLE corebus.users (name text)");

        Failure failure = failure(postgres.url());

        assertThat(failure.code()).isEqualTo("migration-failed");
        assertThat(failure.detail())
                .isEqualTo("The schema corebus at " + JdbcUrl.of(postgres.url()).place()
                        + " has something in it that is not Corebus'. Use another database, or rename that schema.");
        assertThat(query("SELECT column_name FROM information_schema.columns WHERE table_schema = 'corebus'"))
                .containsExactly("name");
    }

    @Test
    void aUserThatMayNotMakeSchemas_isToldInOneSentence() throws SQLException {
        execute("REVOKE CREATE ON DATABASE corebus FROM corebus");
        try {
            Failure failure = failure(postgres.url());

            String place = JdbcUrl.of(postgres.url()).place();
            assertThat(failure.detail())
                    .isEqualTo("The user corebus may not make the tables of Corebus at " + place
                            + ": ERROR: permission denied for database corebus."
                            + " Grant it CREATE on the database, or migrate as its owner.");
        } finally {
            execute("GRANT CREATE ON DATABASE corebus TO corebus");
        }
    }

    @Test
    void aScriptThatFails_isToldInOneSentence() throws SQLException {
        PlatformMigration.run(postgres.url());
        execute("DELETE FROM corebus.flyway_schema_history WHERE version <> '1'");

        Failure failure = failure(postgres.url());

        assertThat(failure.detail())
                .isEqualTo("The database at " + JdbcUrl.of(postgres.url()).place()
                        + " could not be brought up to date: ERROR: relation \"users\" already exists."
                        + " Correct that, and start again.");
    }

    private static Failure failure(String url) {
        FailureException failed = catchThrowableOfType(FailureException.class, () -> PlatformMigration.run(url));
        assertThat(failed).isNotNull();
        return failed.failure();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = JdbcUrl.of(postgres.url()).connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = JdbcUrl.of(postgres.url()).connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
        }
        return rows;
    }
}
