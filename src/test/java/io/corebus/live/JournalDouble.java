package io.corebus.live;

import io.corebus.audit.AuditMessages;
import io.corebus.audit.AuditMessages.Sealed;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.resource.ControlDeskMessages;
import io.corebus.resource.ControlDeskMessages.ControlsChanged;
import io.corebus.storage.ControlMessages;
import io.corebus.storage.ControlMessages.AllControls;
import io.corebus.storage.ControlMessages.Controls;
import io.corebus.storage.ControlMessages.FeatureControls;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.Entry;
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
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Speaks the messages of the storage and audit rooms over the real bus: what is written is sealed at once, in memory. It can lose the bell, ring it late or twice,
 * answer late, or not at all.
 */
final class JournalDouble extends VerticleBase {
    private final Bus bus;
    private final List<SealedEntry> entries = new ArrayList<>();
    private final Map<String, Row> rows = new ConcurrentHashMap<>();
    private final Map<String, WrittenRow> commands = new ConcurrentHashMap<>();
    private long first = 1;

    final AtomicInteger readings = new AtomicInteger();
    final AtomicInteger readingsOfFeatures = new AtomicInteger();
    volatile Consumer<Sealed> bell;
    volatile boolean away;
    volatile long lateMillis;
    private volatile AllControls controls = new AllControls(List.of(), List.of());

    JournalDouble(Bus bus) {
        this.bus = bus;
        this.bell = this::ring;
    }

    /** What an admin sets for a feature, told as the resource room tells it. */
    void control(String feature, Controls set) {
        controls = new AllControls(List.of(new FeatureControls(feature, set, 1, null, null)), List.of());
        bus.publish(ControlDeskMessages.CHANGED, new ControlsChanged(feature));
    }

    @Override
    public Future<?> start() {
        return Future.all(List.of(
                bus.serve(JournalMessages.READ_SEALED, this::read),
                bus.serve(
                        JournalMessages.APPEND_ENTRY,
                        (entry, caller) -> Future.succeededFuture(new JournalMessages.Appended())),
                bus.serve(ControlMessages.READ_CONTROLS, (read, caller) -> Future.succeededFuture(controls)),
                bus.serve(StorageMessages.INSERT, this::insert),
                bus.serve(StorageMessages.UPDATE, this::update),
                bus.serve(StorageMessages.DELETE, this::delete),
                bus.serve(StorageMessages.FIND, (find, caller) -> find(find)),
                bus.serve(
                        StorageMessages.FIND_COMMAND,
                        (find, caller) -> Future.succeededFuture(new FoundCommand(commands.get(find.commandId())))),
                bus.serve(
                        StorageMessages.LIST,
                        (list, caller) -> Future.succeededFuture(new RowPage(Json.of("[]"), 0, null)))));
    }

    void ring(Sealed sealed) {
        bus.publish(AuditMessages.SEALED, sealed);
    }

    /** Seals one entry. @return its seq */
    synchronized long write(String feature, String kind, String id, long version, String before, String after) {
        long seq = head() + 1;
        SealedEntry entry = new SealedEntry(seq, entry(feature, kind, id, version, before, after));
        entries.add(entry);
        bell.accept(new Sealed(List.of(entry)));
        return seq;
    }

    /** Seals entries and tells them all at once, as those of one atomic batch are. */
    synchronized void burst(String feature, int count, String after) {
        Consumer<Sealed> ringing = bell;
        List<SealedEntry> sealed = new ArrayList<>();
        bell = one -> sealed.addAll(one.entries());
        for (int i = 0; i < count; i++) {
            write(feature, "created", "id-" + i, 1, null, after);
        }
        bell = ringing;
        bell.accept(new Sealed(sealed));
    }

    /** Seals entries whose numbers are in a field {@code value}. */
    void writeMany(String feature, int count) {
        for (int i = 0; i < count; i++) {
            create(feature, i);
        }
    }

    long create(String feature, int value) {
        return write(
                feature, "created", "id-" + value, 1, null, "{\"id\":\"id-" + value + "\",\"value\":" + value + "}");
    }

    private static Entry entry(String feature, String kind, String id, long version, String before, String after) {
        return new Entry(
                1,
                "7",
                version,
                "2026-11-25T10:00:00.000001Z",
                feature,
                id,
                version,
                kind,
                "user-1",
                "http",
                null,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
                null,
                "00",
                "00",
                before == null ? null : Json.of(before),
                after == null ? null : Json.of(after));
    }

    /** Takes the payload of all entries of a resource, and seals an entry that says so. */
    synchronized void erase(String feature, String id) {
        entries.replaceAll(known -> id.equals(known.entry().resourceId())
                ? new SealedEntry(known.seq(), entry(feature, known.entry().kind(), id, 1, null, null))
                : known);
        write(feature, "erased", id, 1, null, "{}");
    }

    synchronized long head() {
        return entries.isEmpty() ? first - 1 : entries.get(entries.size() - 1).seq();
    }

    /** Forgets everything before this one, as a journal that is cut does. */
    synchronized void forgetBefore(long seq) {
        entries.removeIf(entry -> entry.seq() < seq);
        first = seq;
    }

    private Future<SealedPage> read(ReadSealed question, Caller caller) {
        readings.incrementAndGet();
        if (question.feature() != null) {
            readingsOfFeatures.incrementAndGet();
        }
        if (away) {
            return Future.failedFuture(
                    Failure.unavailable("storage-unavailable", "away").exception());
        }
        SealedPage page = page(question);
        return lateMillis == 0
                ? Future.succeededFuture(page)
                : vertx.timer(lateMillis).map(late -> page);
    }

    private synchronized SealedPage page(ReadSealed question) {
        List<SealedEntry> found = new ArrayList<>();
        long through = Math.max(question.after(), head());
        for (SealedEntry entry : entries) {
            if (entry.seq() > question.after() && fits(question, entry)) {
                if (found.size() == question.limit()) {
                    through = found.get(found.size() - 1).seq();
                    break;
                }
                found.add(entry);
            }
        }
        return new SealedPage(
                found, through, entries.isEmpty() ? 0 : entries.get(0).seq(), head());
    }

    private static boolean fits(ReadSealed question, SealedEntry entry) {
        return question.feature() == null
                || question.feature().equals(entry.entry().feature());
    }

    private Future<WrittenRow> insert(InsertRow row, Caller caller) {
        return Future.succeededFuture(put(row.commandId(), row.feature(), "created", row.id(), 1, row.data()));
    }

    private Future<WrittenRow> update(UpdateRow row, Caller caller) {
        Row now = rows.get(row.id());
        return now == null
                ? Future.failedFuture(new Failure("not-found", 404, "no row").exception())
                : Future.succeededFuture(
                        put(row.commandId(), row.feature(), "updated", row.id(), now.version() + 1, row.data()));
    }

    private Future<WrittenRow> delete(DeleteRow row, Caller caller) {
        Row now = rows.remove(row.id());
        if (now == null) {
            return Future.failedFuture(new Failure("not-found", 404, "no row").exception());
        }
        write(row.feature(), "deleted", row.id(), now.version() + 1, now.body().toString(), null);
        return Future.succeededFuture(new WrittenRow(row.id(), now.version() + 1, now.body(), false));
    }

    private Future<FoundRow> find(FindRow find) {
        return Future.succeededFuture(new FoundRow(rows.get(find.id())));
    }

    private WrittenRow put(String command, String feature, String kind, String id, long version, Json data) {
        WrittenRow before = commands.get(command);
        if (before != null) {
            return new WrittenRow(before.id(), before.version(), before.body(), true);
        }
        JsonObject body = new JsonObject(data.toString()).put("id", id).put("version", version);
        Row row = new Row(id, version, Json.of(body.encode()));
        rows.put(id, row);
        write(feature, kind, id, version, null, body.encode());
        WrittenRow written = new WrittenRow(id, version, row.body(), false);
        commands.put(command, written);
        return written;
    }
}
