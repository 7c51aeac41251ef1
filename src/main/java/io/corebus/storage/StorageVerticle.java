package io.corebus.storage;

import io.corebus.bus.Bus;
import io.corebus.bus.Futures;
import io.corebus.feature.Features;
import io.corebus.feature.Losses;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The storage room. */
public final class StorageVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(StorageVerticle.class);
    /** A node does not keep its callers waiting for what only makes it faster. */
    private static final Duration INDEXES = Duration.ofSeconds(10);

    private final StorageConfig config;
    private final Features features;
    private final Bus bus;
    private final MeterRegistry meters;
    private @Nullable Database database;

    public StorageVerticle(StorageConfig config, Features features, Bus bus, MeterRegistry meters) {
        this.config = config;
        this.features = features;
        this.bus = bus;
        this.meters = meters;
    }

    /** Waits for PostgreSQL and brings the database up to date first; fails with {@link MigrationRefused} where that would lose data. */
    @Override
    public Future<?> start() {
        Arrival arrival = new Arrival(vertx, config.startTimeout());
        return arrival.await(() -> vertx.executeBlocking(this::migrate)).compose(migrated -> serve(arrival));
    }

    private @Nullable Void migrate() throws MigrationRefused {
        StorageMigration.run(config, features, Losses.NONE, INDEXES).forEach(LOG::warn);
        return null;
    }

    private Future<?> serve(Arrival arrival) {
        Database opened = new Database(vertx, config);
        database = opened;
        return Futures.endingOnFailure(arrival.await(opened::open).compose(open -> serve(opened)), opened::close);
    }

    private Future<Void> serve(Database opened) {
        FeatureTables tables = new FeatureTables(features);
        Journal journal = new Journal(opened);
        StorageMetrics metrics = new StorageMetrics(meters);
        GroupCommit commits = new GroupCommit(context, config);
        WriteExecution execution = new WriteExecution(opened, journal, metrics);
        RowWrites writes = new RowWrites(commits, execution);
        Appends appends = new Appends(commits, opened, metrics);
        Bell bell = new Bell(vertx, bus);
        return Future.all(List.of(
                        bus.serve(StorageMessages.INSERT, bell.after(new InsertHandler(tables, writes))),
                        bus.serve(StorageMessages.UPDATE, bell.after(new UpdateHandler(tables, writes))),
                        bus.serve(StorageMessages.DELETE, bell.after(new DeleteHandler(tables, writes))),
                        bus.serve(StorageMessages.RESTORE, bell.after(new RestoreHandler(tables, writes))),
                        bus.serve(
                                StorageMessages.WRITE_ALL,
                                bell.after(new WriteAllHandler(tables, opened, execution, metrics))),
                        bus.serve(StorageMessages.FIND_COMMANDS, new FindCommandsHandler(journal)),
                        bus.serve(StorageMessages.CHECK_COMMANDS, new CheckCommandsHandler(journal)),
                        bus.serve(StorageMessages.FIND, new FindHandler(tables, opened)),
                        bus.serve(StorageMessages.LIST, new ListHandler(tables, opened)),
                        bus.serve(StorageMessages.COUNT, new CountHandler(tables, opened)),
                        bus.serve(StorageMessages.FIND_COMMAND, new FindCommandHandler(journal)),
                        bus.serve(StorageMessages.HEALTH, new HealthHandler(opened)),
                        bus.serve(JournalMessages.READ_CHANGES, new ReadChangesHandler(opened)),
                        Seals.serve(bus, opened, appends, bell),
                        Imports.serve(bus, opened),
                        Jobs.serve(bus, opened, bell),
                        Hooks.serve(bus, opened, bell),
                        Followers.serve(bus, opened),
                        FeatureSets.serve(bus, opened),
                        ControlRows.serve(bus, opened, bell),
                        Acts.serve(bus, tables, opened, execution, bell),
                        Accounts.serve(bus, opened, bell),
                        Identities.serve(bus, opened, bell)))
                .mapEmpty();
    }

    @Override
    public Future<?> stop() {
        return database == null ? Future.succeededFuture() : database.close();
    }
}
