package io.corebus.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.JsonPatch;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ResourceMessages.PatchForm;
import io.corebus.resource.ResourceMessages.PatchResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.storage.StorageMessages.Row;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * {@link ResourceMessages#PATCH}: reads the resource, patches it, and writes only if it is still the version that was read. Where somebody else was faster
 * and the caller asked for no version of its own, patches again.
 */
final class PatchHandler implements Service<PatchResource, Resource> {
    private final ServedFeature.Catalogue features;
    private final Updater updater;

    PatchHandler(ServedFeature.Catalogue features, Updater updater) {
        this.features = features;
        this.updater = updater;
    }

    @Override
    public Future<Resource> handle(PatchResource request, Caller caller) {
        return features.permit(request.feature(), request.id(), Action.UPDATE, caller)
                .compose(served -> start(served, request, caller));
    }

    private Future<Resource> start(ServedFeature served, PatchResource request, Caller caller) {
        ChangeRule rule = new ChangeRule(served, Action.UPDATE, caller);
        Function<Row, Json> change = change(rule, request);
        return Identifier.read(request.id())
                .compose(id -> updater.updateInRounds(rule, id, request.ifVersions(), request.command(), change))
                .recover(refused -> features.denied(refused, served, request.id(), Action.UPDATE, caller));
    }

    /** What the patch makes of a resource. The patch is read once, however many rounds there are. */
    private static Function<Row, Json> change(ChangeRule rule, PatchResource request) {
        JsonNode patch = StrictJson.parse(request.patch().utf8());
        if (request.form() == PatchForm.OPERATIONS) {
            JsonPatch operations = JsonPatch.of(patch);
            return current -> rule.operated(current, operations);
        }
        return current -> rule.patched(current, patch);
    }
}
