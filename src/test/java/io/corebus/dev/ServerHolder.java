package io.corebus.dev;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** Starts both servers in a process of its own, writes a row, and waits to be killed. */
final class ServerHolder {
    private ServerHolder() {}

    public static void main(String[] arguments) throws Exception {
        DataDirectory data = DataDirectory.open(Path.of(arguments[0]), Path.of(arguments[1]));
        EmbeddedPostgres postgres = EmbeddedPostgres.start(data);
        EmbeddedRedis redis = EmbeddedRedis.start(data);
        try (Connection connection = DriverManager.getConnection(EmbeddedServersIT.jdbc(postgres.url()));
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept (word text)");
            statement.execute("insert into kept values ('committed')");
        }
        System.out.println("holding " + redis.shownUrl());
        Thread.sleep(120_000);
    }
}
