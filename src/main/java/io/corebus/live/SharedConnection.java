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
import org.jspecify.annotations.Nullable;

/**
 * A request of SockJS over HTTP/2 as its transports see it. They close the connection after each answer, which is how one ends over HTTP/1; here other requests
 * share the connection, and it is the end of the stream that tells the client. Vert.x has no setting for it.
 */
@SuppressWarnings("unchecked") // Vert.x overrides data() so, and a proxy knows no types of handlers.
final class SharedConnection extends RoutingContextDecorator {
    /** What nobody reads is thrown away then. */
    private static final long RESET_MILLIS = 10_000;

    private final HttpServerRequest request;
    private final HttpServerResponse response;

    private SharedConnection(RoutingContext routing) {
        super(routing.currentRoute(), (RoutingContextInternal) routing);
        this.request = new OneStream(routing.request(), routing);
        HttpServerResponse answer = routing.response();
        this.response = instead(
                HttpServerResponse.class,
                answer,
                "closeHandler",
                handler -> answer.closeHandler(closed -> {
                    if (!answer.ended()) {
                        ((Handler<Void>) handler).handle(null);
                    }
                }));
    }

    static RoutingContext of(RoutingContext routing) {
        return new SharedConnection(routing);
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

    private static final class OneStream extends HttpServerRequestWrapper {
        private final HttpConnection connection;

        OneStream(HttpServerRequest request, RoutingContext routing) {
            super((HttpServerRequestInternal) request);
            HttpServerResponse answer = request.response();
            this.connection = instead(HttpConnection.class, request.connection(), "close", nothing -> {
                routing.vertx().setTimer(RESET_MILLIS, late -> reset(answer));
                return Future.succeededFuture();
            });
        }

        @Override
        public HttpConnection connection() {
            return connection;
        }

        private static void reset(HttpServerResponse answer) {
            if (!answer.closed()) {
                answer.reset();
            }
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
