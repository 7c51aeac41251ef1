package io.corebus.http;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import io.corebus.door.ManyActs;
import io.corebus.door.ManyActs.ActedResource;
import io.corebus.feature.FeatureAction;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.Acted;
import io.corebus.resource.ResourceMessages.CheckAct;
import io.corebus.resource.ResourceMessages.CheckKey;
import io.vertx.core.Future;
import java.util.List;

/** A named action with many resources, each with a result of its own in the answer. */
final class BulkActs {
    private final Bus bus;
    private final String feature;
    private final FeatureAction action;
    private final BulkActForm form;
    private final BulkActCommands commands;
    private final Caller caller;
    private final BatchAnswer answer;

    BulkActs(Bus bus, String feature, FeatureAction action, BulkActForm form, BulkActCommands commands, Caller caller) {
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
        ManyActs acts =
                new ManyActs(bus, caller, new ActedResource(feature, action, form.input()), commands::of, new Told());
        return bus.request(ResourceMessages.CHECK_ACT, new CheckAct(feature, action.name(), form.input()), caller)
                .recover(BulkActs::ofInput)
                .compose(checked -> checkKey(bus, form, commands, caller))
                .compose(checked -> acts.run(form.ids(), () -> true))
                .map(done -> answer);
    }

    private final class Told implements ManyActs.Results {
        @Override
        public void acted(int place, String id, Acted acted) {
            answer.acted(place, id, acted);
        }

        @Override
        public void refused(int place, String id, Failure failure) {
            answer.refused(place, id, failure, caller.trace());
        }
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
}
