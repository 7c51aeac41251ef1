package io.corebus.resource;

import io.corebus.bus.Address;
import io.corebus.bus.Bus;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.storage.ControlMessages;
import io.corebus.storage.ControlMessages.AllControls;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.ReadSealed;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.SealedPage;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.DeleteRow;
import io.corebus.storage.StorageMessages.FindRow;
import io.corebus.storage.StorageMessages.FoundCommand;
import io.corebus.storage.StorageMessages.FoundRow;
import io.corebus.storage.StorageMessages.InsertRow;
import io.corebus.storage.StorageMessages.Row;
import io.corebus.storage.StorageMessages.RowPage;
import io.corebus.storage.StorageMessages.UpdateRow;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.corebus.testing.SealedEntries;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Speaks the messages of the storage room over the real bus, keeps rows in memory, and remembers every message it got. */
final class RecordingStorage extends VerticleBase {
    final List<String> asked = new CopyOnWriteArrayList<>();
    final Map<String, Row> rows = new ConcurrentHashMap<>();
    final Map<String, WrittenRow> commands = new ConcurrentHashMap<>();
    final List<SealedEntry> sealed = new CopyOnWriteArrayList<>();
    /** Whether somebody else is faster than every change. */
    volatile boolean overtaking;

    volatile Future<Void> gate = Future.succeededFuture();
    private final Bus bus;

    RecordingStorage(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<?> start() {
        return Future.all(List.of(
                serve(StorageMessages.INSERT, (row, caller) -> insert(row)),
                serve(StorageMessages.UPDATE, (row, caller) -> update(row)),
                serve(StorageMessages.DELETE, (row, caller) -> delete(row)),
                serve(StorageMessages.FIND, (row, caller) -> find(row)),
                serve(StorageMessages.FIND_COMMAND, (find, caller) -> findCommand(find.commandId())),
                serve(
                        JournalMessages.APPEND_ENTRY,
                        (entry, caller) -> Future.succeededFuture(new JournalMessages.Appended())),
                bus.serve(JournalMessages.READ_SEALED, (read, caller) -> Future.succeededFuture(sealedAfter(read))),
                bus.serve(
                        ControlMessages.READ_CONTROLS,
                        (read, caller) -> Future.succeededFuture(new AllControls(List.of(), List.of()))),
                serve(StorageMessages.LIST, (list, caller) -> Future.succeededFuture(emptyPage()))));
    }

    private <Q, R> Future<Void> serve(Address<Q, R> address, Service<Q, R> service) {
        String verb = address.name().substring("corebus.storage.".length());
        return bus.serve(address, (request, caller) -> {
            asked.add(verb);
            return gate.compose(open -> service.handle(request, caller));
        });
    }

    private SealedPage sealedAfter(ReadSealed read) {
        List<SealedEntry> entries = sealed.stream()
                .filter(entry -> entry.seq() > read.after())
                .limit(read.limit())
                .toList();
        long head = sealed.size();
        long through =
                entries.isEmpty() ? head : entries.get(entries.size() - 1).seq();
        return new SealedPage(entries, through, head == 0 ? 0 : 1, head);
    }

    /** An entry of the journal that got its seal. */
    SealedEntry seal(String id, long version, String kind) {
        SealedEntry one = SealedEntries.of(sealed.size() + 1L, "features", id, version, kind);
        sealed.add(one);
        return one;
    }

    private Future<WrittenRow> insert(InsertRow row) {
        return write(row.commandId(), row.id(), 1, row.data());
    }

    private Future<WrittenRow> update(UpdateRow update) {
        Row held = rows.get(update.id());
        if (held == null) {
            return notFound();
        }
        if (overtaking) {
            held = new Row(held.id(), held.version() + 1, held.body());
            rows.put(held.id(), held);
        }
        if (!update.ifVersions().isEmpty() && !update.ifVersions().contains(held.version())) {
            return Future.failedFuture(
                    new Failure("version-mismatch", 412, "no", List.of(), held.version(), null).exception());
        }
        return write(update.commandId(), update.id(), held.version() + 1, update.data());
    }

    private Future<WrittenRow> delete(DeleteRow delete) {
        Row held = rows.remove(delete.id());
        return held == null
                ? notFound()
                : Future.succeededFuture(new WrittenRow(held.id(), held.version() + 1, held.body(), false));
    }

    private Future<FoundRow> find(FindRow find) {
        return Future.succeededFuture(new FoundRow(rows.get(find.id())));
    }

    private Future<FoundCommand> findCommand(String id) {
        return Future.succeededFuture(new FoundCommand(commands.get(id)));
    }

    private Future<WrittenRow> write(String command, String id, long version, Json data) {
        Row row = row(id, version, data.toString());
        rows.put(id, row);
        WrittenRow written = new WrittenRow(id, version, row.body(), false);
        commands.put(command, written);
        return Future.succeededFuture(written);
    }

    static Row row(String id, long version, String data) {
        return new Row(id, version, Json.of("{\"id\":\"" + id + "\",\"version\":" + version + "," + data.substring(1)));
    }

    private static RowPage emptyPage() {
        return new RowPage(Json.of("[]"), 0, null);
    }

    private static <T> Future<T> notFound() {
        return Future.failedFuture(new Failure("not-found", 404, "gone").exception());
    }
}
