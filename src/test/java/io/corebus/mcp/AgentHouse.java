package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.bus.Trace;
import io.corebus.feature.Features;
import io.corebus.testing.TestFeatures;
import io.corebus.testing.Unhandled;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** What is offered to agents, with the resource room in memory, on a real bus. */
final class AgentHouse implements AutoCloseable {
    static final String PEOPLE = """
            feature: people
            title: Person
            description: Somebody who works here.
            schema:
              type: object
              required: [name]
              properties:
                name:   {type: string, maxLength: 100000}
                team:   {type: string, enum: [red, blue]}
                salary: {type: integer, x-agents: hidden}
                active: {type: boolean}
                notes:  {type: object}
                vault:  {type: object, x-agents: hidden}
            permissions: {read: [viewer], create: [editor], update: [editor], delete: [editor]}
            mcp: {tools: typed}
            logic: org.example.People
            actions: {promote: }
            """;
    static final String SECRETS = """
            feature: secrets
            schema:
              type: object
              properties: {word: {type: string}}
            permissions: {read: [viewer], create: [editor], update: [editor], delete: [editor]}
            """;

    final Vertx vertx = Vertx.vertx();
    private final Unhandled unhandled = new Unhandled(vertx);
    final Bus bus = new Bus(vertx, new SimpleMeterRegistry());
    final Features features;
    final ResourceDouble resources;
    final FeatureOffer offer;
    private final Context loop = vertx.getOrCreateContext();

    AgentHouse() {
        this(features(0));
    }

    AgentHouse(Features features) {
        this(features, feature -> Future.succeededFuture());
    }

    /** @param admission counts a call for a feature, or fails where there are too many */
    AgentHouse(Features features, Function<String, Future<Void>> admission) {
        this.features = features;
        this.resources = new ResourceDouble(bus, features);
        this.offer = on(() ->
                Future.succeededFuture(new FeatureOffer(vertx, features, bus, OfferLimits.standard(), admission)));
        on(() -> vertx.deployVerticle(resources));
    }

    /** Those that ship, one that is typed and has a hidden field, one that is not offered, and some more. */
    static Features features(int more) {
        Map<String, String> added = new HashMap<>(Map.of("people", PEOPLE, "secrets", SECRETS));
        for (int i = 0; i < more; i++) {
            String name = "extra_" + i;
            added.put(
                    name,
                    "feature: " + name + "\nschema:\n  type: object\n  properties: {text: {type: string}}\n"
                            + "permissions: {read: [viewer]}\nmcp: {tools: [search, get]}\n");
        }
        return TestFeatures.shippedAnd(added);
    }

    static Caller caller(String... roles) {
        return scoped(List.of(), roles);
    }

    static Caller scoped(List<String> scopes, String... roles) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        return new Caller("ann", List.of(roles), "token-1", scopes, "mcp", Trace.start(), deadline);
    }

    static Caller all() {
        return caller("viewer", "editor", "admin");
    }

    /** On one event loop, as a verticle's. */
    <T> T on(Supplier<Future<T>> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(turn -> work.get().onSuccess(done::complete).onFailure(done::completeExceptionally));
        return done.orTimeout(20, TimeUnit.SECONDS).join();
    }

    Outcome outcome(String tool, String arguments, Caller caller) {
        return on(() -> offer.call(call(tool, arguments, caller, false, null, null)));
    }

    /** The structured result of a call. */
    ObjectNode call(String tool, String arguments, Caller caller) {
        return ((Outcome.Result) outcome(tool, arguments, caller)).structured().tree();
    }

    ObjectNode call(String tool, String arguments) {
        return call(tool, arguments, all());
    }

    static ToolCall call(
            String tool, String arguments, Caller caller, boolean canAsk, ObjectNode answer, ObjectNode state) {
        return new ToolCall(tool, json(arguments), caller, canAsk, answer, state, result -> result, () -> false);
    }

    static ObjectNode json(String text) {
        return AgentJson.objectOf(Json.of(text));
    }

    List<String> tools(Caller caller) {
        return on(() -> offer.tools(caller)).stream()
                .map(tool -> tool.path("name").asText())
                .toList();
    }

    @Override
    public void close() {
        unhandled.requireNone();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
