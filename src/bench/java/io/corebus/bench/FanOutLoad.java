package io.corebus.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Subscribers, and a caller who creates at a steady pace whether they keep up or not. All on one event loop, so that one clock measures both. */
final class FanOutLoad implements AutoCloseable {
    static final int SUBSCRIBERS = 200;
    static final int CREATES_A_SECOND = 50;
    /** What the names of what is created begin with; a number follows. */
    static final String NAME = "fan-out-";

    private static final int CALLERS = 4;
    private static final int PATIENCE_SECONDS = 30;
    private static final int POLL_MILLIS = 5;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    /** Kept: one that the garbage collector takes closes its connections. */
    private final NetClient client = vertx.createNetClient();

    private final Target target;
    private final Deliveries deliveries;
    private final Queue<LoadConnection> idle = new ArrayDeque<>();
    private final List<LoadConnection> callers = new ArrayList<>();
    private final LatencyHistogram acknowledgements = new LatencyHistogram();
    private final List<Subscribers> subscribers = new CopyOnWriteArrayList<>();
    private int due;
    private int asked;
    private int acknowledged;

    /**
     * What is loaded.
     *
     * @param path to subscribe at
     * @param isOrdered whether it promises that everybody gets the events in the order of their numbers
     * @param creates the request that creates the one with this number
     */
    record Target(int port, String path, boolean isOrdered, IntFunction<Exchange> creates) {}

    /**
     * What a run gave.
     *
     * @param bytes of one event
     */
    record Result(LatencyHistogram latencies, double seconds, double bytes) {}

    private FanOutLoad(Target target) {
        this.target = target;
        this.deliveries = new Deliveries(SUBSCRIBERS, target.isOrdered());
    }

    /** Opens the connections and subscribes. */
    static FanOutLoad open(Target target) throws Exception {
        FanOutLoad load = new FanOutLoad(target);
        try {
            load.connect();
            return load;
        } catch (Exception e) {
            load.close();
            throw e;
        }
    }

    static String name(int create) {
        return NAME + create + "-";
    }

    private void connect() throws Exception {
        Promise<Void> connected = Promise.promise();
        vertx.runOnContext(
                go -> Subscribers.open(vertx, target.port(), target.path(), SUBSCRIBERS, deliveries::listener)
                        .onSuccess(subscribers::add)
                        .compose(open -> connectCallers())
                        .onComplete(connected));
        Load.await(connected.future(), PATIENCE_SECONDS);
    }

    private Future<Void> connectCallers() {
        List<Future<?>> opened = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            opened.add(client.connect(target.port(), "127.0.0.1")
                    .map(socket -> new LoadConnection(socket, this::nextCreate))
                    .onSuccess(callers::add));
        }
        return Future.all(opened).onSuccess(all -> idle.addAll(callers)).mapEmpty();
    }

    private Exchange nextCreate() {
        return target.creates().apply(asked);
    }

    /** Creates for that long, and waits until everybody has seen everything. */
    Result run(int seconds) throws Exception {
        LatencyHistogram latencies = new LatencyHistogram();
        Promise<Void> done = Promise.promise();
        long start = System.nanoTime();
        vertx.runOnContext(go -> begin(seconds * CREATES_A_SECOND, latencies, done));
        long watch = vertx.setTimer(
                TimeUnit.SECONDS.toMillis(seconds + PATIENCE_SECONDS),
                late -> done.tryFail(new BenchFailure("Not in time, at port " + target.port() + ": " + acknowledged
                        + " of " + asked + " creates were acknowledged, " + deliveries.describe())));
        Load.await(done.future(), seconds + PATIENCE_SECONDS * 2);
        vertx.cancelTimer(watch);
        return new Result(latencies, (System.nanoTime() - start) / 1e9, deliveries.meanBytes());
    }

    private void begin(int creates, LatencyHistogram latencies, Promise<Void> done) {
        deliveries.measure(latencies);
        deliveries.failure().onFailure(done::tryFail);
        due = asked;
        int last = asked + creates;
        vertx.setPeriodic(1, 1_000 / CREATES_A_SECOND, timer -> {
            if (due < last) {
                due++;
                askNext(done);
            } else {
                vertx.cancelTimer(timer);
                awaitDeliveries(last, done);
            }
        });
    }

    private void askNext(Promise<Void> done) {
        LoadConnection caller = asked < due ? idle.poll() : null;
        if (caller != null) {
            int create = asked;
            Future<Void> answered = caller.run(0, acknowledgements);
            asked++;
            answered.onSuccess(answer -> acknowledged(create, caller, done)).onFailure(done::tryFail);
        }
    }

    private void acknowledged(int create, LoadConnection caller, Promise<Void> done) {
        deliveries.acknowledged(create);
        acknowledged++;
        idle.add(caller);
        askNext(done);
    }

    private void awaitDeliveries(int last, Promise<Void> done) {
        if (acknowledged == last && deliveries.areComplete()) {
            done.tryComplete();
        } else if (!done.future().isComplete()) {
            vertx.setTimer(POLL_MILLIS, again -> awaitDeliveries(last, done));
        }
    }

    /** The connections first, see {@link Load#close}. */
    @Override
    public void close() {
        subscribers.forEach(Subscribers::close);
        callers.forEach(LoadConnection::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
