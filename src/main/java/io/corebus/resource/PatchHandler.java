package io.corebus.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ResourceMessages.PatchResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.vertx.core.Future;

/**
 * {@link ResourceMessages#PATCH}: reads the resource, merges, and writes only if it is still the version that was read. Where somebody else was faster and
 * the caller asked for no version of its own, merges again.
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
        JsonNode patch = StrictJson.parse(request.patch().utf8());
        return Identifier.read(request.id())
                .compose(id -> inRounds(served, id, patch, request, caller))
                .recover(refused -> features.denied(refused, served, request.id(), Action.UPDATE, caller));
    }

    private Future<Resource> inRounds(
            ServedFeature served, String id, JsonNode patch, PatchResource request, Caller caller) {
        ChangeRule rule = new ChangeRule(served, Action.UPDATE, caller);
        return updater.updateInRounds(
                rule, id, request.ifVersions(), request.command(), current -> rule.patched(current, patch));
    }
}
