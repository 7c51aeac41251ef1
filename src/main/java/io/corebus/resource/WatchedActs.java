package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.resource.LogicMessages.Act;
import io.corebus.resource.LogicMessages.ActOutcome;
import io.corebus.resource.LogicMessages.ActTold;
import io.corebus.resource.LogicMessages.ActsTold;
import io.corebus.resource.LogicMessages.ActsWanted;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The actions of jobs that this instance waits for. It says every second which they are, and hears how far they are; an instance of the logic room that is not heard
 * any more is not waited for. Belongs to one event loop.
 */
final class WatchedActs {
    /** On top of what the logic may take. */
    private static final Duration SLACK = Duration.ofSeconds(5);
    /** For one that says nothing of its time: more than {@code logic.act-timeout} can be. */
    private static final Duration UNSAID = Duration.ofSeconds(15);

    private final Vertx vertx;
    private final Bus bus;
    private final Map<String, Watch> asked = new HashMap<>();

    WatchedActs(Vertx vertx, Bus bus) {
        this.vertx = vertx;
        this.bus = bus;
    }

    Future<Void> start() {
        vertx.setPeriodic(LogicMessages.SIGN.toMillis(), tick -> tick());
        return bus.subscribe(LogicMessages.ACTS_TOLD, this::heard);
    }

    private void tick() {
        if (!asked.isEmpty()) {
            bus.publish(LogicMessages.ACTS_WANTED, new ActsWanted(List.copyOf(asked.keySet()), List.of()));
            long now = System.nanoTime();
            List.copyOf(asked.values()).forEach(watch -> watch.endIfSilent(now));
        }
    }

    private void heard(ActsTold told) {
        for (ActTold act : told.acts()) {
            Watch watch = asked.get(act.call());
            if (watch != null) {
                watch.heard(act);
            }
        }
    }

    /** @param mayWrite asked before anything is written: fails where that is up to others by now */
    Watch watch(Supplier<Future<Void>> mayWrite) {
        return new Watch(mayWrite);
    }

    /** One action of a job. Its logic may be asked several times, one after the other. */
    final class Watch {
        private final Supplier<Future<Void>> mayWrite;
        private @Nullable String call;
        private @Nullable Promise<ActOutcome> answer;
        private @Nullable ActTold told;
        private long heardNanos;
        private boolean abandoned;

        private Watch(Supplier<Future<Void>> mayWrite) {
            this.mayWrite = mayWrite;
        }

        Future<Void> mayWrite() {
            return abandoned ? Future.failedFuture(LogicMessages.unwanted().exception()) : mayWrite.get();
        }

        /** How far it is, as it told last; null where it did not. */
        @Nullable
        ActTold told() {
            return told != null && told.done() != null ? told : null;
        }

        /**
         * Fails also where nothing is heard of it any more, and when it is {@linkplain #abandon abandoned}.
         *
         * @param timeout what the logic has; null: {@code logic.act-timeout}
         */
        Future<ActOutcome> ask(Act request, @Nullable Duration timeout, Caller caller) {
            if (abandoned) {
                return Future.failedFuture(LogicMessages.unwanted().exception());
            }
            String name = UUID.randomUUID().toString();
            Promise<ActOutcome> promise = Promise.promise();
            call = name;
            answer = promise;
            told = null;
            heardNanos = System.nanoTime();
            asked.put(name, this);
            Duration patience = timeout == null ? UNSAID : timeout.plus(SLACK);
            Act named = new Act(
                    request.feature(),
                    request.action(),
                    request.id(),
                    request.version(),
                    request.before(),
                    request.input(),
                    request.dryRun(),
                    name,
                    request.timeoutMillis());
            bus.request(LogicMessages.ACT.withAttempt(patience), named, caller.waiting(patience))
                    .onComplete(promise::tryComplete, promise::tryFail);
            return promise.future().onComplete(over -> asked.remove(name));
        }

        private void heard(ActTold act) {
            heardNanos = System.nanoTime();
            told = act;
        }

        private void endIfSilent(long now) {
            if (now - heardNanos > LogicMessages.SILENCE.toNanos()) {
                end(Failure.unavailable("room-unavailable", "Nothing is heard any more of the node that did it.")
                        .exception());
            }
        }

        /** Nobody waits for it any more, and nothing of it is written that is not being written already. */
        void abandon() {
            if (!abandoned) {
                abandoned = true;
                end(LogicMessages.unwanted().exception());
            }
        }

        private void end(FailureException failure) {
            if (call != null && answer != null && answer.tryFail(failure)) {
                bus.publish(LogicMessages.ACTS_WANTED, new ActsWanted(List.of(), List.of(call)));
            }
        }
    }
}
