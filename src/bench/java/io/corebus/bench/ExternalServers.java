package io.corebus.bench;

import io.corebus.dev.DataDirectory;
import io.corebus.dev.EmbeddedPostgres;
import io.corebus.dev.EmbeddedRedis;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The PostgreSQL, durable, and the Redis that all works share. Each server has a new database in it. */
final class ExternalServers {
    static final String COREBUS = "corebus";
    static final String BARE = "bare";
    private static final String ADMIN = "postgres";

    private final EmbeddedPostgres postgres;
    private final EmbeddedRedis redis;
    private final long postgresPid;
    private final long redisPid;

    private ExternalServers(Path data, EmbeddedPostgres postgres, EmbeddedRedis redis) throws IOException {
        this.postgres = postgres;
        this.redis = redis;
        this.postgresPid = pid(data.resolve("postgresql/postmaster.pid"));
        this.redisPid = pid(data.resolve("redis/redis.pid"));
    }

    static ExternalServers start(Path directory, Endings endings) throws Exception {
        DataDirectory data = endings.start(() -> DataDirectory.open(directory), DataDirectory::close);
        EmbeddedPostgres postgres = endings.start(() -> EmbeddedPostgres.start(data), EmbeddedPostgres::stop);
        EmbeddedRedis redis = endings.start(() -> EmbeddedRedis.start(data), EmbeddedRedis::stop);
        return new ExternalServers(data.path(), postgres, redis);
    }

    private static long pid(Path file) throws IOException {
        return Long.parseLong(Files.readAllLines(file).get(0).trim());
    }

    /** Anew: what an earlier run has written would make this one slower. */
    void makeDatabase(String name) throws SQLException {
        try (Connection connection = connectAsAdmin(ADMIN);
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + name + " with (force)");
            statement.execute("create database " + name + " owner " + user());
        }
    }

    /** Does what PostgreSQL would do on its own some time after many writes, so that no work pays for what the one before it left behind. */
    void settle() throws SQLException {
        for (String database : databases()) {
            executeAsAdmin(database, "vacuum (analyze)");
        }
        executeAsAdmin(ADMIN, "checkpoint");
    }

    private List<String> databases() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = connectAsAdmin(ADMIN);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select datname from pg_database where datallowconn")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private void executeAsAdmin(String database, String sql) throws SQLException {
        try (Connection connection = connectAsAdmin(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String postgresVersion() throws SQLException {
        try (Connection connection = connectAsAdmin(ADMIN);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show server_version")) {
            row.next();
            return row.getString(1);
        }
    }

    /** The admin of the embedded server has the password of its user. */
    private Connection connectAsAdmin(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), ADMIN, password());
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user(), password());
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database;
    }

    String storageUrl(String database) {
        return "postgresql://" + user() + ":" + password() + "@" + host() + ":" + port() + "/" + database;
    }

    String redisUrl() {
        return redis.url();
    }

    String host() {
        return URI.create(postgres.url()).getHost();
    }

    int port() {
        return URI.create(postgres.url()).getPort();
    }

    String user() {
        return URI.create(postgres.url()).getUserInfo().split(":", 2)[0];
    }

    String password() {
        return URI.create(postgres.url()).getUserInfo().split(":", 2)[1];
    }

    long postgresPid() {
        return postgresPid;
    }

    long redisPid() {
        return redisPid;
    }
}
