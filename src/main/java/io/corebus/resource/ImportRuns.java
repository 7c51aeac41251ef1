package io.corebus.resource;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.GetUser;
import io.corebus.access.AccessMessages.User;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.Trace;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes imports, one at a time, chunk by chunk. Which instance processes which is a lease in storage: when one dies, another goes on with the chunk at which
 * it was, of which nothing is done twice. Belongs to one event loop.
 */
final class ImportRuns {
    private static final Logger LOG = LoggerFactory.getLogger(ImportRuns.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final Duration UPLOAD = Duration.ofMinutes(10);
    private static final Duration KEEP = Duration.ofDays(7);

    private final Vertx vertx;
    private final Bus bus;
    private final Features features;
    private final String worker = UUID.randomUUID().toString();
    private boolean busy;
    private boolean stopped;

    ImportRuns(Vertx vertx, Bus bus, Features features) {
        this.vertx = vertx;
        this.bus = bus;
        this.features = features;
    }

    void start() {
        vertx.setPeriodic(LOOK.toMillis(), timer -> look());
        vertx.setPeriodic(SWEEP.toMillis(), timer -> sweep());
    }

    /** The chunk that is under way may come to its end; the rest is for others. */
    void stop() {
        stopped = true;
    }

    private void sweep() {
        DropImports command = new DropImports(UPLOAD.toMillis(), KEEP.toMillis());
        bus.request(ImportMessages.DROP_IMPORTS, command, Caller.system(PATIENCE));
    }

    private void look() {
        if (busy || stopped) {
            return;
        }
        busy = true;
        HoldImport question = new HoldImport(worker, LEASE.toMillis());
        bus.request(ImportMessages.HOLD_IMPORT, question, Caller.system(PATIENCE))
                .onSuccess(this::begin)
                .onFailure(this::rest);
    }

    private void begin(HeldImport held) {
        Import work = held.work();
        if (work == null) {
            busy = false;
        } else {
            goOn(work);
        }
    }

    /** Not a chain of futures: it would grow with the import. */
    private void goOn(Import work) {
        if (stopped) {
            busy = false;
            return;
        }
        NextChunk question = new NextChunk(work.id(), worker, LEASE.toMillis());
        bus.request(ImportMessages.NEXT_CHUNK, question, Caller.system(PATIENCE))
                .compose(found -> step(work, found))
                .onSuccess(more -> afterStep(work, more))
                .onFailure(this::rest);
    }

    private void afterStep(Import work, boolean more) {
        if (more) {
            goOn(work);
        } else {
            busy = false;
        }
    }

    /** The lease is kept by asking; after a failure it runs out, and whoever looks first goes on. */
    private void rest(Throwable cause) {
        LOG.debug("An import has to wait: {}", cause.getMessage());
        busy = false;
    }

    /** Whether there may be more to do. */
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
        return bus.request(AccessMessages.GET_USER, new GetUser(work.user()), Caller.system(PATIENCE))
                .transform(user -> user.succeeded()
                        ? process(work, chunk, feature, user.result())
                        : withoutUser(work, user.cause()));
    }

    private Future<Boolean> withoutUser(Import work, Throwable cause) {
        return FailureException.of(cause).status() == 404
                ? end(work, "failed", "The user who began it is gone.")
                : Future.failedFuture(cause);
    }

    /** With the rights that the user has now, within what its token was good for. */
    private Future<Boolean> process(Import work, Chunk chunk, Feature feature, User user) {
        if (user.disabled()) {
            return end(work, "failed", "The user who began it is disabled.");
        }
        Caller creator = new Caller(
                user.id(),
                user.roles(),
                null,
                work.scopes(),
                "http",
                Trace.start(),
                System.nanoTime() + PATIENCE.toNanos());
        ImportRecords records = new ImportRecords(feature, work.form(), work.columns());
        return new ImportChunk(bus, work, chunk, records, feature.logic() != null, creator)
                .run()
                .compose(outcome -> bus.request(ImportMessages.RECORD_CHUNK, outcome, Caller.system(PATIENCE)))
                .map(recorded -> true);
    }
}
