package io.corebus.door;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Few;
import io.corebus.bus.Json;
import io.corebus.feature.FeatureAction;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.ActOnResource;
import io.corebus.resource.ResourceMessages.Acted;
import io.corebus.resource.ResourceMessages.Command;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A named action with many resources, for each of them a command of its own: a few are under way at a time, and none is begun that would not be over in time.
 * Belongs to one event loop, and to one request.
 */
public final class ManyActs {
    private static final int AT_A_TIME = 4;
    /** What is left of the time of the request for the answer itself. */
    private static final long RESERVE_MILLIS = 500;

    private final Bus bus;
    private final Caller caller;
    private final ActedResource like;
    private final Function<String, Command> commands;
    private final Results results;
    /** So long another one may take, too. */
    private long slowestMillis;

    /** @param commands the one for a resource */
    public ManyActs(Bus bus, Caller caller, ActedResource like, Function<String, Command> commands, Results results) {
        this.bus = bus;
        this.caller = caller;
        this.like = like;
        this.commands = commands;
        this.results = results;
    }

    /** What is done with each. */
    public record ActedResource(String feature, FeatureAction action, Json input) {}

    /** Where it is told what came of each. */
    public interface Results {
        /** @param place among the ids, from 0 */
        void acted(int place, String id, Acted acted);

        /** With {@code not-begun} 503 nothing was done. */
        void refused(int place, String id, Failure failure);
    }

    /**
     * Never fails.
     *
     * @param wanted whether somebody still waits: what is not begun does not begin then
     */
    public Future<Void> run(List<String> ids, BooleanSupplier wanted) {
        List<Integer> places = IntStream.range(0, ids.size()).boxed().toList();
        return Few.each(places, AT_A_TIME, place -> act(place, ids.get(place), wanted));
    }

    private Future<Void> act(int place, String id, BooleanSupplier wanted) {
        if (!wanted.getAsBoolean() || caller.millisLeft() < slowestMillis + RESERVE_MILLIS) {
            results.refused(place, id, notBegun());
            return Future.succeededFuture();
        }
        long began = System.nanoTime();
        ActOnResource request = new ActOnResource(
                like.feature(), id, like.action().name(), List.of(), like.input(), commands.apply(id));
        return bus.request(ResourceMessages.act(like.action()), request, caller)
                .onSuccess(acted -> results.acted(place, id, acted))
                .onFailure(cause -> results.refused(place, id, FailureException.of(cause)))
                .onComplete(done -> took((System.nanoTime() - began) / 1_000_000))
                .transform(done -> Future.succeededFuture());
    }

    private void took(long millis) {
        slowestMillis = Math.max(slowestMillis, millis);
    }

    private static Failure notBegun() {
        return Failure.unavailable(
                "not-begun",
                "The time of the request was over before it was the turn of this one, with which nothing was done. Send it again.");
    }
}
