package io.corebus.http;

import io.corebus.bus.Address;
import io.corebus.bus.Bus;
import io.corebus.bus.Failure;
import io.corebus.door.Exchange;
import io.corebus.feature.Feature;
import io.corebus.resource.BulkMessages;
import io.corebus.resource.BulkMessages.BeginImport;
import io.corebus.resource.BulkMessages.CancelImport;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.AskPermission;
import io.corebus.storage.ImportMessages.AddChunk;
import io.corebus.storage.ImportMessages.CloseUpload;
import io.corebus.storage.ImportMessages.SentRecord;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.List;

/**
 * One upload on its way into storage: the client is held back while a chunk is being kept, so that an upload of any length needs the memory of one. What does not
 * come to its end is never processed.
 */
final class ImportUpload {
    private static final int CHUNK_RECORDS = 500;
    private static final int CHUNK_BYTES = 262_144;

    private final Bus bus;
    private final HttpConfig config;
    private final Exchange exchange;
    private final Feature feature;
    private final boolean csv;
    private final boolean dryRun;
    private final String id;
    private final Duration period;
    private final RecordSplitter splitter;
    private final Promise<Void> over = Promise.promise();
    private long bytes;
    private int chunks;
    private boolean begun;
    /** Whether nothing may be kept now: a chunk is being kept, or there are no more. */
    private boolean busy;

    /** @param period after which what has come is kept though it is no whole chunk: an upload of which nothing is kept for long is taken for dead */
    ImportUpload(
            Bus bus,
            HttpConfig config,
            Exchange exchange,
            Feature feature,
            boolean csv,
            boolean dryRun,
            String id,
            Duration period) {
        this.bus = bus;
        this.config = config;
        this.exchange = exchange;
        this.feature = feature;
        this.csv = csv;
        this.dryRun = dryRun;
        this.id = id;
        this.period = period;
        this.splitter = new RecordSplitter(csv, config.maxBody().bytes());
    }

    /** Completes when all is kept, and may be processed. */
    Future<Void> run() {
        exchange.request().handler(this::take).endHandler(end -> end()).exceptionHandler(gone -> fail(brokenOff()));
        requireNotTooLarge(announced());
        Future<Void> ready = csv ? requireRight() : begin(List.of());
        ready.onSuccess(begin -> receive()).onFailure(this::fail);
        return over.future();
    }

    /** What is no number is refused by whoever decodes the request. */
    private long announced() {
        String length = exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length.trim());
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }

    /** CSV begins when its header line is there. Nobody shall send that who may not create anything. */
    private Future<Void> requireRight() {
        AskPermission question = new AskPermission(feature.name(), Feature.Action.CREATE, null);
        return bus.request(ResourceMessages.MAY, question, exchange.caller()).mapEmpty();
    }

    private void receive() {
        if (over.future().isComplete()) {
            return; // The client has gone meanwhile.
        }
        Vertx vertx = exchange.routing().vertx();
        long timer = vertx.setPeriodic(period.toMillis(), turn -> keepWhatHasCome());
        over.future().onComplete(done -> vertx.cancelTimer(timer));
        exchange.inviteBody();
        exchange.request().resume();
    }

    /** A producer may take its time between two lines. */
    private void keepWhatHasCome() {
        if (!busy && splitter.size() > 0) {
            keepChunk();
        }
    }

    private void keepChunk() {
        busy = true;
        exchange.request().pause();
        keep().onSuccess(kept -> goOn()).onFailure(this::fail);
    }

    private void goOn() {
        busy = false;
        exchange.request().resume();
    }

    private Future<Void> begin(List<String> columns) {
        begun = true;
        BeginImport request = new BeginImport(id, feature.name(), csv ? "csv" : "ndjson", columns, dryRun);
        return send(BulkMessages.BEGIN, request);
    }

    private <Q> Future<Void> send(Address<Q, Done> address, Q request) {
        return bus.request(address, request, exchange.caller().waiting(config.deadline()))
                .mapEmpty();
    }

    private void take(Buffer some) {
        if (over.future().isComplete()) {
            return;
        }
        try {
            bytes += some.length();
            requireNotTooLarge(bytes);
            splitter.add(some);
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        if (splitter.size() >= CHUNK_RECORDS || splitter.bytes() >= CHUNK_BYTES) {
            keepChunk();
        }
    }

    private void requireNotTooLarge(long length) {
        if (length > config.maxImport().bytes()) {
            throw new Failure(
                            "body-too-large",
                            413,
                            "An import may have at most " + config.maxImport().bytes() + " bytes.")
                    .exception();
        }
    }

    private Future<Void> keep() {
        List<SentRecord> taken = splitter.taken();
        if (!begun && taken.isEmpty()) {
            return Future.failedFuture(
                    new Failure("malformed-csv", 400, "CSV begins with a header line here.").exception());
        }
        return Future.succeededFuture(taken).compose(records -> begun ? add(records) : beginWith(records));
    }

    private Future<Void> beginWith(List<SentRecord> records) {
        List<String> columns = ImportColumns.read(feature, records.get(0));
        return begin(columns).compose(begin -> add(records.subList(1, records.size())));
    }

    private Future<Void> add(List<SentRecord> records) {
        if (records.isEmpty()) {
            return Future.succeededFuture();
        }
        chunks++;
        return send(BulkMessages.ADD, new AddChunk(id, chunks, List.copyOf(records)));
    }

    private void end() {
        if (over.future().isComplete()) {
            return;
        }
        busy = true;
        splitter.end();
        keep().compose(kept -> send(BulkMessages.CLOSE, new CloseUpload(id)))
                .onSuccess(closed -> over.tryComplete())
                .onFailure(this::fail);
    }

    /** Nobody is there any more to read it. */
    private static Throwable brokenOff() {
        return new Failure("bad-request", 400, "The upload broke off.").exception();
    }

    /** What is left of the body is thrown away. */
    private void fail(Throwable cause) {
        if (over.tryFail(cause) && begun) {
            send(BulkMessages.CANCEL, new CancelImport(id));
        }
    }
}
