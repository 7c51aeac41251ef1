package io.corebus.node;

import io.corebus.feature.Features;
import io.vertx.core.Deployable;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A room as {@code Components} lists it.
 *
 * @param door whether it faces the outside world and asks the other rooms; the others answer on {@code corebus.<name>.health}
 * @param config its own record
 * @param verticle makes one instance
 * @param needed whether it has anything to do with these features: else it does not run, and nobody looks for it
 */
public record Room(
        String name,
        boolean door,
        Class<? extends Record> config,
        Function<Wiring, Deployable> verticle,
        Predicate<Features> needed) {
    /** The name of the door for operators. */
    public static final String MANAGEMENT = "management";

    public static Room inner(String name, Class<? extends Record> config, Function<Wiring, Deployable> verticle) {
        return new Room(name, false, config, verticle, features -> true);
    }

    public static Room door(String name, Class<? extends Record> config, Function<Wiring, Deployable> verticle) {
        return new Room(name, true, config, verticle, features -> true);
    }

    /** The same, where these features give it something to do. */
    public Room where(Predicate<Features> features) {
        return new Room(name, door, config, verticle, features);
    }
}
