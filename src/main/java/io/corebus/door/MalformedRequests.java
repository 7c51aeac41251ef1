package io.corebus.door;

import io.corebus.bus.Failure;
import io.corebus.bus.Trace;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** What is not even HTTP, too long to be read or has no path that could be looked up gets a problem for an answer like everything else. */
final class MalformedRequests {
    private MalformedRequests() {}

    /** Refuses what could not be read as HTTP, and tells that the connection ends with it. */
    static void refuse(HttpServerRequest request) {
        request.response().putHeader(HttpHeaderNames.CONNECTION, "close");
        Problem.answer(request.response(), failure(request.decoderResult().cause()), Trace.continueFrom(null));
        request.connection().close();
    }

    /**
     * What is wrong with the path, where a router could not even fail the request: it would look for the route of that path. Null where nothing is.
     */
    private static @Nullable String faultOfPath(HttpServerRequest request) {
        String path = request.path();
        if (path == null || path.isEmpty() || path.charAt(0) != '/') {
            return "The target of the request is no path: it has to begin with a slash.";
        }
        return hasBrokenEscape(path)
                ? "The path is not properly percent-encoded: each % needs two hexadecimal digits behind it, and a % itself is written %25."
                : null;
    }

    /** Whether a {@code %} has no two hexadecimal digits behind it (RFC 3986, section 2.1). */
    private static boolean hasBrokenEscape(String path) {
        for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 3)) {
            if (at + 2 >= path.length() || !isHex(path.charAt(at + 1)) || !isHex(path.charAt(at + 2))) {
                return true;
            }
        }
        return false;
    }

    /**
     * What is wrong with the {@code Host}: where it stands twice, whoever stands before us may have looked at the other one (RFC 9112, section 3.2). That it is there and
     * well-formed is looked at by Vert.x. Null where nothing is.
     */
    private static @Nullable String faultOfHost(HttpServerRequest request) {
        return request.headers().getAll(HttpHeaderNames.HOST).size() > 1
                ? "The header Host stands there more than once. Send it once."
                : null;
    }

    /** What is wrong with a request that could be read as HTTP; null where nothing is. */
    static @Nullable String fault(HttpServerRequest request) {
        String path = faultOfPath(request);
        return path == null ? faultOfHost(request) : path;
    }

    /** Refuses a request for a {@linkplain #fault fault}. The connection stays: where the next request begins is known. */
    static void refuse(HttpServerRequest request, String fault) {
        Problem.answer(request.response(), new Failure("bad-request", 400, fault), Trace.continueFrom(null));
    }

    private static boolean isHex(char digit) {
        return digit < 128 && Character.digit(digit, 16) >= 0;
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
