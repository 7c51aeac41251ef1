package io.corebus.bus;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only way from room to room. Adds to the event bus of Vert.x: types, a deadline that shrinks hop by hop, another attempt on another consumer when one
 * does not answer, one form of failure, a bound on what a consumer has in work, and metrics of every hop.
 */
public final class Bus {
    private static final Logger LOG = LoggerFactory.getLogger(Bus.class);

    /** While a room moves from one node to another nobody serves it for a moment; this long the bus waits for somebody. */
    private static final long PATIENCE_WITHOUT_CONSUMER_MILLIS = 3_000;

    private static final long PAUSE_WITHOUT_CONSUMER_MILLIS = 50;
    private static final long PAUSE_WHILE_RETIRING_MILLIS = 10;

    private final Vertx vertx;
    private final EventBus eventBus;
    private final BusMetrics metrics;
    private final Map<String, Boolean> codecs;
    private final Consumers consumers = new Consumers();
    /** Those that are asked first: of this bus, or of another one. */
    private volatile Consumers askedFirst = consumers;

    private final ShortWay shortWay;
    private final Queue<MessageConsumer<?>> listeners = new ConcurrentLinkedQueue<>();
    private final Queue<Retiring> retiring = new ConcurrentLinkedQueue<>();

    private record Retiring(String room, Context context, Runnable work) {}

    public Bus(Vertx vertx, MeterRegistry meters) {
        this.vertx = vertx;
        this.eventBus = vertx.eventBus();
        this.metrics = new BusMetrics(meters);
        this.codecs = new ConcurrentHashMap<>();
        this.shortWay = new ShortWay(vertx);
        register(Failure.class);
    }

    private Bus(Bus first) {
        this.vertx = first.vertx;
        this.eventBus = first.eventBus;
        this.metrics = first.metrics;
        this.codecs = first.codecs;
        this.shortWay = first.shortWay;
    }

    /**
     * For other rooms of the same process, which know other features: those that are given one bus ask each other first, and all others like those of another
     * process. So two sets of rooms serve side by side.
     */
    public Bus another() {
        return new Bus(this);
    }

    /**
     * Asks, and asks another consumer when one does not answer in time, until the caller's deadline.
     *
     * @return the reply; or fails with {@link FailureException}: what the room answered, {@code room-unavailable} 503 where nobody serves the address, {@code
     *     deadline-exceeded} 504 where the deadline passed
     */
    public <Q, R> Future<R> request(Address<Q, R> address, Q request, Caller caller) {
        return new Attempts<>(address, request, caller).start();
    }

    /** From now on, whoever was given this bus asks those first who were given the other one. For what outlives the rooms that it asks. */
    public void askFirst(Bus other) {
        askedFirst = other.consumers;
    }

    /** Serves an address on the calling verticle until that is undeployed. Completes when the whole cluster knows. */
    public <Q, R> Future<Void> serve(Address<Q, R> address, Service<Q, R> service) {
        register(address.request());
        register(address.reply());
        Consumption<Q, R> consumption = new Consumption<>(address, service, vertx.getOrCreateContext());
        MessageConsumer<Q> consumer = eventBus.consumer(address.name(), consumption::accept);
        consumption.registered(consumer);
        consumers.add(consumption);
        consumer.endHandler(end -> consumers.remove(consumption));
        return consumer.completion();
    }

    /**
     * Does something on the calling verticle when its room begins to {@linkplain #retire retire}: for work that takes longer than anybody waits for the end of a room.
     *
     * @param room the room's name, the second part of its addresses
     */
    public void onRetire(String room, Runnable work) {
        retiring.add(new Retiring(room, vertx.getOrCreateContext(), work));
    }

    /**
     * Takes no new requests for a room that was given this bus, and completes when those in work have been answered. Bound it with a time-out: what is in work may hang.
     *
     * @param room the room's name, the second part of its addresses
     */
    public Future<Void> retire(String room) {
        List<Consumption<?, ?>> serving = consumers.ofRoom(room);
        serving.forEach(consumers::remove);
        List<Retiring> told =
                retiring.stream().filter(one -> one.room().equals(room)).toList();
        retiring.removeAll(told);
        told.forEach(one -> one.context().runOnContext(turn -> one.work().run()));
        List<Future<Void>> unregistered =
                serving.stream().map(Consumption::unregister).toList();
        return Future.join(unregistered).compose(done -> whenIdle(serving), failed -> whenIdle(serving));
    }

    private Future<Void> whenIdle(List<Consumption<?, ?>> serving) {
        if (serving.stream().allMatch(Consumption::isIdle)) {
            return Future.succeededFuture();
        }
        return vertx.timer(PAUSE_WHILE_RETIRING_MILLIS).compose(pause -> whenIdle(serving));
    }

    /** Tells everybody who listens, on every node. */
    public <E> void publish(Topic<E> topic, E event) {
        register(topic.event());
        eventBus.publish(topic.name(), event);
    }

    /** Listens on the calling verticle until that is undeployed. */
    public <E> Future<Void> subscribe(Topic<E> topic, Consumer<E> listener) {
        register(topic.event());
        MessageConsumer<E> consumer = eventBus.consumer(topic.name(), message -> listener.accept(message.body()));
        listeners.add(consumer);
        return consumer.completion();
    }

    /** Nobody who was given this bus hears of a topic any more. For what outlives it: a verticle that is undeployed needs nothing of the kind. */
    public Future<Void> endSubscriptions() {
        List<Future<Void>> ended =
                listeners.stream().map(MessageConsumer::unregister).toList();
        listeners.clear();
        return Future.join(ended).otherwiseEmpty().mapEmpty();
    }

    /** Of two threads that come with a type for the first time, the second waits until its codec is there. */
    private <T> void register(Class<T> type) {
        if (!codecs.containsKey(type.getName())) {
            codecs.computeIfAbsent(type.getName(), name -> registered(type));
        }
    }

    private <T> Boolean registered(Class<T> type) {
        eventBus.registerDefaultCodec(type, new Wire<>(type));
        return true;
    }

    /** One request and the attempts made for it. */
    private final class Attempts<Q, R> {
        private final Address<Q, R> address;
        private final Q request;
        private final Caller caller;
        private final long began = System.nanoTime();
        private int attempt;
        /** Whether there was anybody who may have done it. */
        private boolean asked;

        Attempts(Address<Q, R> address, Q request, Caller caller) {
            this.address = address;
            this.request = request;
            this.caller = caller;
        }

        Future<R> start() {
            return next().onComplete(done -> metrics.hop(address, began, done.cause()));
        }

        private Future<R> next() {
            long left = caller.millisLeft();
            if (left <= 0) {
                return Future.failedFuture(attempt > 0 && !asked ? roomUnavailable() : deadlineExceeded());
            }
            attempt++;
            return attempt(Math.min(left, patience()));
        }

        /** The first attempt stays in this process where it can: no encoding, no network. A later one goes wherever the cluster has a consumer. */
        private Future<R> attempt(long timeout) {
            Context asker = Vertx.currentContext();
            Consumption<Q, R> near = attempt == 1 && asker != null ? askedFirst.nearest(address) : null;
            if (near != null && asker != null) {
                return shortWay.ask(near, request, caller, asker, timeout, this::retryNow, this::retryAfterPause);
            }
            register(address.request());
            register(address.reply());
            boolean localOnly = attempt == 1 && askedFirst.serve(address);
            return eventBus.<Object>request(address.name(), request, Envelope.write(caller, timeout, localOnly))
                    .compose(this::unwrap, this::again);
        }

        /** Doubles from the third attempt on: the first ones find a dead consumer quickly, the later ones leave a slow one its time. */
        private long patience() {
            return address.attempt().toMillis() << Math.min(Math.max(attempt - 2, 0), 10);
        }

        private Future<R> unwrap(Message<Object> reply) {
            if (!(reply.body() instanceof Failure failure)) {
                return Future.succeededFuture(address.reply().cast(reply.body()));
            }
            // What differs did nothing, and another consumer may do it.
            return failure.isDiffering()
                    ? retryAfterPause(failure.exception())
                    : Future.failedFuture(failure.exception());
        }

        private Future<R> again(Throwable cause) {
            if (!(cause instanceof ReplyException failed)) {
                return Future.failedFuture(cause);
            }
            if (failed.failureType() == ReplyFailure.TIMEOUT) {
                return retryNow();
            }
            if (failed.failureType() == ReplyFailure.NO_HANDLERS) {
                return retryAfterPause(roomUnavailable());
            }
            LOG.error("{} [{}] the bus failed", address, Trace.id(caller.trace()), cause);
            return Future.failedFuture(Failure.internal().exception());
        }

        private Future<R> retryNow() {
            asked = true;
            if (caller.millisLeft() > 0) {
                metrics.retry(address);
                LOG.info("{} [{}] no answer to attempt {}, asking again", address, Trace.id(caller.trace()), attempt);
            }
            return next();
        }

        /** @param failure what the asker is told where nobody comes */
        private Future<R> retryAfterPause(FailureException failure) {
            long waited = (System.nanoTime() - began) / 1_000_000;
            if (waited > PATIENCE_WITHOUT_CONSUMER_MILLIS || caller.millisLeft() < PAUSE_WITHOUT_CONSUMER_MILLIS) {
                return Future.failedFuture(failure);
            }
            return vertx.timer(PAUSE_WITHOUT_CONSUMER_MILLIS).compose(pause -> next());
        }

        private FailureException deadlineExceeded() {
            return new Failure(
                            "deadline-exceeded",
                            504,
                            "No answer in time. It may still have been done: repeat with the same Idempotency-Key.")
                    .exception();
        }

        private FailureException roomUnavailable() {
            String room = address.name().split("\\.", 3)[1];
            return Failure.unavailable(
                            "room-unavailable", "No node of the cluster serves the " + room + " room at the moment.")
                    .exception();
        }
    }
}
