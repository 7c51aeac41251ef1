package io.corebus.http;

import io.corebus.bus.Failure;
import io.corebus.bus.Trace;
import io.corebus.door.Exchange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer on its way to a client: a page is asked for when the one before has been taken by the network, so that an answer of any length to a client of any
 * speed needs the memory of one page, and ends with the client's connection.
 */
final class Download<P> {
    private static final Logger LOG = LoggerFactory.getLogger(Download.class);

    private final Exchange exchange;
    private final Pages<P> pages;
    private final Promise<Void> over = Promise.promise();

    /** Where the pages come from. */
    interface Pages<P> {
        Buffer bytes(P page);

        /** The page that follows; null where this is the last one. */
        @Nullable
        Future<P> after(P page);
    }

    Download(Exchange exchange, Pages<P> pages) {
        this.exchange = exchange;
        this.pages = pages;
    }

    /**
     * {@code upgrade-required} 426 for HTTP/1.0: there an answer of unknown length ends with the connection, and a part that was broken off looks like the whole.
     */
    static void requireAnEndThatShows(Exchange exchange) {
        if (exchange.request().version() == HttpVersion.HTTP_1_0) {
            exchange.response()
                    .putHeader(HttpHeaders.UPGRADE, "HTTP/1.1")
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
            throw new Failure(
                            "upgrade-required",
                            426,
                            "An export takes HTTP/1.1 or newer: over HTTP/1.0 nobody could tell a part of it from the whole. A proxy on the way may be what speaks HTTP/1.0.")
                    .exception();
        }
    }

    /**
     * Begins when the first page is there. From then on a failure breaks the connection off, so that nobody takes a part for the whole.
     *
     * @param head what goes before the first page
     */
    Future<Void> begin(Buffer head, P first) {
        if (exchange.request().method().equals(HttpMethod.HEAD)) {
            return exchange.response().end();
        }
        Buffer begin = head.appendBuffer(pages.bytes(first));
        exchange.response().setChunked(true);
        write(begin, first);
        return over.future();
    }

    /** Not a chain of futures: it would grow with the answer. */
    private void write(Buffer bytes, P page) {
        exchange.response()
                .write(bytes)
                .onSuccess(sent -> take(() -> goOn(page)))
                .onFailure(this::breakOff);
    }

    /** What a step throws would be lost otherwise, and nobody would ever be told that the answer is over. */
    private void take(Runnable step) {
        try {
            step.run();
        } catch (Throwable thrown) {
            LOG.error("An export [{}] failed", Trace.id(exchange.trace()), thrown);
            end();
        }
    }

    private void goOn(P page) {
        Future<P> next = pages.after(page);
        if (next == null) {
            exchange.response().end().onComplete(done -> over.complete());
        } else {
            next.onSuccess(following -> take(() -> send(following))).onFailure(this::breakOff);
        }
    }

    private void send(P page) {
        Buffer bytes = pages.bytes(page);
        if (bytes.length() == 0) {
            goOn(page);
        } else {
            write(bytes, page);
        }
    }

    private void breakOff(Throwable cause) {
        LOG.warn("An export [{}] was broken off: {}", Trace.id(exchange.trace()), cause.getMessage());
        end();
    }

    /** Before the end of the answer. */
    private void end() {
        exchange.response().reset();
        over.tryComplete();
    }
}
