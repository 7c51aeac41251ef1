package io.corebus.http;

import io.corebus.audit.AuditMessages;
import io.corebus.audit.AuditMessages.ExportPage;
import io.corebus.audit.AuditMessages.ReadExport;
import io.corebus.bus.Bus;
import io.corebus.bus.Trace;
import io.corebus.door.Exchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One export on its way to a client: a page is asked for when the one before has been taken by the network, so that an export of any length to a client of any
 * speed needs the memory of one page. Each page has a deadline of its own.
 */
final class AuditExport {
    private static final Logger LOG = LoggerFactory.getLogger(AuditExport.class);

    private final Bus bus;
    private final Exchange exchange;
    private final Duration patience;
    private final Promise<Void> over = Promise.promise();

    AuditExport(Bus bus, Exchange exchange, Duration patience) {
        this.bus = bus;
        this.exchange = exchange;
        this.patience = patience;
    }

    /** Fails while nothing has been sent; after that, the connection is broken off, so that nobody takes a part for the whole. */
    Future<Void> start(long from) {
        return read(new ReadExport(from, true)).compose(this::begin);
    }

    private Future<ExportPage> read(ReadExport request) {
        return bus.request(AuditMessages.READ_EXPORT, request, exchange.caller().waiting(patience));
    }

    private Future<Void> begin(ExportPage first) {
        HttpServerResponse response = exchange.response()
                .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/x-ndjson")
                .putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store");
        if (exchange.request().method().equals(HttpMethod.HEAD)) {
            return response.end();
        }
        response.setChunked(true);
        send(first);
        return over.future();
    }

    /** Not a chain of futures: it would grow with the export. */
    private void send(ExportPage page) {
        exchange.response()
                .write(page.lines())
                .onSuccess(sent -> goOn(page.next()))
                .onFailure(this::breakOff);
    }

    private void goOn(@Nullable Long next) {
        if (next == null) {
            exchange.response().end().onComplete(done -> over.complete());
        } else {
            read(new ReadExport(next, false)).onSuccess(this::sendIfAny).onFailure(this::breakOff);
        }
    }

    private void sendIfAny(ExportPage page) {
        if (page.lines().isEmpty()) {
            goOn(page.next());
        } else {
            send(page);
        }
    }

    private void breakOff(Throwable cause) {
        LOG.warn("An export [{}] was broken off: {}", Trace.id(exchange.trace()), cause.getMessage());
        exchange.response().reset();
        over.complete();
    }
}
