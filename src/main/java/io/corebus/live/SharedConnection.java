package io.corebus.live;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextDecorator;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request of SockJS as its transports see it. They close the connection after each answer. Over HTTP/2 other requests share the connection, and it is the end of
 * the stream that tells the client; over HTTP/1.1 a client sends its next request on the same connection as soon as it has read the end of a stream, and
 * would lose that to the close. Vert.x has no setting for it.
 */
@SuppressWarnings("unchecked") // Vert.x overrides data() so, and a proxy knows no types of handlers.
final class SharedConnection extends RoutingContextDecorator {
    /** What nobody reads is thrown away then. */
    private static final long RESET_MILLIS = 10_000;

    private final HttpServerRequest request;
    private final HttpServerResponse response;

    /** @param closed what is done where a transport closes the connection */
    private SharedConnection(RoutingContext routing, Supplier<Future<Void>> closed) {
        super(routing.currentRoute(), (RoutingContextInternal) routing);
        this.request = new Kept(routing.request(), closed);
        HttpServerResponse answer = routing.response();
        this.response = instead(
                HttpServerResponse.class,
                answer,
                "closeHandler",
                handler -> answer.closeHandler(end -> {
                    if (!answer.ended()) {
                        ((Handler<Void>) handler).handle(null);
                    }
                }));
    }

    /** Over HTTP/2. */
    static RoutingContext ofStream(RoutingContext routing) {
        HttpServerResponse answer = routing.response();
        return new SharedConnection(routing, () -> {
            routing.vertx().setTimer(RESET_MILLIS, late -> reset(answer));
            return Future.succeededFuture();
        });
    }

    private static void reset(HttpServerResponse answer) {
        if (!answer.closed()) {
            answer.reset();
        }
    }

    /**
     * Over HTTP/1.1, for one that streams.
     *
     * @param timeout gives the connection its time-out back, which ends it where nothing follows, or nobody reads
     */
    static RoutingContext keptAlive(RoutingContext routing, Runnable timeout) {
        HttpServerRequest request = routing.request();
        return new SharedConnection(routing, () -> {
            if (!request.response().ended()) {
                return request.connection().close();
            }
            timeout.run();
            return Future.succeededFuture();
        });
    }

    @Override
    public HttpServerRequest request() {
        return request;
    }

    /** Over HTTP/1 it is not told of a close after the end, and takes one for the client's. */
    @Override
    public HttpServerResponse response() {
        return response;
    }

    private static final class Kept extends HttpServerRequestWrapper {
        private final HttpConnection connection;

        Kept(HttpServerRequest request, Supplier<Future<Void>> closed) {
            super((HttpServerRequestInternal) request);
            this.connection = instead(HttpConnection.class, request.connection(), "close", nothing -> closed.get());
        }

        @Override
        public HttpConnection connection() {
            return connection;
        }
    }

    /**
     * The same but for one method. A proxy, because Vert.x has nothing to derive it from but the interfaces with their many methods.
     *
     * @param done given the method's argument, or null
     */
    private static <T> T instead(Class<T> type, T original, String name, Function<@Nullable Object, Object> done) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            try {
                Object result = method.getName().equals(name)
                        ? done.apply(arguments == null ? null : arguments[0])
                        : method.invoke(original, arguments);
                return result == original ? proxy : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
