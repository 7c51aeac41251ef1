package io.corebus.webhook;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Finds the address to which a request goes, and refuses one that is not of the internet. The connection is made to that very address: a name that leads
 * elsewhere a moment later gains nothing.
 */
final class Addresses {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Looking up a name blocks a thread, for seconds where a name server is slow. */
    private static final int THREADS = 32;

    private final WorkerExecutor threads;
    private final boolean allowPrivate;

    Addresses(Vertx vertx, boolean allowPrivate) {
        this.threads = vertx.createSharedWorkerExecutor("webhook-addresses", THREADS);
        this.allowPrivate = allowPrivate;
    }

    /** Fails with {@link Unreachable}. */
    Future<InetAddress> of(String host) {
        return threads.executeBlocking(() -> InetAddress.getAllByName(host), false)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .recover(unknown -> Future.failedFuture(new Unreachable("the host name cannot be resolved")))
                .map(this::allowed);
    }

    private InetAddress allowed(InetAddress[] addresses) {
        for (InetAddress address : addresses) {
            if (allowPrivate || PublicAddress.is(address)) {
                return address;
            }
        }
        throw new Unreachable("the address is private, loopback or link-local, and webhook.allow-private is not set");
    }

    Future<Void> close() {
        return threads.close();
    }
}
