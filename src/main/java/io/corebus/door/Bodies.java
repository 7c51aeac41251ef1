package io.corebus.door;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of requests into memory, up to a limit. They are JSON: nothing has to be taken apart while it comes, so that which comes in one piece, as most
 * do, is kept as it came. The handler of Vert.x, which is made for forms and files, copies it twice, and each of its parts waits in a queue.
 */
final class Bodies {
    /** That of a request without one. */
    static final byte[] NONE = {};

    private static final int TOO_LARGE = 413;
    private static final int MALFORMED = 400;

    private final long limit;

    /** @param limit in bytes */
    Bodies(long limit) {
        this.limit = limit;
    }

    /**
     * To be called before anything of the body has come. Where it is too large, or broken off, the request fails, with 413 or 400.
     *
     * @param then gets the body when all of it is there; empty where there is none
     */
    void read(RoutingContext routing, Consumer<byte[]> then) {
        HttpServerRequest request = routing.request();
        Body body = new Body(routing, then);
        request.handler(body::add).exceptionHandler(body::breakOff).endHandler(end -> body.end());
        if (isAnnouncedTooLarge(request.getHeader(HttpHeaders.CONTENT_LENGTH))) {
            body.refuse();
        } else {
            invite(request);
        }
    }

    /** Whoever waits for it is told to send the body (RFC 9110, section 10.1.1). */
    static void invite(HttpServerRequest request) {
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
    }

    /** What is no number is refused by whoever decodes the request. */
    private boolean isAnnouncedTooLarge(@Nullable String length) {
        try {
            return length != null && Long.parseLong(length.trim()) > limit;
        } catch (NumberFormatException malformed) {
            return false;
        }
    }

    private final class Body {
        private final RoutingContext routing;
        private final Consumer<byte[]> then;
        private @Nullable Buffer content;
        private boolean failed;

        Body(RoutingContext routing, Consumer<byte[]> then) {
            this.routing = routing;
            this.then = then;
        }

        void add(Buffer part) {
            if (failed) {
                return; // The client sends the rest all the same. It is read, so that the answer gets through to it.
            }
            Buffer before = content;
            long length = part.length() + (before == null ? 0L : before.length());
            if (length > limit) {
                refuse();
            } else if (before == null) {
                content = part;
            } else {
                content = before.appendBuffer(part);
            }
        }

        void breakOff(Throwable cause) {
            if (!failed) {
                drop();
                routing.fail(MALFORMED, cause);
            }
        }

        void refuse() {
            drop();
            routing.fail(TOO_LARGE);
        }

        private void drop() {
            failed = true;
            content = null;
        }

        void end() {
            if (failed) {
                return;
            }
            try {
                then.accept(bytes(content));
            } catch (RuntimeException e) {
                routing.fail(e);
            }
        }

        private static byte[] bytes(@Nullable Buffer content) {
            if (content == null) {
                return NONE;
            }
            ByteBuf held = ((BufferInternal) content).getByteBuf();
            boolean alone = held.hasArray() && held.array().length == held.readableBytes();
            return alone ? held.array() : ByteBufUtil.getBytes(held);
        }
    }
}
