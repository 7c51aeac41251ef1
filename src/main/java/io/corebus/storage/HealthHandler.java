package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Health;
import io.corebus.bus.Service;
import io.vertx.core.Future;
import java.util.Map;

/** {@link StorageMessages#HEALTH}: the room can work when PostgreSQL answers and takes writes. */
final class HealthHandler implements Service<Health.Check, Health.Report> {
    private final Database database;

    HealthHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Health.Report> handle(Health.Check check, Caller caller) {
        return database.takesWrites()
                .map(taken -> new Health.Report(taken, Map.of("postgresql", taken ? "up" : "read-only")))
                .otherwise(away -> new Health.Report(
                        false,
                        Map.of(
                                "postgresql",
                                database.isElsewhere()
                                        ? "another one than at the start: restart the node"
                                        : "cannot be reached")));
    }
}
