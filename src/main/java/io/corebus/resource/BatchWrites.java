package io.corebus.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Json;
import io.corebus.feature.MergePatch;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ResourceMessages.BatchItem;
import io.corebus.resource.ResourceMessages.Operation;
import io.corebus.storage.StorageMessages.Row;
import io.corebus.storage.StorageMessages.WriteKind;
import io.corebus.storage.StorageMessages.WriteOne;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The items of one batch on their way to what storage takes: checked all, so that every fault is told at once, and patches merged into what is there. */
final class BatchWrites {
    /** Patches whose resources are read at a time. */
    private static final int SLICE = 50;
    /** What all items together may have, once patches are merged: this room has to hold it. */
    private static final long MAX_BYTES = 32L * 1_048_576;

    private final ServedFeature served;
    private final Reader reader;
    private final List<BatchItem> items;
    private final Caller caller;
    private final List<@Nullable WriteOne> writes = new ArrayList<>();
    private final List<Integer> patches = new ArrayList<>();
    private final Map<Integer, JsonNode> patchData = new HashMap<>();
    private final BatchFaults faults = new BatchFaults();

    BatchWrites(ServedFeature served, Reader reader, List<BatchItem> items, Caller caller) {
        this.served = served;
        this.reader = reader;
        this.items = items;
        this.caller = caller;
    }

    /** Checks what can be checked without looking at what is there. Fails with every fault, named by the place of the item. */
    void prepare() {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            requireOnce(places, i);
            writes.add(null);
            try {
                prepare(i);
            } catch (FailureException refused) {
                faults.add(i, "/data", refused.failure());
            }
        }
        faults.throwIfAny();
    }

    /** In one transaction the second change of a resource would have to be judged by the outcome of the first. */
    private void requireOnce(Map<String, Integer> places, int index) {
        String id = items.get(index).id();
        Integer before = id == null ? null : places.putIfAbsent(id.toLowerCase(Locale.ROOT), index);
        if (before != null) {
            String detail = "is the one of item " + before + ", too; all or none can change a resource once only.";
            faults.add(index, "", validation(new FieldFault("/id", "unique", detail)));
        }
    }

    private static Failure validation(FieldFault fault) {
        return new Failure("validation", 422, "The item has a fault.", List.of(fault), null, null);
    }

    private void prepare(int index) {
        BatchItem item = items.get(index);
        if (item.operation() == Operation.PATCH) {
            patches.add(index);
            patchData.put(index, StrictJson.parse(data(item).utf8()));
        } else if (item.operation() == Operation.DELETE) {
            writes.set(index, write(index, WriteKind.DELETE, versions(item), null));
        } else {
            writes.set(index, content(index, item));
        }
    }

    private static Json data(BatchItem item) {
        return Objects.requireNonNull(item.data(), "data");
    }

    private static List<Long> versions(BatchItem item) {
        Long version = item.version();
        return version == null ? List.of() : List.of(version);
    }

    private WriteOne content(int index, BatchItem item) {
        ObjectNode given = StrictJson.parseObject(data(item).utf8());
        boolean creates = item.operation() == Operation.CREATE;
        ObjectNode valid = creates
                ? served.validator().validForCreate(given)
                : served.validator().validForReplace(given);
        Json data = Json.of(served.validator().canonical(valid));
        return write(index, creates ? WriteKind.INSERT : WriteKind.UPDATE, versions(item), data);
    }

    private WriteOne write(int index, WriteKind kind, List<Long> versions, @Nullable Json data) {
        BatchItem item = items.get(index);
        String given = item.id();
        String id = given == null ? Identifier.next() : canonical(index, given);
        return new WriteOne(kind, id, versions, data, item.commandId());
    }

    /** Nothing is stored under what is no UUID. */
    private String canonical(int index, String id) {
        Future<String> read = Identifier.read(id);
        if (read.failed()) {
            faults.add(index, "/id", FailureException.of(read.cause()));
        }
        return id.toLowerCase(Locale.ROOT);
    }

    /** Merges the patches into what is there now, and answers all. */
    Future<List<WriteOne>> merge() {
        return merge(0).map(merged -> complete());
    }

    private Future<Void> merge(int from) {
        if (from >= patches.size()) {
            return Future.succeededFuture();
        }
        List<Future<Void>> slice = patches.subList(from, Math.min(from + SLICE, patches.size())).stream()
                .map(index -> merge(items.get(index), index))
                .toList();
        return Future.all(slice).compose(merged -> merge(from + SLICE));
    }

    private Future<Void> merge(BatchItem item, int index) {
        return Identifier.read(String.valueOf(item.id()))
                .compose(id -> reader.readStorage(served.feature(), id, caller))
                .onSuccess(current -> merge(item, index, current))
                .<Void>mapEmpty()
                .recover(refused -> note(index, refused));
    }

    private Future<Void> note(int index, Throwable refused) {
        Failure failure = FailureException.of(refused);
        if (failure.status() >= 500) {
            return Future.failedFuture(refused);
        }
        faults.add(index, "/id", failure);
        return Future.succeededFuture();
    }

    private void merge(BatchItem item, int index, Row current) {
        Long asked = item.version();
        if (asked != null && asked != current.version()) {
            faults.add(index, "/version", mismatch(current.version()));
            return;
        }
        try {
            ObjectNode now = StrictJson.parseObject(current.body().utf8());
            ObjectNode merged = MergePatch.apply(now, Objects.requireNonNull(patchData.get(index)));
            Json data = Json.of(served.validator().canonical(served.validator().validForReplace(merged)));
            writes.set(index, write(index, WriteKind.UPDATE, List.of(current.version()), data));
        } catch (FailureException refused) {
            faults.add(index, "/data", refused.failure());
        }
    }

    private static Failure mismatch(long version) {
        String detail = "The resource has version " + version + " now, not the one you named.";
        return new Failure("version-mismatch", 412, detail, List.of(), version, null);
    }

    private List<WriteOne> complete() {
        faults.throwIfAny();
        List<WriteOne> complete = new ArrayList<>();
        long bytes = 0;
        for (WriteOne write : writes) {
            WriteOne one = Objects.requireNonNull(write);
            Json data = one.data();
            bytes += data == null ? 0 : data.utf8().length;
            complete.add(one);
        }
        if (bytes > MAX_BYTES) {
            throw new Failure(
                            "batch-too-large",
                            422,
                            "The patched resources are more than 32 MiB together. Send fewer items at a time.")
                    .exception();
        }
        return complete;
    }

    /** Whether what was read of a resource was not the newest any more, and nobody asked for that version. */
    boolean wasOvertaken(Failure failure) {
        return failure.code().equals("version-mismatch")
                && !failure.errors().isEmpty()
                && failure.errors().stream().allMatch(fault -> isOurs(fault.pointer()));
    }

    private boolean isOurs(String pointer) {
        BatchItem item = items.get(Integer.parseInt(pointer.split("/", 3)[1]));
        return pointer.endsWith("/version") && item.operation() == Operation.PATCH && item.version() == null;
    }
}
