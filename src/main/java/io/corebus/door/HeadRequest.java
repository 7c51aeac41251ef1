package io.corebus.door;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code HEAD} request: whoever answers does it as for {@code GET}, and what goes out is the head of that answer with the length of the content, but not the
 * content (RFC 9110, section 9.3.2). Vert.x would send it over HTTP/2, which breaks the stream (RFC 9113, section 8.1.1).
 */
final class HeadRequest extends HttpServerRequestWrapper {
    private static final Set<String> ENDING = Set.of("end", "send");

    private final HttpServerResponse response;

    /** @param compressedFrom the length from which answers are compressed on this connection, in bytes */
    HeadRequest(HttpServerRequest request, int compressedFrom) {
        super((HttpServerRequestInternal) request);
        boolean compressed = request.headers().contains(HttpHeaderNames.ACCEPT_ENCODING);
        this.response = (HttpServerResponse) Proxy.newProxyInstance(
                HeadRequest.class.getClassLoader(),
                new Class<?>[] {HttpServerResponse.class},
                new Head(request.response(), compressedFrom, compressed));
    }

    @Override
    public HttpServerResponse response() {
        return response;
    }

    /**
     * The answer without its content. A proxy, because Vert.x has nothing to derive it from but the interface with its fifty methods.
     *
     * @param compressed whether the client takes a compressed answer
     */
    private record Head(HttpServerResponse answer, int compressedFrom, boolean compressed)
            implements InvocationHandler {

        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            int length = arguments == null ? -1 : length(arguments[0]);
            if (length >= 0 && ENDING.contains(method.getName())) {
                return end(length);
            }
            if (length >= 0 && method.getName().equals("write")) {
                return Future.succeededFuture();
            }
            try {
                Object result = method.invoke(answer, arguments);
                return result == answer ? proxy : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        /** Negative where it is no content. */
        private static int length(@Nullable Object content) {
            if (content instanceof Buffer buffer) {
                return buffer.length();
            }
            return content instanceof String text ? text.getBytes(StandardCharsets.UTF_8).length : -1;
        }

        /** How long it would be compressed, nobody knows who has not done it: then the length is left out (RFC 9110, section 8.6). */
        private Future<Void> end(int length) {
            MultiMap headers = answer.headers();
            boolean compressible = length >= compressedFrom;
            if (compressible && !headers.contains(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING, true)) {
                headers.add(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT_ENCODING);
            }
            if (!compressible || !compressed) {
                headers.set(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(length));
            }
            return answer.end();
        }
    }
}
