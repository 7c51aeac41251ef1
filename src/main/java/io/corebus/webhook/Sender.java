package io.corebus.webhook;

import io.corebus.bus.Trace;
import io.corebus.storage.HookMessages.Hook;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Makes one attempt: one POST, signed, to the address that was checked, without redirects, bounded in time. */
final class Sender {
    private static final int MAX_CONNECT_MILLIS = 5_000;
    private static final int IDLE_SECONDS = 30;
    /** Hooks of one host share it, and none shall wait for another: there are never as many at a time. */
    private static final int MAX_CONNECTIONS_PER_HOST = 10_000;

    private static final String TIMED_OUT = "no answer in time";

    private final HttpClient client;
    private final Addresses addresses;
    private final Clock clock;

    Sender(Vertx vertx, Addresses addresses, Clock clock) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(MAX_CONNECT_MILLIS)
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setTcpNoDelay(true);
        this.client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS_PER_HOST));
        this.addresses = addresses;
        this.clock = clock;
    }

    /** Never fails: what went wrong is the outcome. */
    Future<Outcome> send(Hook hook, Parcel parcel, long patienceMillis) {
        long deadline = System.nanoTime() + patienceMillis * 1_000_000;
        URI url = URI.create(hook.settings().url());
        return addresses
                .of(url.getHost())
                .compose(address -> client.request(options(url, address)))
                .compose(request -> exchange(request, hook, parcel, deadline))
                .timeout(patienceMillis, TimeUnit.MILLISECONDS)
                .otherwise(cause -> Outcome.failed(reason(cause)));
    }

    /** The name is still what TLS and the receiver see; the connection goes to the address. */
    private static RequestOptions options(URI url, InetAddress address) {
        boolean secure = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : secure ? 443 : 80;
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(secure)
                .setHost(url.getHost())
                .setPort(port)
                .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, port)))
                .setFollowRedirects(false);
    }

    private Future<Outcome> exchange(HttpClientRequest request, Hook hook, Parcel parcel, long deadline) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            request.reset();
            return Future.failedFuture(new TimeoutException());
        }
        sign(request.headers(), hook, parcel);
        return request.send(Buffer.buffer(parcel.body().utf8()))
                .compose(response -> Answer.read(request, response))
                .timeout(left, TimeUnit.MILLISECONDS)
                .onFailure(broken -> request.reset());
    }

    private void sign(MultiMap headers, Hook hook, Parcel parcel) {
        long seconds = clock.instant().getEpochSecond();
        String signature =
                Signature.of(hook.secret(), parcel.id(), seconds, parcel.body().utf8());
        String previous = hook.previousSecret();
        if (previous != null) {
            signature += " "
                    + Signature.of(previous, parcel.id(), seconds, parcel.body().utf8());
        }
        headers.set(HttpHeaders.CONTENT_TYPE, "application/cloudevents+json")
                .set(HttpHeaders.USER_AGENT, "Corebus")
                .set("traceparent", Trace.continueFrom(parcel.trace()))
                .set("webhook-id", parcel.id())
                .set("webhook-timestamp", Long.toString(seconds))
                .set("webhook-signature", signature);
    }

    private static String reason(Throwable cause) {
        if (cause instanceof Unreachable unreachable && unreachable.getMessage() != null) {
            return unreachable.getMessage();
        }
        if (cause instanceof TimeoutException) {
            return TIMED_OUT;
        }
        return cause instanceof SSLException
                ? "no secure connection: the receiver's certificate or TLS does not fit"
                : "no connection, or it broke before the answer";
    }

    Future<Void> close() {
        return client.close().eventually(addresses::close);
    }
}
