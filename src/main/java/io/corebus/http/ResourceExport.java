package io.corebus.http;

import io.corebus.bus.Bus;
import io.corebus.bus.Trace;
import io.corebus.door.Exchange;
import io.corebus.feature.Feature;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.resource.ResourceMessages.ResourcePage;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One export of resources on its way to a client: a page is asked for when the one before has been taken by the network, so that an export of any length to a
 * client of any speed needs the memory of one page, and ends with the client's connection. Each page has a deadline of its own, and passes the rights anew.
 */
final class ResourceExport {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceExport.class);

    private static final int FIRST_PAGE = 100;
    private static final int MAX_PAGE = 1_000;
    /** About what one page may have; the rows of one say how many the next one should have. */
    private static final int PAGE_BYTES = 1_048_576;

    private final Bus bus;
    private final Exchange exchange;
    private final Duration patience;
    private final Feature feature;
    private final ExportForm form;
    private final ListResources question;
    private final ExportLines lines;
    private final Promise<Void> over = Promise.promise();

    /** @param question what to export; its limit and place are of no meaning */
    ResourceExport(
            Bus bus, Exchange exchange, Duration patience, Feature feature, ExportForm form, ListResources question) {
        this.bus = bus;
        this.exchange = exchange;
        this.patience = patience;
        this.feature = feature;
        this.form = form;
        this.question = question;
        this.lines = form.lines(feature, question.fields());
    }

    /** Fails while nothing has been sent; after that, the connection is broken off, so that nobody takes a part for the whole. */
    Future<Void> start() {
        return read(FIRST_PAGE, null).compose(this::begin);
    }

    private Future<ResourcePage> read(int limit, @Nullable String after) {
        ListResources page = new ListResources(
                question.feature(),
                question.filter(),
                question.sort(),
                limit,
                after,
                null,
                question.search(),
                question.fields(),
                null,
                null);
        return bus.request(ResourceMessages.LIST, page, exchange.caller().waiting(patience));
    }

    private Future<Void> begin(ResourcePage first) {
        exchange.response()
                .putHeader(HttpHeaderNames.CONTENT_TYPE, form.contentType())
                .putHeader(HttpHeaderNames.CONTENT_DISPOSITION, form.disposition(feature))
                .putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store");
        if (exchange.request().method().equals(HttpMethod.HEAD)) {
            return exchange.response().end();
        }
        exchange.response().setChunked(true);
        send(lines.head().appendBuffer(lines.lines(first.rows())), first);
        return over.future();
    }

    /** Not a chain of futures: it would grow with the export. */
    private void send(Buffer bytes, ResourcePage page) {
        exchange.response().write(bytes).onSuccess(sent -> goOn(page)).onFailure(this::breakOff);
    }

    private void goOn(ResourcePage page) {
        String next = page.next();
        if (next == null) {
            exchange.response().end().onComplete(done -> over.complete());
        } else {
            read(sizeAfter(page), next).onSuccess(this::send).onFailure(this::breakOff);
        }
    }

    private void send(ResourcePage page) {
        send(lines.lines(page.rows()), page);
    }

    private static int sizeAfter(ResourcePage page) {
        int bytesOfRow = page.rows().utf8().length / Math.max(1, page.count()) + 1;
        return Math.max(1, Math.min(MAX_PAGE, PAGE_BYTES / bytesOfRow));
    }

    private void breakOff(Throwable cause) {
        LOG.warn("An export [{}] was broken off: {}", Trace.id(exchange.trace()), cause.getMessage());
        exchange.response().reset();
        over.complete();
    }
}
