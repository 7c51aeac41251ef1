package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.Trace;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.resource.Beginners.Beginner;
import io.corebus.storage.ImportMessages;
import io.corebus.storage.ImportMessages.Chunk;
import io.corebus.storage.ImportMessages.DropImports;
import io.corebus.storage.ImportMessages.EndImport;
import io.corebus.storage.ImportMessages.FoundChunk;
import io.corebus.storage.ImportMessages.HeldImport;
import io.corebus.storage.ImportMessages.HoldImport;
import io.corebus.storage.ImportMessages.Import;
import io.corebus.storage.ImportMessages.NextChunk;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Imports, chunk by chunk. */
final class ImportWork implements LeasedWork<Import> {
    private static final Duration UPLOAD = Duration.ofMinutes(10);
    private static final Duration KEEP = Duration.ofDays(7);

    private static final long PAUSE_MILLIS = 500;

    private final Vertx vertx;
    private final Bus bus;
    private final Features features;
    private final Gates gates;
    private final Beginners beginners;
    /** The one that is being done, or is to be tried again. */
    private @Nullable ImportChunk current;

    ImportWork(Vertx vertx, Bus bus, Features features, Gates gates, Beginners beginners) {
        this.vertx = vertx;
        this.bus = bus;
        this.features = features;
        this.gates = gates;
        this.beginners = beginners;
    }

    @Override
    public String name() {
        return "An import";
    }

    @Override
    public Future<?> sweep() {
        DropImports command = new DropImports(UPLOAD.toMillis(), KEEP.toMillis());
        return bus.request(ImportMessages.DROP_IMPORTS, command, Caller.system(PATIENCE));
    }

    @Override
    public Future<@Nullable Import> hold(String worker) {
        HoldImport question = new HoldImport(worker, LEASE.toMillis(), shapes(), gates.closed());
        return bus.request(ImportMessages.HOLD_IMPORT, question, Caller.system(PATIENCE))
                .map(HeldImport::work);
    }

    private List<String> shapes() {
        return features.all().stream()
                .map(feature -> feature.name() + " " + feature.shape())
                .toList();
    }

    /** The lease is kept by asking. */
    @Override
    public Future<Boolean> step(Import work, String worker) {
        NextChunk question = new NextChunk(work.id(), worker, LEASE.toMillis());
        return bus.request(ImportMessages.NEXT_CHUNK, question, Caller.system(PATIENCE))
                .compose(found -> step(work, found));
    }

    private Future<Boolean> step(Import work, FoundChunk found) {
        Chunk chunk = found.chunk();
        if (!found.held()) {
            return Future.succeededFuture(false);
        }
        return chunk == null ? end(work, "done", null) : process(work, chunk);
    }

    private Future<Boolean> end(Import work, String state, @Nullable String reason) {
        EndImport command = new EndImport(work.id(), state, reason);
        return bus.request(ImportMessages.END_IMPORT, command, Caller.system(PATIENCE))
                .map(done -> false);
    }

    private Future<Boolean> process(Import work, Chunk chunk) {
        Feature feature = features.find(work.feature());
        if (feature == null) {
            return end(work, "failed", "There is no feature named '" + work.feature() + "' any more.");
        }
        return beginners
                .find(work.user(), work.token(), work.scopes(), "http", Trace.start())
                .compose(beginner -> process(work, chunk, feature, beginner));
    }

    private Future<Boolean> process(Import work, Chunk chunk, Feature feature, Beginner beginner) {
        Caller creator = beginner.caller();
        if (creator == null) {
            return end(work, "failed", beginner.reason());
        }
        return chunk(work, chunk, feature)
                .run(creator)
                .compose(outcome -> bus.request(ImportMessages.RECORD_CHUNK, outcome, Caller.system(PATIENCE)))
                .map(recorded -> true)
                .recover(this::again);
    }

    /** One that is tried again goes on where it stopped: of what logic cannot take it is not asked once more. */
    private ImportChunk chunk(Import work, Chunk chunk, Feature feature) {
        ImportChunk known = current;
        if (known == null || !known.isOf(work, chunk)) {
            ImportRecords records = new ImportRecords(feature, work.form(), work.columns());
            known = new ImportChunk(bus, work, chunk, records, feature.logic() != null);
            current = known;
        }
        return known;
    }

    /** Where a record is at fault, this instance goes on, which knows how often that was tried: no other one does. */
    private Future<Boolean> again(Throwable cause) {
        return ImportChunk.isOfRecord(FailureException.of(cause))
                ? vertx.timer(PAUSE_MILLIS).map(paused -> true)
                : Future.failedFuture(cause);
    }
}
