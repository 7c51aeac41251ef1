package io.corebus.node;

import io.corebus.config.Config;
import io.corebus.config.ConfigFaults;
import io.corebus.config.ConfigReader;
import io.corebus.config.ManagementConfig;
import io.corebus.config.RedisConfig;
import io.corebus.config.ShutdownConfig;
import io.corebus.config.Sources;
import io.corebus.feature.Features;
import io.corebus.http.ManagementVerticle;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Nodes with the rooms of the tests. */
final class TestNodes {
    static final List<Room> ROOMS = List.of(
            Room.door(
                    Room.MANAGEMENT,
                    ManagementConfig.class,
                    wiring ->
                            new ManagementVerticle(wiring.config(ManagementConfig.class), wiring.bus(), wiring.node())),
            Room.inner("echo", EchoConfig.class, EchoVerticle::new),
            Room.door("http", PortConfig.class, PortVerticle::new));

    private TestNodes() {}

    static Config config(String... flags) throws ConfigFaults {
        return new ConfigReader(List.of(
                        RoomsConfig.class,
                        InstancesConfig.class,
                        NetworkConfig.class,
                        RedisConfig.class,
                        EchoConfig.class,
                        PortConfig.class,
                        ClusterConfig.class,
                        ManagementConfig.class,
                        ShutdownConfig.class))
                .read(new Sources(null, Map.of(), List.of(flags)));
    }

    static Node start(String... flags) throws Exception {
        Config config = config(flags);
        return get(Node.start(
                config,
                new Features(List.of()),
                ROOMS,
                config.get(RoomsConfig.class).rooms()));
    }

    static <T> T get(Future<T> future) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get(40, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw (Exception) e.getCause();
        }
    }
}
