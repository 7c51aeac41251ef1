package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
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
import org.jspecify.annotations.Nullable;

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
        InsertImport row = new InsertImport(
                request.id(),
                request.feature(),
                request.form(),
                request.columns(),
                request.dryRun(),
                caller.user(),
                caller.scopes());
        return features.permit(request.feature(), null, Action.CREATE, caller)
                .compose(served -> bus.request(ImportMessages.INSERT_IMPORT, row, caller));
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
        if (!AccessRule.isSignedIn(caller)) {
            return Future.failedFuture(Failure.unauthenticated().exception());
        }
        return bus.request(ImportMessages.FIND_IMPORT, new FindImport(id), caller)
                .map(found -> visible(found, caller));
    }

    private static Import visible(Import found, Caller caller) {
        if (!caller.isAdmin() && !found.user().equals(caller.user())) {
            throw new Failure("not-found", 404, "There is no import with this id, or it is not kept any more.")
                    .exception();
        }
        return found;
    }

    private Future<ImportPage> list(ListOwn request, Caller caller) {
        if (!AccessRule.isSignedIn(caller)) {
            return Future.failedFuture(Failure.unauthenticated().exception());
        }
        requireListing(caller);
        int limit = ListQuery.limit(request.limit());
        String user = caller.isAdmin() ? null : caller.user();
        return bus.request(ImportMessages.LIST_IMPORTS, new ListImports(user, limit, cursor(request.before())), caller);
    }

    /** The list names imports of all features. */
    private static void requireListing(Caller caller) {
        List<String> scopes = caller.scopes();
        if (!scopes.isEmpty() && !caller.isAdmin() && !scopes.contains("read") && !scopes.contains("write")) {
            String detail = "To list imports takes a token with the scope read or write; yours has "
                    + String.join(", ", scopes) + ".";
            throw new Failure("insufficient-scope", 403, detail).exception();
        }
    }

    private static @Nullable String cursor(@Nullable String before) {
        if (before != null && Identifier.read(before).failed()) {
            throw badCursor();
        }
        return before;
    }

    private static FailureException badCursor() {
        return new Failure("bad-cursor", 400, "The cursor is none that a page of this list gave.").exception();
    }

    private Future<FaultPage> faults(ListFaults request, Caller caller) {
        String after = request.after();
        if (after != null && !after.matches("[0-9]{1,18}-[0-9]{1,9}")) {
            throw badCursor();
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
