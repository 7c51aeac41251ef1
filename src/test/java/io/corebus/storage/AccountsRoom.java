package io.corebus.storage;

import io.corebus.bus.Bus;
import io.corebus.dev.DataDirectory;
import io.corebus.dev.DevFailure;
import io.corebus.dev.EmbeddedPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The account side of the storage room as it runs: on a real bus, with a real PostgreSQL. Serves the tests of one class, and has forgotten all before each. */
final class AccountsRoom implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    static final int WRITE_CONNECTIONS = 8;

    private DataDirectory data;
    private EmbeddedPostgres postgres;
    private Vertx vertx;
    private Bus bus;

    @Override
    public void beforeAll(ExtensionContext context) throws DevFailure {
        data = DataDirectory.open(Path.of("target", "servers", "accounts"));
        postgres = EmbeddedPostgres.start(data);
        vertx = Vertx.vertx();
        bus = new Bus(vertx, new SimpleMeterRegistry());
        PlatformMigration.run(postgres.url());
        AccountsAsking.await(vertx.deployVerticle(new Room()));
    }

    private final class Room extends VerticleBase {
        private Database database;

        @Override
        public Future<?> start() {
            Duration connect = Duration.ofSeconds(2);
            Duration statement = Duration.ofSeconds(5);
            database = new Database(
                    vertx,
                    new StorageConfig(
                            postgres.url(), WRITE_CONNECTIONS, 4, 128, 5_000, connect, connect, statement, statement));
            Bell bell = new Bell(vertx, bus);
            return Future.all(Accounts.serve(bus, database, bell), Identities.serve(bus, database, bell));
        }

        @Override
        public Future<?> stop() {
            return database.close();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws SQLException {
        forgetAll();
    }

    Bus bus() {
        return bus;
    }

    void forgetAll() throws SQLException {
        execute("ALTER TABLE corebus.journal DISABLE TRIGGER journal_only_add;"
                + " TRUNCATE corebus.users, corebus.sessions, corebus.refresh_tokens, corebus.signing_keys,"
                + " corebus.setup, corebus.journal, corebus.api_tokens, corebus.foreign_identities;"
                + " ALTER TABLE corebus.journal ENABLE TRIGGER journal_only_add");
    }

    Connection connect() throws SQLException {
        return JdbcUrl.of(postgres.url()).connect();
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

    @Override
    public void afterAll(ExtensionContext context) throws DevFailure {
        AccountsAsking.await(vertx.close());
        postgres.stop();
        data.close();
    }
}
