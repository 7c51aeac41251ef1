package io.corebus.node;

import io.corebus.bus.Renewal;
import io.corebus.feature.Features;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A room as {@code Components} lists it.
 *
 * @param door whether it faces the outside world and asks the other rooms; the others answer on {@code corebus.<name>.health}
 * @param config its own record
 * @param verticle makes one instance
 * @param needed whether it has anything to do with these features: else it does not run, and nobody looks for it
 * @param renewing how an instance that runs gets ready for what another wiring has; null: one that is made anew takes its place
 */
public record Room(
        String name,
        boolean door,
        Class<? extends Record> config,
        Function<Wiring, Deployable> verticle,
        Predicate<Features> needed,
        @Nullable Renewing renewing) {
    /** The name of the door for operators. */
    public static final String MANAGEMENT = "management";

    /** Called with an instance that has started. */
    @FunctionalInterface
    public interface Renewing {
        Future<Renewal> renew(Deployable instance, Wiring wiring);
    }

    public static Room inner(String name, Class<? extends Record> config, Function<Wiring, Deployable> verticle) {
        return new Room(name, false, config, verticle, features -> true, null);
    }

    public static Room door(String name, Class<? extends Record> config, Function<Wiring, Deployable> verticle) {
        return new Room(name, true, config, verticle, features -> true, null);
    }

    /** The same, where these features give it something to do. */
    public Room where(Predicate<Features> features) {
        return new Room(name, door, config, verticle, features, renewing);
    }

    /** The same, whose instances stay when features change. */
    public Room renewedBy(Renewing how) {
        return new Room(name, door, config, verticle, needed, how);
    }
}
