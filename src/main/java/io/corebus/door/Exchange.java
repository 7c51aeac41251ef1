package io.corebus.door;

import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Trace;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer, with what every handler needs of them. */
public final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    /** W3C trace context. */
    public static final CharSequence TRACE_PARENT = HttpHeaders.createOptimized("traceparent");

    private static final String PUBLIC_URL = "corebus.public-url";

    private final RoutingContext routing;
    private final String trace;
    private final long deadlineNanos;
    private final long beganNanos = System.nanoTime();
    private byte[] body = Bodies.NONE;
    private @Nullable Caller caller;
    private @Nullable Integer ownRate;
    private String feature = "";
    private String action = "";

    public Exchange(RoutingContext routing, Duration patience) {
        this.routing = routing;
        this.trace = Trace.continueFrom(routing.request().getHeader(TRACE_PARENT));
        this.deadlineNanos = beganNanos + patience.toNanos();
    }

    /** Before all other routes: where clients reach this server. */
    public static void publish(Router router, String publicUrl) {
        String base = publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
        router.route().handler((PlatformHandler) routing -> {
            routing.put(PUBLIC_URL, base);
            routing.next();
        });
    }

    public HttpServerRequest request() {
        return routing.request();
    }

    public HttpServerResponse response() {
        return routing.response();
    }

    public RoutingContext routing() {
        return routing;
    }

    public String trace() {
        return trace;
    }

    public long beganNanos() {
        return beganNanos;
    }

    /** Until when the answer is of use; as {@link System#nanoTime} counts. */
    public long deadlineNanos() {
        return deadlineNanos;
    }

    /** For the metrics: which feature and action this turned out to be. */
    public void is(String feature, String action) {
        this.feature = feature;
        this.action = action;
    }

    public String feature() {
        return feature;
    }

    public String action() {
        return action;
    }

    /** Somebody who has shown no token, until {@link #identified}. */
    public Caller caller() {
        Caller known = caller;
        return known != null ? known : new Caller(Caller.ANONYMOUS, List.of(), null, "http", trace, deadlineNanos);
    }

    /** Requests a second that the token may make which was shown; null where it has no rate of its own. */
    @Nullable
    Integer ownRate() {
        return ownRate;
    }

    public void identified(Identity identity) {
        ownRate = identity.rate();
        caller = new Caller(
                identity.user(), identity.roles(), identity.tokenId(), identity.scopes(), "http", trace, deadlineNanos);
    }

    public String path(String name) {
        String value = routing.pathParam(name);
        return value == null ? "" : value;
    }

    /** Its first line; for a header that is a list, see {@link #list}. */
    @Nullable
    public String header(CharSequence name) {
        return routing.request().getHeader(name);
    }

    /** A header whose value is a list, of all its lines; null where it is absent. */
    @Nullable
    public String list(CharSequence name) {
        return ListHeader.of(routing.request(), name);
    }

    /** To be called where the body is taken as a stream, before its first part is: a client may wait to be told that it is wanted. */
    public void inviteBody() {
        Bodies.invite(routing.request());
    }

    /** Of the request; empty where there is none. */
    public byte[] body() {
        return body;
    }

    Exchange withBody(byte[] read) {
        body = read;
        return this;
    }

    /** @param body is given away: it goes out as it is, without a copy */
    public Future<Void> json(int status, byte[] body) {
        return routing.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .end(BufferInternal.buffer(Unpooled.wrappedBuffer(body)));
    }

    /** Where a failure becomes an answer. */
    public void fail(Throwable cause) {
        if (!(cause instanceof FailureException)) {
            LOG.error("{} {} [{}] failed", request().method(), request().path(), Trace.id(trace), cause);
        }
        fail(FailureException.of(cause));
    }

    public void fail(Failure failed) {
        Failure failure = isRead() ? asRead(failed) : failed;
        String base = routing.get(PUBLIC_URL);
        Problem.answer(routing.response(), failure, trace, base == null ? "" : base);
    }

    private boolean isRead() {
        HttpMethod method = request().method();
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    /** The bus does not know what changes nothing, and says that it may have been done. */
    static Failure asRead(Failure failed) {
        return failed.code().equals("deadline-exceeded")
                ? new Failure(failed.code(), failed.status(), "No answer in time. Try again.")
                : failed;
    }
}
