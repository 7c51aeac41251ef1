package io.corebus.mcp;

import io.corebus.door.Authentication;
import io.corebus.door.Door;
import io.corebus.door.Doorway;
import io.vertx.core.Future;
import java.time.Clock;

/** The mcp door in one server instance: everything of it belongs to that instance's event loop. */
final class McpMount implements Doorway.Guest {
    private final McpListeners listeners;

    private McpMount(McpListeners listeners) {
        this.listeners = listeners;
    }

    static McpMount on(McpParts parts, Door door, Authentication authentication) {
        McpConfig config = parts.config();
        Offer offer = parts.offers().apply(door.rates());
        McpListeners listeners = new McpListeners(parts, offer);
        McpDispatcher dispatcher = new McpDispatcher(
                methods(parts, offer),
                listeners,
                new McpLimits(config, door.rates(), parts.metrics()),
                McpCalls.of(parts.vertx()),
                parts.metrics());
        new McpRoutes(
                        new McpOrigins(config.origins(), config.publicUrl()),
                        new McpCallers(authentication, config.conformance()),
                        new McpResource(config, parts.bus()),
                        dispatcher,
                        door.rates())
                .mount(door);
        return new McpMount(listeners);
    }

    private static McpMethodTable methods(McpParts parts, Offer offer) {
        McpQuestions questions = new McpQuestions(new RequestStates(parts.bus(), Clock.systemUTC()));
        McpMethodTable methods = McpMethodTable.of(offer, questions);
        return offer instanceof ConformanceOffer suite
                ? ConformanceMethods.over(methods, suite, questions, parts.vertx())
                : methods;
    }

    @Override
    public Future<Void> start() {
        return listeners.start();
    }

    @Override
    public Future<Void> stop() {
        return listeners.stop();
    }
}
