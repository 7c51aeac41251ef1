package io.corebus.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Json;
import io.corebus.feature.Feature;
import io.corebus.feature.Feature.Action;
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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The items of one batch on their way to what storage takes: each checked as if it came alone, all before any is written, so that every fault is told at once.
 */
final class BatchWrites {
    /** Resources that are read at a time. */
    private static final int SLICE = 50;

    private static final byte[] NOTHING = {'{', '}'};
    /** What all items together may have, once patches are merged: this room has to hold it. */
    private static final long MAX_BYTES = 32L * 1_048_576;

    private final Reader reader;
    private final List<BatchItem> items;
    private final Map<Action, ServedFeature> served;
    private final Caller caller;
    private final List<@Nullable WriteOne> writes = new ArrayList<>();
    /** Those whose outcome depends on what is there, by their places, with what they are sent. */
    private final Map<Integer, JsonNode> dependent = new TreeMap<>();

    /** What was read of them. */
    private final Map<Integer, Row> current = new HashMap<>();

    private final BatchFaults faults = new BatchFaults();
    private long kept;

    /** @param served with what the caller may do, for each action of the items */
    BatchWrites(Reader reader, List<BatchItem> items, Map<Action, ServedFeature> served, Caller caller) {
        this.reader = reader;
        this.items = items;
        this.served = served;
        this.caller = caller;
    }

    static Action action(BatchItem item) {
        return switch (item.operation()) {
            case CREATE -> Action.CREATE;
            case UPDATE, PATCH -> Action.UPDATE;
            case DELETE -> Action.DELETE;
        };
    }

    private ServedFeature served(BatchItem item) {
        return Objects.requireNonNull(served.get(action(item)));
    }

    private ChangeRule rule(BatchItem item) {
        return new ChangeRule(served(item), action(item), caller);
    }

    Feature feature() {
        return served().feature();
    }

    private ServedFeature served() {
        return served(items.get(0));
    }

    BatchFaults faults() {
        return faults;
    }

    /** Checks what can be checked without looking at what is there. Fails with every fault, named by the place of the item. */
    void prepare() {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            requireOnce(places, i);
            writes.add(null);
            try {
                prepare(i, items.get(i));
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
            FieldFault fault = new FieldFault("/id", "unique", detail);
            faults.add(index, "", new Failure("validation", 422, "The item has a fault.", List.of(fault), null, null));
        }
    }

    private void prepare(int index, BatchItem item) {
        if (item.operation() == Operation.CREATE) {
            String id = Identifier.next();
            Json data = rule(item).created(StrictJson.parseObject(data(item).utf8()), id);
            writes.set(index, new WriteOne(WriteKind.INSERT, id, List.of(), data, item.commandId()));
            return;
        }
        Future<String> id = Identifier.read(String.valueOf(item.id()));
        if (id.failed()) {
            faults.add(index, "/id", FailureException.of(id.cause()));
        } else if (item.operation() == Operation.PATCH) {
            dependent.put(index, StrictJson.parse(data(item).utf8()));
        } else {
            prepareChange(index, item, id.result());
        }
    }

    private void prepareChange(int index, BatchItem item, String id) {
        boolean deletes = item.operation() == Operation.DELETE;
        ObjectNode asked = deletes
                ? StrictJson.parseObject(NOTHING)
                : StrictJson.parseObject(data(item).utf8());
        Long version = item.version();
        if (served(item).access().isLimited() || Logic.of(served(item))) {
            dependent.put(index, asked);
            return;
        }
        var validator = served(item).validator();
        Json data = deletes ? null : Json.of(validator.canonical(validator.validForReplace(asked)));
        WriteKind kind = deletes ? WriteKind.DELETE : WriteKind.UPDATE;
        List<Long> versions = version == null ? List.of() : List.of(version);
        writes.set(index, new WriteOne(kind, id, versions, data, item.commandId()));
    }

    private static Json data(BatchItem item) {
        return Objects.requireNonNull(item.data(), "data");
    }

    /** Looks at what is there, past the cache, for the items whose outcome depends on it, and answers all. Storage compares the versions of what was read. */
    Future<List<WriteOne>> complete() {
        kept = 0;
        return complete(List.copyOf(dependent.keySet()), 0).map(read -> all());
    }

    /** What the feature's logic makes of what {@link #complete} answered. */
    Future<List<WriteOne>> decided(Logic logic, List<WriteOne> all) {
        return Logic.of(served())
                ? new BatchLogic(logic, served(), all, current, faults, caller).decide()
                : Future.succeededFuture(all);
    }

    private Future<Void> complete(List<Integer> places, int from) {
        if (from >= places.size()) {
            return Future.succeededFuture();
        }
        List<Future<Void>> slice = places.subList(from, Math.min(from + SLICE, places.size())).stream()
                .map(index -> read(index, items.get(index)))
                .toList();
        return Future.all(slice).compose(read -> complete(places, from + SLICE));
    }

    private Future<Void> read(int index, BatchItem item) {
        return Identifier.read(String.valueOf(item.id()))
                .compose(id -> reader.readStorage(served(item).feature(), id, caller))
                .<Void>map(now -> decide(index, item, now))
                .recover(refused -> note(index, "/id", refused))
                .map(noted -> requireRoom(kept));
    }

    private @Nullable Void decide(int index, BatchItem item, Row now) {
        rule(item).admit(now);
        current.put(index, now);
        kept += now.body().utf8().length;
        Long asked = item.version();
        if (asked != null && asked != now.version()) {
            faults.add(index, "/version", mismatch(now.version()));
            return null;
        }
        try {
            Json data = outcome(item, now, Objects.requireNonNull(dependent.get(index)));
            WriteKind kind = data == null ? WriteKind.DELETE : WriteKind.UPDATE;
            List<Long> versions = List.of(now.version());
            writes.set(index, new WriteOne(kind, now.id(), versions, data, item.commandId()));
        } catch (FailureException refused) {
            faults.add(index, "/data", refused.failure());
        }
        return null;
    }

    /** What was read is kept until all is written. */
    private static @Nullable Void requireRoom(long bytes) {
        if (bytes > MAX_BYTES) {
            throw new Failure(
                            "batch-too-large",
                            422,
                            "The resources of this batch are more than 32 MiB together. Send fewer items at a time.")
                    .exception();
        }
        return null;
    }

    private @Nullable Json outcome(BatchItem item, Row current, JsonNode asked) {
        return switch (item.operation()) {
            case PATCH -> rule(item).patched(current, asked);
            case UPDATE -> rule(item).replaced(current, (ObjectNode) asked);
            default -> null;
        };
    }

    private Future<Void> note(int index, String place, Throwable refused) {
        Failure failure = FailureException.of(refused);
        if (failure.status() >= 500) {
            return Future.failedFuture(refused);
        }
        faults.add(index, place, failure);
        return Future.succeededFuture();
    }

    private static Failure mismatch(long version) {
        String detail = "The resource has version " + version + " now, not the one you named.";
        return new Failure("version-mismatch", 412, detail, List.of(), version, null);
    }

    private List<WriteOne> all() {
        faults.throwIfAny();
        List<WriteOne> all = new ArrayList<>();
        long bytes = 0;
        for (WriteOne write : writes) {
            WriteOne one = Objects.requireNonNull(write);
            Json data = one.data();
            bytes += data == null ? 0 : data.utf8().length;
            all.add(one);
        }
        requireRoom(bytes);
        return all;
    }

    /** Whether what was read of a resource was not the newest any more, and nobody asked for that version. */
    boolean wasOvertaken(Failure failure) {
        return failure.code().equals("version-mismatch")
                && !failure.errors().isEmpty()
                && failure.errors().stream().allMatch(fault -> isOurs(fault.pointer()));
    }

    private boolean isOurs(String pointer) {
        int index = Integer.parseInt(pointer.split("/", 3)[1]);
        return pointer.endsWith("/version")
                && dependent.containsKey(index)
                && items.get(index).version() == null;
    }
}
