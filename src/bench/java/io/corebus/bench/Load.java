package io.corebus.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Callers in a closed loop, each on a connection of its own with one request under way. All on one event loop, and on plain sockets instead of an HTTP
 * client: what the load costs, the servers do not get.
 */
final class Load implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    /** Kept: one that the garbage collector takes closes its connections. */
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));

    private final List<LoadConnection> connections = new ArrayList<>();

    /** What a run gave. */
    record Result(LatencyHistogram latencies, double seconds) {}

    /** Opens the connections. */
    static Load open(int port, int connections, List<Exchange> exchanges) throws Exception {
        Load load = new Load();
        try {
            load.connect(port, connections, exchanges);
            return load;
        } catch (Exception e) {
            load.close();
            throw e;
        }
    }

    private void connect(int port, int count, List<Exchange> exchanges) throws Exception {
        List<Future<?>> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Supplier<Exchange> next = anyOf(exchanges, i);
            opened.add(client.connect(port, "127.0.0.1")
                    .onSuccess(socket -> connections.add(new LoadConnection(socket, next))));
        }
        await(Future.all(opened), PATIENCE_SECONDS);
    }

    private static Supplier<Exchange> anyOf(List<Exchange> exchanges, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return () -> exchanges.get(random.nextInt(exchanges.size()));
    }

    /** Runs for that long, and waits for the answers that are under way then. */
    Result run(int seconds) throws Exception {
        LatencyHistogram latencies = new LatencyHistogram();
        Promise<Void> done = Promise.promise();
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        vertx.runOnContext(
                go -> Future.all(run(end, latencies)).<Void>mapEmpty().onComplete(done));
        long watch = vertx.setTimer(
                TimeUnit.SECONDS.toMillis(seconds + PATIENCE_SECONDS),
                late -> connections.forEach(LoadConnection::giveUp));
        await(done.future(), seconds + PATIENCE_SECONDS * 2);
        vertx.cancelTimer(watch);
        return new Result(latencies, (System.nanoTime() - start) / 1e9);
    }

    private List<Future<Void>> run(long end, LatencyHistogram latencies) {
        return connections.stream()
                .map(connection -> connection.run(end, latencies))
                .toList();
    }

    static <T> T await(Future<T> future, int seconds) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof BenchFailure failure ? failure : e;
        }
    }

    /** The connections first: Vert.x would give those that are open half a minute to end by themselves. */
    @Override
    public void close() {
        connections.forEach(LoadConnection::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
