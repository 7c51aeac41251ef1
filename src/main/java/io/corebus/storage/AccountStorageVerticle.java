package io.corebus.storage;

import io.corebus.bus.Bus;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The part of the storage room that verbs need which work straight on the database: no feature, no seal. */
public final class AccountStorageVerticle extends VerticleBase {
    private final StorageConfig config;
    private final Bus bus;
    private final MeterRegistry meters;
    private @Nullable Database database;

    public AccountStorageVerticle(StorageConfig config, Bus bus, MeterRegistry meters) {
        this.config = config;
        this.bus = bus;
        this.meters = meters;
    }

    /** Brings the platform's tables up to date first, as every node does. */
    @Override
    public Future<?> start() {
        return vertx.executeBlocking(this::migrate).compose(migrated -> serve());
    }

    private @Nullable Void migrate() {
        PlatformMigration.run(Objects.requireNonNull(config.url(), "storage.url"));
        return null;
    }

    private Future<?> serve() {
        Database opened = new Database(vertx, config);
        database = opened;
        Appends appends = new Appends(new GroupCommit(context, config), opened, new StorageMetrics(meters));
        Bell bell = new Bell(vertx, bus);
        return Future.all(List.of(
                bus.serve(StorageMessages.HEALTH, new HealthHandler(opened)),
                bus.serve(JournalMessages.APPEND_ENTRY, bell.after(new AppendEntryHandler(appends))),
                FeatureSets.serveDesk(bus, opened),
                Accounts.serve(bus, opened, bell),
                Identities.serve(bus, opened, bell)));
    }

    @Override
    public Future<?> stop() {
        return database == null ? Future.succeededFuture() : database.close();
    }
}
