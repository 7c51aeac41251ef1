package io.corebus.bus;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One consumer of an address: turns messages into calls of the service, and whatever comes of it into exactly one reply. */
final class Consumption<Q, R> {
    private static final Logger LOG = LoggerFactory.getLogger(Consumption.class);

    /** How many requests one consumer has in work at most; what comes on top is answered with {@code overloaded}. */
    private static final int MAX_IN_WORK = 5_000;

    private final Address<Q, R> address;
    private final Service<Q, R> service;
    private final Context context;
    private final Thread thread = Thread.currentThread();
    private final AtomicInteger inWork = new AtomicInteger();
    private volatile @Nullable MessageConsumer<Q> consumer;

    /** @param context of the verticle that serves, on whose thread this is called */
    Consumption(Address<Q, R> address, Service<Q, R> service, Context context) {
        this.address = address;
        this.service = service;
        this.context = context;
    }

    Address<Q, R> address() {
        return address;
    }

    /** Whether the calling thread is the one on which it serves. */
    boolean isNear() {
        return thread == Thread.currentThread();
    }

    boolean isIdle() {
        return inWork.get() == 0;
    }

    void registered(MessageConsumer<Q> registered) {
        consumer = registered;
    }

    Future<Void> unregister() {
        MessageConsumer<Q> registered = consumer;
        return registered == null ? Future.succeededFuture() : registered.unregister();
    }

    /** For a request over the event bus. */
    void accept(Message<Q> message) {
        Caller caller = Envelope.read(message.headers());
        if (caller.millisLeft() <= 0) {
            return; // Nobody waits any more.
        }
        if (enter()) {
            read(message, caller);
        } else {
            message.reply(overloaded().failure());
        }
    }

    /** Who sent what cannot be read here is answered, too: else it would wait, and the place would never be free again. */
    private void read(Message<Q> message, Caller caller) {
        Q request;
        try {
            request = message.body();
        } catch (RuntimeException unreadable) {
            inWork.decrementAndGet();
            reply(message, Future.failedFuture(failure(unreadable, caller)));
            return;
        }
        work(request, caller, answer -> reply(message, answer));
    }

    private void reply(Message<Q> message, AsyncResult<R> answer) {
        message.reply(answer.succeeded() ? answer.result() : FailureException.of(answer.cause()));
    }

    /** For a request of this process, from whatever context; the answer comes on some context, too. It counts as in work from now on. */
    void ask(Q request, Caller caller, Handler<AsyncResult<R>> answer) {
        if (enter()) {
            context.runOnContext(turn -> work(request, caller, answer));
        } else {
            answer.handle(Future.failedFuture(overloaded()));
        }
    }

    private boolean enter() {
        if (inWork.incrementAndGet() <= MAX_IN_WORK) {
            return true;
        }
        inWork.decrementAndGet();
        return false;
    }

    private static FailureException overloaded() {
        return Failure.unavailable("overloaded", "Too much to do at the moment. Try again in a second.")
                .exception();
    }

    private void work(Q request, Caller caller, Handler<AsyncResult<R>> answer) {
        call(request, caller).onComplete(done -> {
            inWork.decrementAndGet();
            answer.handle(done.succeeded() ? done : Future.failedFuture(failure(done.cause(), caller)));
        });
    }

    private Future<R> call(Q request, Caller caller) {
        try {
            return service.handle(request, caller);
        } catch (Throwable thrown) { // An error, too: whoever asks is to be told, and the place is to be free again.
            return Future.failedFuture(thrown);
        }
    }

    private FailureException failure(Throwable cause, Caller caller) {
        if (cause instanceof FailureException known) {
            return known;
        }
        LOG.error("{} [{}] failed", address, Trace.id(caller.trace()), cause);
        return Failure.internal().exception();
    }
}
