package io.corebus.http;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Few;
import io.corebus.bus.FieldFault;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.ActOnResource;
import io.corebus.resource.ResourceMessages.CheckAct;
import io.corebus.resource.ResourceMessages.CheckKey;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;

/** A named action with many resources, for each of them a command of its own: a few are under way at a time, and none is begun that would not be over in time. */
final class BulkActs {
    /** What is left of the time of the request for the answer itself. */
    private static final long RESERVE_MILLIS = 500;

    private final Bus bus;
    private final String feature;
    private final String action;
    private final BulkActForm form;
    private final BulkActCommands commands;
    private final Caller caller;
    private final BatchAnswer answer;
    /** So long another one may take, too. */
    private long slowestMillis;

    BulkActs(Bus bus, String feature, String action, BulkActForm form, BulkActCommands commands, Caller caller) {
        this.bus = bus;
        this.feature = feature;
        this.action = action;
        this.form = form;
        this.commands = commands;
        this.caller = caller;
        this.answer = new BatchAnswer(form.ids().size());
    }

    /**
     * Fails where the caller may do this with nothing, where the input does not fit, or where the key was used for another request; what else fails is the result
     * of its resource.
     */
    Future<BatchAnswer> run() {
        List<Integer> places = IntStream.range(0, form.ids().size()).boxed().toList();
        return bus.request(ResourceMessages.CHECK_ACT, new CheckAct(feature, action, form.input()), caller)
                .recover(BulkActs::ofInput)
                .compose(checked -> checkKey(bus, form, commands, caller))
                .compose(checked -> Few.each(places, BatchEach.WITH_LOGIC_AT_A_TIME, this::act))
                .map(done -> answer);
    }

    /** Those with which it was not done under the key before would be done, and the others refused: it is all or none that belongs to this request. */
    static Future<?> checkKey(Bus bus, BulkActForm form, BulkActCommands commands, Caller caller) {
        String hash = commands.requestHash();
        return hash == null || form.isLong()
                ? Future.succeededFuture()
                : bus.request(ResourceMessages.CHECK_KEY, new CheckKey(commands.names(form.ids()), hash), caller);
    }

    /** What is wrong with the input stands in the body there. */
    static <T> Future<T> ofInput(Throwable cause) {
        Failure failure = FailureException.of(cause);
        if (failure.errors().isEmpty()) {
            return Future.failedFuture(cause);
        }
        List<FieldFault> errors = failure.errors().stream()
                .map(fault -> new FieldFault("/input" + fault.pointer(), fault.code(), fault.detail()))
                .toList();
        return Future.failedFuture(
                new Failure(failure.code(), failure.status(), failure.detail(), errors, null, null).exception());
    }

    private Future<Void> act(int place) {
        String id = form.ids().get(place);
        if (caller.millisLeft() < slowestMillis + RESERVE_MILLIS) {
            answer.refused(place, id, notBegun(), caller.trace());
            return Future.succeededFuture();
        }
        long began = System.nanoTime();
        ActOnResource request = new ActOnResource(feature, id, action, List.of(), form.input(), commands.of(id));
        return bus.request(ResourceMessages.ACT, request, caller)
                .onSuccess(acted -> answer.acted(place, id, acted))
                .onFailure(cause -> answer.refused(place, id, FailureException.of(cause), caller.trace()))
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
