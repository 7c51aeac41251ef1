package io.corebus.http;

import io.corebus.audit.AuditMessages;
import io.corebus.audit.AuditMessages.ExportPage;
import io.corebus.audit.AuditMessages.ReadExport;
import io.corebus.bus.Bus;
import io.corebus.door.Exchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One export of the journal. Each page has a deadline of its own. */
final class AuditExport implements Download.Pages<ExportPage> {
    private final Bus bus;
    private final Exchange exchange;
    private final Duration patience;

    AuditExport(Bus bus, Exchange exchange, Duration patience) {
        this.bus = bus;
        this.exchange = exchange;
        this.patience = patience;
    }

    /** Fails while nothing has been sent. */
    Future<Void> start(long from) {
        return read(new ReadExport(from, true)).compose(this::begin);
    }

    private Future<ExportPage> read(ReadExport request) {
        return bus.request(AuditMessages.READ_EXPORT, request, exchange.caller().waiting(patience));
    }

    private Future<Void> begin(ExportPage first) {
        exchange.response()
                .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/x-ndjson")
                .putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return new Download<>(exchange, this).begin(Buffer.buffer(), first);
    }

    @Override
    public Buffer bytes(ExportPage page) {
        return Buffer.buffer(page.lines());
    }

    @Override
    public @Nullable Future<ExportPage> after(ExportPage page) {
        Long next = page.next();
        return next == null ? null : read(new ReadExport(next, false));
    }
}
