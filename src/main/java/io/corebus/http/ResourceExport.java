package io.corebus.http;

import io.corebus.bus.Bus;
import io.corebus.door.Exchange;
import io.corebus.feature.Feature;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.resource.ResourceMessages.ResourcePage;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** One export of resources. Each page has a deadline of its own, and passes the rights anew. */
final class ResourceExport implements Download.Pages<ResourcePage> {
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

    /**
     * @param question what to export; its limit and place are of no meaning
     * @param readable the declared fields that the caller may read
     */
    ResourceExport(
            Bus bus,
            Exchange exchange,
            Duration patience,
            Feature feature,
            ExportForm form,
            ListResources question,
            Collection<String> readable) {
        this.bus = bus;
        this.exchange = exchange;
        this.patience = patience;
        this.feature = feature;
        this.form = form;
        this.question = question;
        this.lines = form.lines(feature, question.fields(), readable);
    }

    /** Fails while nothing has been sent. */
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
        return new Download<>(exchange, this).begin(lines.head(), first);
    }

    @Override
    public Buffer bytes(ResourcePage page) {
        return lines.lines(page.rows());
    }

    @Override
    public @Nullable Future<ResourcePage> after(ResourcePage page) {
        String next = page.next();
        return next == null ? null : read(sizeAfter(page), next);
    }

    private static int sizeAfter(ResourcePage page) {
        int bytesOfRow = page.rows().utf8().length / Math.max(1, page.count()) + 1;
        return Math.max(1, Math.min(MAX_PAGE, PAGE_BYTES / bytesOfRow));
    }
}
