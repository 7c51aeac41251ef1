package io.corebus.bus;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.function.Supplier;

/** What all instances of a room in one process have in common, whichever of them comes first. */
public final class PerProcess {
    private PerProcess() {}

    /** The one of this type. */
    public static <T extends Shareable> T of(Vertx vertx, Class<T> type, Supplier<T> made) {
        String name = type.getName();
        return vertx.sharedData().<String, T>getLocalMap(name).computeIfAbsent(name, first -> made.get());
    }
}
