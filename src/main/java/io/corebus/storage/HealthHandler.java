package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Health;
import io.corebus.bus.Service;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Map;

/** {@link StorageMessages#HEALTH}: the room can work when PostgreSQL answers. */
final class HealthHandler implements Service<Health.Check, Health.Report> {
    private final Database database;

    HealthHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Health.Report> handle(Health.Check check, Caller caller) {
        return database.read("SELECT 1", Tuple.tuple())
                .map(new Health.Report(true, Map.of("postgresql", "up")))
                .otherwise(new Health.Report(false, Map.of("postgresql", "cannot be reached")));
    }
}
