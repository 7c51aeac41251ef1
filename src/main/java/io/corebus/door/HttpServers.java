package io.corebus.door;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import java.util.function.Supplier;

/** The servers of all doors, whatever room opens them: the same is done with compression, with connections, with {@code HEAD} and with what is not even HTTP. */
public final class HttpServers {
    /** The target of a request that is about the server and no path of it (RFC 9112, section 3.2.4). */
    private static final String SERVER = "*";

    private HttpServers() {}

    /**
     * @param options say whether answers are compressed, from 1 KiB on: less than that fits into one packet anyway
     * @param router asked with each request
     */
    public static HttpServer create(Vertx vertx, HttpServerOptions options, Supplier<Router> router) {
        options.setCompressionContentSizeThreshold(AnswerCompressor.FROM).setTcpNoDelay(true);
        // What HTTP/1.1 takes of headers, HTTP/2 takes as well, where Vert.x keeps a bound of its own.
        options.getInitialSettings().setMaxHeaderListSize(options.getMaxHeaderSize());
        boolean compressing = options.isCompressionSupported();
        return vertx.createHttpServer(options)
                .requestHandler(request -> serve(router.get(), request, compressing))
                .invalidRequestHandler(MalformedRequests::refuse)
                .connectionHandler(Pipelines::forAnswers);
    }

    private static void serve(Router router, HttpServerRequest received, boolean compressing) {
        boolean http2 = received.version() == HttpVersion.HTTP_2;
        if (compressing && http2) {
            // On connections of HTTP/1.1 the compressor says it; here Vert.x compresses, and does not.
            received.response().headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        HttpServerRequest request = received;
        if (received.method().equals(HttpMethod.HEAD)) {
            request = new HeadRequest(received, compressedFrom(compressing, http2));
        }
        String fault = MalformedRequests.fault(request);
        if (fault == null) {
            router.handle(request);
        } else if (SERVER.equals(request.path()) && request.method().equals(HttpMethod.OPTIONS)) {
            tellMethods(request);
        } else {
            MalformedRequests.refuse(request, fault);
        }
    }

    /** What {@code OPTIONS *} asks for (RFC 9110, section 9.3.7). Which of them a path takes, it says itself. */
    private static void tellMethods(HttpServerRequest request) {
        request.response()
                .setStatusCode(204)
                .putHeader(HttpHeaders.ALLOW, Methods.ALL)
                .end();
    }

    /** Over HTTP/2, Vert.x compresses short answers, too. */
    private static int compressedFrom(boolean compressing, boolean http2) {
        if (!compressing) {
            return Integer.MAX_VALUE;
        }
        return http2 ? 0 : AnswerCompressor.FROM;
    }
}
