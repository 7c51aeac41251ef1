package io.corebus.bench;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * What subscribers cost a server while nothing happens. In a new process each time: one that had as many before has the memory already.
 *
 * @param starting starts it
 */
record IdleWork(String name, Callable<Server> starting, CpuClock clock) implements Work {
    static final int SUBSCRIBERS = 5_000;
    /** Before the first look: they load what all have in common. */
    private static final int FIRST = 200;

    private static final int PATIENCE_SECONDS = 60;

    /** Where it listens, and at which path one subscribes. */
    record Server(JvmProcess process, int port, String path) {}

    @Override
    public Group group() {
        return Group.IDLE_SUBSCRIBERS;
    }

    @Override
    public boolean isWarmedUp() {
        return false;
    }

    @Override
    public Sample run(int seconds) throws Exception {
        Server server = starting.call();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        List<Subscribers> open = new ArrayList<>();
        try {
            return run(server, vertx, seconds, open);
        } finally {
            open.forEach(Subscribers::close);
            vertx.close().toCompletionStage().toCompletableFuture().join();
            server.process().stop();
        }
    }

    private Sample run(Server server, Vertx vertx, int seconds, List<Subscribers> open) throws Exception {
        long pid = server.process().pid();
        Idle listener = new Idle();
        open.add(subscribe(server, vertx, FIRST, listener));
        Memory before = MemoryMeter.read(pid);
        long start = System.nanoTime();
        open.add(subscribe(server, vertx, SUBSCRIBERS, listener));
        double rate = SUBSCRIBERS / ((System.nanoTime() - start) / 1e9);
        Memory memory = MemoryMeter.read(pid).since(before).per(SUBSCRIBERS);
        double used = clock.micros(pid);
        Thread.sleep(TimeUnit.SECONDS.toMillis(seconds));
        used = (clock.micros(pid) - used) / seconds;
        listener.check();
        return Sample.ofIdle(rate, memory, new Cpu(used, Double.NaN, Double.NaN));
    }

    private static Subscribers subscribe(Server server, Vertx vertx, int count, Idle listener) throws Exception {
        Promise<Subscribers> done = Promise.promise();
        vertx.runOnContext(go -> Subscribers.open(vertx, server.port(), server.path(), count, () -> listener)
                .onComplete(done));
        return Load.await(done.future(), PATIENCE_SECONDS);
    }

    /** Nothing happens, so nothing may come. */
    private static final class Idle implements Subscriber.Listener {
        private volatile String failure = "";

        @Override
        public void event(byte[] frame, int from, int to) {
            failure = "An event came, though nothing was created.";
        }

        @Override
        public void failed(String reason) {
            failure = reason;
        }

        void check() throws BenchFailure {
            if (!failure.isEmpty()) {
                throw new BenchFailure(failure);
            }
        }
    }
}
