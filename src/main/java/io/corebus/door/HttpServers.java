package io.corebus.door;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;

/** The servers of all doors, whatever room opens them: the same is done with compression, with connections, and with what is not even HTTP. */
public final class HttpServers {
    private HttpServers() {}

    /** @param options say whether answers are compressed, from 1 KiB on: less than that fits into one packet anyway */
    public static HttpServer create(Vertx vertx, HttpServerOptions options, Router router) {
        options.setCompressionContentSizeThreshold(AnswerCompressor.FROM).setTcpNoDelay(true);
        boolean compressing = options.isCompressionSupported();
        return vertx.createHttpServer(options)
                .requestHandler(request -> serve(router, request, compressing))
                .invalidRequestHandler(MalformedRequests::refuse)
                .connectionHandler(Pipelines::forAnswers);
    }

    private static void serve(Router router, HttpServerRequest request, boolean compressing) {
        if (compressing && request.version() == HttpVersion.HTTP_2) {
            // On connections of HTTP/1.1 the compressor says it; here Vert.x compresses, and does not.
            request.response().headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        if (MalformedRequests.hasBrokenPath(request)) {
            MalformedRequests.refusePath(request);
        } else {
            router.handle(request);
        }
    }
}
