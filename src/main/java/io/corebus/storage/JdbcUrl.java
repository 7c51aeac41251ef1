package io.corebus.storage;

import io.corebus.bus.Failure;
import io.vertx.pgclient.PgConnectOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * What {@code storage.url} says, for the migrations: they speak JDBC and block. The parser of the pools reads it, so that both understand the same by it. User
 * and password stay out of the text, which may be shown.
 */
final class JdbcUrl {
    private static final String SCHEME = "jdbc:postgresql://";
    private static final int CONNECT_SECONDS = 10;

    private final String place;
    private final PgConnectOptions options;

    private JdbcUrl(PgConnectOptions options) {
        this.options = options;
        this.place = authority(options) + "/" + escape(options.getDatabase());
    }

    /** Fails with {@code storage-url} where it has not the form {@code postgresql://user:password@host:port/database}. */
    static JdbcUrl of(String storageUrl) {
        String fault = fault(storageUrl);
        if (fault != null) {
            throw new Failure("storage-url", 500, "storage.url " + fault + ".").exception();
        }
        return new JdbcUrl(PgConnectOptions.fromUri(storageUrl));
    }

    /** What is wrong with it, to stand behind its name; quotes nothing of it, because it may hold a password. Null where it is right. */
    static @Nullable String fault(String storageUrl) {
        try {
            return PgConnectOptions.fromUri(storageUrl).isUsingDomainSocket()
                    ? "names a Unix socket, and migrations need TCP: name a host and a port"
                    : null;
        } catch (RuntimeException e) {
            return "cannot be read. Write it as postgresql://user:password@host:port/database, with"
                    + " %-escapes for all but letters, digits and -._~!* in the user and the password";
        }
    }

    private static String authority(PgConnectOptions options) {
        String host = options.getHost();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + options.getPort();
    }

    private static String escape(String database) {
        return URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** {@code host:port/database}. */
    String place() {
        return place;
    }

    String user() {
        return options.getUser();
    }

    DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(toString());
        source.setUser(options.getUser());
        source.setPassword(options.getPassword());
        source.setSslMode(options.getSslMode().value);
        source.setOptions(options.getProperties().get("options"));
        source.setApplicationName("corebus migration");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setTcpKeepAlive(true);
        return source;
    }

    Connection connect() throws SQLException {
        return dataSource().getConnection();
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return SCHEME + place;
    }
}
