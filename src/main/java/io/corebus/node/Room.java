package io.corebus.node;

import io.vertx.core.Deployable;
import java.util.function.Function;

/**
 * A room as {@code Components} lists it.
 *
 * @param door whether it faces the outside world and asks the other rooms; the others answer on {@code corebus.<name>.health}
 * @param config its own record
 * @param verticle makes one instance
 */
public record Room(String name, boolean door, Class<? extends Record> config, Function<Wiring, Deployable> verticle) {
    /** The name of the door for operators. */
    public static final String MANAGEMENT = "management";

    public static Room inner(String name, Class<? extends Record> config, Function<Wiring, Deployable> verticle) {
        return new Room(name, false, config, verticle);
    }

    public static Room door(String name, Class<? extends Record> config, Function<Wiring, Deployable> verticle) {
        return new Room(name, true, config, verticle);
    }
}
