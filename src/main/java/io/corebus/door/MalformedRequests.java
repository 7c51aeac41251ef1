package io.corebus.door;

import io.corebus.bus.Failure;
import io.corebus.bus.Trace;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** What is not even HTTP, or too long to be read, gets a problem for an answer like everything else, and is told that the connection ends with it. */
final class MalformedRequests {
    private MalformedRequests() {}

    static void refuse(HttpServerRequest request) {
        request.response().putHeader(HttpHeaderNames.CONNECTION, "close");
        Problem.answer(request.response(), failure(request.decoderResult().cause()), Trace.continueFrom(null));
        request.connection().close();
    }

    private static Failure failure(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new Failure("uri-too-long", 414, "The path and query are too long.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new Failure("headers-too-large", 431, "The request headers are too large.");
        }
        return new Failure("bad-request", 400, "The request is not well-formed HTTP.");
    }
}
