package io.corebus.storage;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.storage.ImportMessages.AddChunk;
import io.corebus.storage.ImportMessages.Chunk;
import io.corebus.storage.ImportMessages.CloseUpload;
import io.corebus.storage.ImportMessages.DropImports;
import io.corebus.storage.ImportMessages.EndImport;
import io.corebus.storage.ImportMessages.FaultPage;
import io.corebus.storage.ImportMessages.FindImport;
import io.corebus.storage.ImportMessages.FoundChunk;
import io.corebus.storage.ImportMessages.HeldImport;
import io.corebus.storage.ImportMessages.HoldImport;
import io.corebus.storage.ImportMessages.Import;
import io.corebus.storage.ImportMessages.ImportPage;
import io.corebus.storage.ImportMessages.InsertImport;
import io.corebus.storage.ImportMessages.LineFault;
import io.corebus.storage.ImportMessages.ListFaults;
import io.corebus.storage.ImportMessages.ListImports;
import io.corebus.storage.ImportMessages.NextChunk;
import io.corebus.storage.ImportMessages.RecordChunk;
import io.corebus.storage.ImportMessages.SentRecord;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The import side of the storage room. */
final class Imports {
    private static final double MILLIS = 1_000.0;

    private final Database database;

    private Imports(Database database) {
        this.database = database;
    }

    /** Serves all its addresses on the calling verticle. */
    static Future<?> serve(Bus bus, Database database) {
        Imports imports = new Imports(database);
        return Future.all(List.of(
                bus.serve(ImportMessages.INSERT_IMPORT, imports::insert),
                bus.serve(ImportMessages.ADD_CHUNK, imports::add),
                bus.serve(ImportMessages.CLOSE_UPLOAD, imports::close),
                bus.serve(ImportMessages.FIND_IMPORT, imports::find),
                bus.serve(ImportMessages.LIST_IMPORTS, imports::list),
                bus.serve(ImportMessages.LIST_FAULTS, imports::faults),
                bus.serve(ImportMessages.HOLD_IMPORT, imports::hold),
                bus.serve(ImportMessages.NEXT_CHUNK, imports::next),
                bus.serve(ImportMessages.RECORD_CHUNK, imports::record),
                bus.serve(ImportMessages.END_IMPORT, imports::end),
                bus.serve(ImportMessages.DROP_IMPORTS, imports::drop)));
    }

    private Future<Done> insert(InsertImport request, Caller caller) {
        Tuple arguments = Tuple.of(id(request.id()), request.feature(), request.form())
                .addArrayOfString(request.columns().toArray(String[]::new))
                .addBoolean(request.dryRun())
                .addString(request.user())
                .addString(request.token())
                .addArrayOfString(request.scopes().toArray(String[]::new))
                .addString(request.shape());
        return database.write(ImportSql.INSERT, arguments).map(new Done());
    }

    private Future<Done> add(AddChunk request, Caller caller) {
        List<SentRecord> records = request.records();
        Tuple arguments = Tuple.of(id(request.id()), request.number())
                .addArrayOfLong(records.stream().map(SentRecord::line).toArray(Long[]::new))
                .addArrayOfString(records.stream().map(SentRecord::bytes).toArray(String[]::new));
        return database.write(ImportSql.ADD, arguments).map(rows -> {
            if (rows.size() == 0) {
                throw over();
            }
            return new Done();
        });
    }

    private static FailureException over() {
        return new Failure("import-over", 409, "This import takes nothing more: it was cancelled, or began anew.")
                .exception();
    }

    private Future<Done> close(CloseUpload request, Caller caller) {
        return database.write(ImportSql.CLOSE, Tuple.of(id(request.id()))).map(new Done());
    }

    private Future<Import> find(FindImport request, Caller caller) {
        return database.read(ImportSql.FIND, Tuple.of(id(request.id()))).map(Imports::only);
    }

    private static Import only(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw notFound();
        }
        return imported(rows.iterator().next());
    }

    private Future<ImportPage> list(ListImports request, Caller caller) {
        UUID before = AccountId.parse(request.before());
        return database.read(ImportSql.LIST, Tuple.of(request.user(), before, request.limit() + 1L))
                .map(rows -> Rows.page(rows, request.limit(), Imports::imported, Import::id, ImportPage::new));
    }

    private Future<FaultPage> faults(ListFaults request, Caller caller) {
        String after = request.after();
        String[] place = after == null ? new String[] {"-1", "0"} : after.split("-", 2);
        Tuple arguments =
                Tuple.of(id(request.id()), Long.parseLong(place[0]), Long.parseLong(place[1]), request.limit() + 1L);
        return database.read(ImportSql.FAULTS, arguments)
                .map(rows -> Rows.page(rows, request.limit(), Imports::fault, Imports::place, FaultPage::new));
    }

    private static LineFault fault(Row row) {
        return new LineFault(row.getLong(0), row.getInteger(1), row.getString(2), row.getString(3), row.getString(4));
    }

    private static String place(LineFault fault) {
        return fault.line() + "-" + fault.n();
    }

    private Future<HeldImport> hold(HoldImport request, Caller caller) {
        Tuple arguments = Tuple.of(id(request.worker()), request.leaseMillis() / MILLIS)
                .addArrayOfString(TextArray.of(request.shapes()))
                .addArrayOfString(TextArray.of(request.waiting()));
        return database.write(ImportSql.HOLD, arguments)
                .map(rows -> new HeldImport(
                        rows.size() == 0 ? null : imported(rows.iterator().next())));
    }

    private Future<FoundChunk> next(NextChunk request, Caller caller) {
        Tuple arguments = Tuple.of(id(request.id()), id(request.worker()), request.leaseMillis() / MILLIS);
        return database.write(ImportSql.NEXT, arguments).map(Imports::chunk);
    }

    private static FoundChunk chunk(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return new FoundChunk(false, null);
        }
        Row row = rows.iterator().next();
        Integer number = row.getInteger(0);
        return new FoundChunk(true, number == null ? null : new Chunk(number, records(row)));
    }

    private static List<SentRecord> records(Row row) {
        Long[] lines = row.getArrayOfLongs(1);
        String[] bytes = row.getArrayOfStrings(2);
        List<SentRecord> records = new ArrayList<>(lines.length);
        for (int i = 0; i < lines.length; i++) {
            records.add(new SentRecord(lines[i], bytes[i]));
        }
        return records;
    }

    private Future<Done> record(RecordChunk request, Caller caller) {
        List<LineFault> faults = request.faults();
        Tuple arguments = Tuple.of(id(request.id()), request.number(), request.created(), request.failed())
                .addArrayOfLong(faults.stream().map(LineFault::line).toArray(Long[]::new))
                .addArrayOfInteger(faults.stream().map(LineFault::n).toArray(Integer[]::new))
                .addArrayOfString(faults.stream().map(LineFault::pointer).toArray(String[]::new))
                .addArrayOfString(faults.stream().map(LineFault::code).toArray(String[]::new))
                .addArrayOfString(faults.stream().map(LineFault::detail).toArray(String[]::new));
        return database.write(ImportSql.RECORD, arguments).map(new Done());
    }

    private Future<Done> end(EndImport request, Caller caller) {
        return database.write(ImportSql.END, Tuple.of(id(request.id()), request.state(), request.reason()))
                .map(new Done());
    }

    private Future<Done> drop(DropImports request, Caller caller) {
        return database.write(ImportSql.DROP, Tuple.of(request.uploadMillis() / MILLIS, request.keepMillis() / MILLIS))
                .map(new Done());
    }

    private static UUID id(String text) {
        return AccountId.require(text, Imports::notFound);
    }

    private static FailureException notFound() {
        return new Failure("not-found", 404, "There is no import with this id, or it is not kept any more.")
                .exception();
    }

    private static Import imported(Row row) {
        return new Import(
                row.getUUID(0).toString(),
                row.getString(1),
                row.getString(2),
                List.of(row.getArrayOfStrings(3)),
                row.getBoolean(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                List.of(row.getArrayOfStrings(9)),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12),
                row.getLong(13),
                row.getString(14),
                row.getDouble(15));
    }
}
