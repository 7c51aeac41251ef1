package io.corebus.storage;

import io.corebus.access.StorageDouble;
import io.corebus.bus.Bus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The double that the tests of the access room run against is like the real room. */
class IdentitiesDoubleTest extends IdentitiesContract {
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx, new SimpleMeterRegistry());

    @BeforeEach
    void start() {
        await(vertx.deployVerticle(new StorageDouble(bus, Clock.systemUTC())));
    }

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    @Override
    Bus bus() {
        return bus;
    }
}
