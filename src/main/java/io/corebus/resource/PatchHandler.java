package io.corebus.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.MergePatch;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ResourceMessages.PatchResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.FindCommand;
import io.corebus.storage.StorageMessages.FoundCommand;
import io.corebus.storage.StorageMessages.Row;
import io.vertx.core.Future;
import java.util.List;

/**
 * {@link ResourceMessages#PATCH}: reads the resource, merges, and writes only if it is still the version that was read. Where somebody else was faster and
 * the caller asked for no version of its own, merges again.
 */
final class PatchHandler implements Service<PatchResource, Resource> {
    private static final int MAX_ROUNDS = 10;

    private final ServedFeature.Catalogue features;
    private final Bus bus;
    private final Reader reader;
    private final Updater updater;

    PatchHandler(ServedFeature.Catalogue features, Bus bus, Reader reader, Updater updater) {
        this.features = features;
        this.bus = bus;
        this.reader = reader;
        this.updater = updater;
    }

    @Override
    public Future<Resource> handle(PatchResource request, Caller caller) {
        return features.permit(request.feature(), request.id(), Action.UPDATE, caller)
                .compose(served -> start(served, request, caller));
    }

    private Future<Resource> start(ServedFeature served, PatchResource request, Caller caller) {
        JsonNode patch = StrictJson.parse(request.patch().utf8());
        return Identifier.read(request.id()).compose(id -> new Rounds(served, id, request, patch, caller).begin());
    }

    /** The rounds of one patch. */
    private final class Rounds {
        private final ServedFeature served;
        private final String id;
        private final PatchResource request;
        private final JsonNode patch;
        private final Caller caller;
        private int round;

        Rounds(ServedFeature served, String id, PatchResource request, JsonNode patch, Caller caller) {
            this.served = served;
            this.id = id;
            this.request = request;
            this.patch = patch;
            this.caller = caller;
        }

        /** A dry run has no storage behind it that compares the version. */
        Future<Resource> begin() {
            return request.command().dryRun() ? next() : first();
        }

        /** The first round trusts the cache: storage compares the version anyway. */
        private Future<Resource> first() {
            return reader.read(served.feature(), id, caller).compose(this::apply, gone -> next());
        }

        private Future<Resource> next() {
            return reader.readStorage(served.feature(), id, caller).compose(this::apply, this::orRepeated);
        }

        private Future<Resource> apply(Row current) {
            round++;
            List<Long> wanted = request.ifVersions();
            if (!wanted.isEmpty() && !wanted.contains(current.version())) {
                return round == 1 ? next() : orRepeated(mismatch(current.version()));
            }
            return updater.update(served, id, List.of(current.version()), merge(current), request.command(), caller)
                    .recover(this::again);
        }

        private Json merge(Row current) {
            ObjectNode now = StrictJson.parseObject(current.body().utf8());
            ObjectNode merged = MergePatch.apply(now, patch);
            return Json.of(served.validator().canonical(served.validator().validForReplace(merged)));
        }

        private Future<Resource> again(Throwable cause) {
            boolean overtaken = FailureException.of(cause).code().equals("version-mismatch");
            return overtaken && round < MAX_ROUNDS ? next() : Future.failedFuture(cause);
        }

        /** Before a patch is refused for the state it meets: it may be this very patch, done before, that brought the state about. */
        private Future<Resource> orRepeated(Throwable refusal) {
            FindCommand command =
                    new FindCommand(request.command().id(), request.command().requestHash());
            return bus.request(StorageMessages.FIND_COMMAND, command, caller)
                    .compose(found -> firstResult(found, refusal));
        }

        private Future<Resource> firstResult(FoundCommand found, Throwable refusal) {
            var result = found.result();
            return result == null ? Future.failedFuture(refusal) : Future.succeededFuture(Writes.resource(result));
        }
    }

    private static FailureException mismatch(long version) {
        return new Failure(
                        "version-mismatch",
                        412,
                        "The resource has version " + version
                                + " now, not the one you named. Read it again and repeat your change.",
                        List.of(),
                        version,
                        null)
                .exception();
    }
}
