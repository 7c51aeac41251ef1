package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Few;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Futures;
import io.corebus.bus.Json;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.ResourceMessages.CreateResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.storage.ImportMessages.Chunk;
import io.corebus.storage.ImportMessages.Import;
import io.corebus.storage.ImportMessages.LineFault;
import io.corebus.storage.ImportMessages.RecordChunk;
import io.corebus.storage.ImportMessages.SentRecord;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The records of one chunk on their way: each a create of its own, named after the import and its line, so that a repeat of the chunk changes nothing. */
final class ImportChunk {
    private static final int AT_A_TIME = 128;
    /** Where logic is asked about each: they would take each other's time. */
    private static final int WITH_LOGIC_AT_A_TIME = 4;

    private static final int TOO_MANY_REQUESTS = 429;
    /** Of one record. */
    private static final int MAX_TRIES = 3;
    /** What may be the fault of the record itself. Anything else of this kind means that a room is away, or that logic rests. */
    private static final Set<String> OF_RECORD = Set.of(LogicMessages.TOO_SLOW, "internal");

    private final Bus bus;
    private final Import work;
    private final Chunk chunk;
    private final ImportRecords records;
    private final boolean logic;
    /** How often a record failed that may be tried again, by its line. */
    private final Map<Long, Integer> tries = new HashMap<>();
    /** Lines of which it is clear what came of them. */
    private final Set<Long> settled = new HashSet<>();

    private final List<LineFault> faults = new ArrayList<>();
    private int created;
    private int failed;

    /** @param logic whether the feature has any */
    ImportChunk(Bus bus, Import work, Chunk chunk, ImportRecords records, boolean logic) {
        this.bus = bus;
        this.work = work;
        this.chunk = chunk;
        this.records = records;
        this.logic = logic;
    }

    boolean isOf(Import other, Chunk next) {
        return work.id().equals(other.id()) && chunk.number() == next.number();
    }

    /** Fails where a record could be neither done nor refused; then it is to be run again, which goes on with those that are left. */
    Future<RecordChunk> run(Caller creator) {
        return Few.each(
                        chunk.records(),
                        logic ? WITH_LOGIC_AT_A_TIME : AT_A_TIME,
                        record -> settled.contains(record.line()) ? Future.succeededFuture() : process(record, creator))
                .map(done -> new RecordChunk(work.id(), chunk.number(), created, failed, faults));
    }

    private Future<Void> process(SentRecord record, Caller creator) {
        return Futures.begun(() -> create(record, creator))
                .onSuccess(resource -> created += settled.add(record.line()) ? 1 : 0)
                .<Void>mapEmpty()
                .recover(cause -> refused(record, cause));
    }

    private Future<Resource> create(SentRecord record, Caller creator) {
        Json data = records.read(record.bytes());
        Command command = new Command(command(record.line()), null, work.dryRun());
        return bus.request(ResourceMessages.CREATE, new CreateResource(work.feature(), data, command), creator);
    }

    private String command(long line) {
        String name = "import " + work.id() + " " + line;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private Future<Void> refused(SentRecord record, Throwable cause) {
        Failure failure = FailureException.of(cause);
        // What logic cannot take it will not take the next time, either.
        boolean again =
                failure.status() >= 500 && !failure.code().equals(LogicMessages.FAILED) && !isLast(record, failure);
        if (again || failure.status() == TOO_MANY_REQUESTS) {
            return Future.failedFuture(cause);
        }
        if (settled.add(record.line())) {
            refused(record.line(), failure);
        }
        return Future.succeededFuture();
    }

    private boolean isLast(SentRecord record, Failure failure) {
        return isOfRecord(failure) && tries.merge(record.line(), 1, Integer::sum) >= MAX_TRIES;
    }

    /** Whether a chunk that failed for this is to be tried again at once. */
    static boolean isOfRecord(Failure failure) {
        return OF_RECORD.contains(failure.code());
    }

    private void refused(long line, Failure failure) {
        failed++;
        List<FieldFault> errors = failure.errors().isEmpty()
                ? List.of(new FieldFault("", failure.code(), failure.detail()))
                : failure.errors();
        for (int n = 0; n < errors.size(); n++) {
            FieldFault error = errors.get(n);
            faults.add(new LineFault(line, n, error.pointer(), error.code(), error.detail()));
        }
    }
}
