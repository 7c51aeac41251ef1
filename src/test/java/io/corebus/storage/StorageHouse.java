package io.corebus.storage;

import io.corebus.bus.Address;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.bus.Topic;
import io.corebus.bus.Trace;
import io.corebus.dev.DataDirectory;
import io.corebus.dev.DevFailure;
import io.corebus.dev.EmbeddedPostgres;
import io.corebus.feature.Features;
import io.corebus.storage.StorageMessages.DeleteRow;
import io.corebus.storage.StorageMessages.InsertRow;
import io.corebus.storage.StorageMessages.UpdateRow;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.corebus.testing.TestFeatures;
import io.corebus.testing.Unhandled;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The storage room alone, with a real PostgreSQL, asked over the real bus. */
final class StorageHouse implements AutoCloseable {
    private static EmbeddedPostgres postgres;

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = Vertx.vertx();
    private final Unhandled unhandled = new Unhandled(vertx);
    private final Bus bus = new Bus(vertx, meters);

    /** One server for all tests of the room; each house empties it. */
    static synchronized EmbeddedPostgres postgres() {
        if (postgres == null) {
            try {
                DataDirectory data = DataDirectory.open(Path.of("target", "servers", "storage"));
                postgres = EmbeddedPostgres.start(data);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(data)));
            } catch (DevFailure e) {
                throw new AssertionError(e);
            }
        }
        return postgres;
    }

    private static void stop(DataDirectory data) {
        try {
            postgres.stop();
            data.close();
        } catch (DevFailure e) {
            throw new IllegalStateException(e);
        }
    }

    static StorageConfig config() {
        Duration patience = Duration.ofSeconds(5);
        return new StorageConfig(
                postgres().url(), 4, 4, 128, 5_000, patience, patience, patience, Duration.ofSeconds(2));
    }

    /** An empty database in which these descriptors are served. */
    static StorageHouse open(Features features) {
        clear();
        StorageHouse house = new StorageHouse();
        get(house.vertx.deployVerticle(new StorageVerticle(config(), features, house.bus, house.meters)));
        return house;
    }

    static void clear() {
        execute("DROP SCHEMA IF EXISTS data CASCADE; DROP SCHEMA IF EXISTS corebus CASCADE");
    }

    /** @param descriptors by the names of their features */
    static Features features(Map<String, String> descriptors) {
        return TestFeatures.of(descriptors);
    }

    static Caller caller() {
        Caller system = Caller.system(Duration.ofSeconds(20));
        return new Caller("ann", List.of("editor"), "token-1", "http", Trace.start(), system.deadlineNanos());
    }

    <Q, R> Future<R> ask(Address<Q, R> address, Q request) {
        return bus.request(address, request, caller());
    }

    <E> void listen(Topic<E> topic, Consumer<E> listener) {
        get(bus.subscribe(topic, listener));
    }

    Future<WrittenRow> insert(String feature, String data) {
        return ask(StorageMessages.INSERT, insertion(feature, data));
    }

    static InsertRow insertion(String feature, String data) {
        return new InsertRow(feature, uuid(), Json.of(data), uuid(), null);
    }

    Future<WrittenRow> update(String feature, String id, String data, Long... ifVersions) {
        return ask(
                StorageMessages.UPDATE, new UpdateRow(feature, id, List.of(ifVersions), Json.of(data), uuid(), null));
    }

    Future<WrittenRow> delete(String feature, String id, Long... ifVersions) {
        return ask(StorageMessages.DELETE, new DeleteRow(feature, id, List.of(ifVersions), uuid(), null));
    }

    static String uuid() {
        return UUID.randomUUID().toString();
    }

    static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    static Failure failure(Future<?> future) {
        return get(future.transform(done -> Future.succeededFuture(FailureException.of(done.cause()))));
    }

    static void execute(String sql) {
        try (Connection connection = JdbcUrl.of(postgres().url()).connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    static List<String> query(String sql) {
        try (Connection connection = JdbcUrl.of(postgres().url()).connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(found.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    public void close() {
        unhandled.requireNone();
        get(vertx.close());
    }
}
