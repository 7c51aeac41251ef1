package io.corebus.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/** Who may sign in to the embedded PostgreSQL, and the database made for it. */
final class PostgresLogin {
    static final String ADMIN = "postgres";
    private static final String USER = "corebus";
    private static final String DATABASE = "corebus";
    /** What keeps an acknowledged commit. PostgreSQL can run without, and then loses data. */
    private static final List<String> DURABILITY = List.of("fsync", "synchronous_commit", "full_page_writes");
    /** SQLSTATE of a server that is still starting: cannot_connect_now. */
    private static final String STARTING = "57P03";

    private final Path file;
    private String password;
    private int port;

    PostgresLogin(Path file) throws IOException {
        this.file = file;
        this.password = Files.exists(file) ? Files.readString(file).trim() : "";
    }

    /** Makes a new password. */
    void create() throws IOException {
        password = Secrets.random();
        Secrets.write(file, password);
    }

    /** Whether there is a password at all. */
    boolean isKnown() {
        return !password.isEmpty();
    }

    Path file() {
        return file;
    }

    int port() {
        return port;
    }

    void port(int chosen) {
        port = chosen;
    }

    String url() {
        return "postgresql://" + USER + ":" + password + "@127.0.0.1:" + port + "/" + DATABASE;
    }

    String shownUrl() {
        return "postgresql://" + USER + "@127.0.0.1:" + port + "/" + DATABASE;
    }

    /** Whether the server takes connections; a refusal of the password counts as an answer, too. */
    boolean isAnswered() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(5);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            return !state.startsWith("08") && !state.equals(STARTING);
        }
    }

    /** Checks that it is durable, and makes the user and the database where they are missing. */
    void prepare() throws DevFailure {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String setting : DURABILITY) {
                checkOn(statement, setting);
            }
            if (isEmpty(statement, "select 1 from pg_roles where rolname = '" + USER + "'")) {
                statement.execute("create role " + USER + " login");
            }
            statement.execute("alter role " + USER + " password '" + password + "'");
            if (isEmpty(statement, "select 1 from pg_database where datname = '" + DATABASE + "'")) {
                statement.execute("create database " + DATABASE + " owner " + USER);
            }
        } catch (SQLException e) {
            throw new DevFailure("The embedded PostgreSQL refuses our password, or its database: " + e.getMessage()
                    + ". If " + file + " was lost or changed, put it back.");
        }
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", ADMIN);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "20");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    private static void checkOn(Statement statement, String setting) throws SQLException, DevFailure {
        try (ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            if (!row.getString(1).equals("on")) {
                throw new DevFailure("The embedded PostgreSQL runs with " + setting + " " + row.getString(1)
                        + " and could lose data. Remove that setting from its configuration.");
            }
        }
    }

    private static boolean isEmpty(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }
}
