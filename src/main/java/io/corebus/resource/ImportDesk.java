package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.feature.Feature.Action;
import io.corebus.resource.BulkMessages.BeginImport;
import io.corebus.resource.BulkMessages.CancelImport;
import io.corebus.resource.BulkMessages.ListOwn;
import io.corebus.storage.ImportMessages;
import io.corebus.storage.ImportMessages.AddChunk;
import io.corebus.storage.ImportMessages.CloseUpload;
import io.corebus.storage.ImportMessages.EndImport;
import io.corebus.storage.ImportMessages.FaultPage;
import io.corebus.storage.ImportMessages.FindImport;
import io.corebus.storage.ImportMessages.Import;
import io.corebus.storage.ImportMessages.ImportPage;
import io.corebus.storage.ImportMessages.InsertImport;
import io.corebus.storage.ImportMessages.ListFaults;
import io.corebus.storage.ImportMessages.ListImports;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;

/** {@link BulkMessages}: who may begin an import, and who may know of one. */
final class ImportDesk {

    private final ServedFeature.Catalogue features;
    private final Bus bus;

    private ImportDesk(ServedFeature.Catalogue features, Bus bus) {
        this.features = features;
        this.bus = bus;
    }

    /** Serves all its addresses on the calling verticle. */
    static Future<?> serve(ServedFeature.Catalogue features, Bus bus) {
        ImportDesk desk = new ImportDesk(features, bus);
        return Future.all(List.of(
                bus.serve(BulkMessages.BEGIN, desk::begin),
                bus.serve(BulkMessages.ADD, desk::add),
                bus.serve(BulkMessages.CLOSE, desk::close),
                bus.serve(BulkMessages.FIND, desk::find),
                bus.serve(BulkMessages.LIST, desk::list),
                bus.serve(BulkMessages.FAULTS, desk::faults),
                bus.serve(BulkMessages.CANCEL, desk::cancel)));
    }

    private Future<Done> begin(BeginImport request, Caller caller) {
        return features.permit(request.feature(), null, Action.CREATE, caller)
                .compose(served -> bus.request(ImportMessages.INSERT_IMPORT, row(request, served, caller), caller));
    }

    private static InsertImport row(BeginImport request, ServedFeature served, Caller caller) {
        return new InsertImport(
                request.id(),
                request.feature(),
                request.form(),
                request.columns(),
                request.dryRun(),
                caller.user(),
                caller.token(),
                caller.scopes(),
                served.feature().shape());
    }

    private Future<Done> add(AddChunk request, Caller caller) {
        return bus.request(ImportMessages.ADD_CHUNK, request, caller);
    }

    private Future<Done> close(CloseUpload request, Caller caller) {
        return changeable(request.id(), caller)
                .compose(known -> bus.request(ImportMessages.CLOSE_UPLOAD, request, caller));
    }

    private Future<Import> find(FindImport request, Caller caller) {
        return readable(request.id(), caller);
    }

    /** For a token that could begin it, or read what it makes. */
    private Future<Import> readable(String id, Caller caller) {
        return own(id, caller).map(known -> requireScope(known, caller, Action.READ, Action.CREATE));
    }

    private Future<Import> changeable(String id, Caller caller) {
        return own(id, caller).map(known -> requireScope(known, caller, Action.CREATE));
    }

    private static Import requireScope(Import known, Caller caller, Action... sufficient) {
        boolean covered =
                Stream.of(sufficient).anyMatch(action -> Scopes.refusal(caller, known.feature(), action) == null);
        Failure refusal = Scopes.refusal(caller, known.feature(), sufficient[0]);
        if (!covered && !caller.isAdmin() && refusal != null) {
            throw refusal.exception();
        }
        return known;
    }

    private Future<Import> own(String id, Caller caller) {
        Owned.requireSignedIn(caller);
        return bus.request(ImportMessages.FIND_IMPORT, new FindImport(id), caller)
                .map(found -> Owned.visible(found, found.user(), caller, "import"));
    }

    private Future<ImportPage> list(ListOwn request, Caller caller) {
        Owned.requireSignedIn(caller);
        Owned.requireListing(caller, "import");
        ListImports question =
                new ListImports(Owned.user(caller), ListQuery.limit(request.limit()), Owned.cursor(request.before()));
        return bus.request(ImportMessages.LIST_IMPORTS, question, caller);
    }

    private Future<FaultPage> faults(ListFaults request, Caller caller) {
        String after = request.after();
        if (after != null && !after.matches("[0-9]{1,18}-[0-9]{1,9}")) {
            throw Owned.badCursor();
        }
        ListQuery.limit(request.limit());
        return readable(request.id(), caller)
                .compose(known -> bus.request(ImportMessages.LIST_FAULTS, request, caller));
    }

    private Future<Done> cancel(CancelImport request, Caller caller) {
        EndImport command = new EndImport(request.id(), "cancelled", null);
        return changeable(request.id(), caller)
                .compose(known -> bus.request(ImportMessages.END_IMPORT, command, caller));
    }
}
