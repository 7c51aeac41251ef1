package io.corebus.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ResourceMessages.ReplaceResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.vertx.core.Future;

/** {@link ResourceMessages#REPLACE}. */
final class ReplaceHandler implements Service<ReplaceResource, Resource> {
    private final ServedFeature.Catalogue features;
    private final Updater updater;

    ReplaceHandler(ServedFeature.Catalogue features, Updater updater) {
        this.features = features;
        this.updater = updater;
    }

    @Override
    public Future<Resource> handle(ReplaceResource request, Caller caller) {
        return features.permit(request.feature(), request.id(), Action.UPDATE, caller)
                .compose(served -> replace(served, request, caller));
    }

    private Future<Resource> replace(ServedFeature served, ReplaceResource request, Caller caller) {
        ObjectNode asked = StrictJson.parseObject(request.body().utf8());
        if (served.access().isLimited() || Logic.of(served)) {
            return Identifier.read(request.id())
                    .compose(id -> inRounds(served, id, asked, request, caller))
                    .recover(refused -> features.denied(refused, served, request.id(), Action.UPDATE, caller));
        }
        Json data = Json.of(served.validator().canonical(served.validator().validForReplace(asked)));
        return Identifier.read(request.id())
                .compose(id -> updater.update(served, id, request.ifVersions(), data, request.command(), caller));
    }

    /** What the caller may replace, or what logic makes of it, depends on what is there. */
    private Future<Resource> inRounds(
            ServedFeature served, String id, ObjectNode asked, ReplaceResource request, Caller caller) {
        ChangeRule rule = new ChangeRule(served, Action.UPDATE, caller);
        return updater.updateInRounds(
                rule, id, request.ifVersions(), request.command(), current -> rule.replaced(current, asked));
    }
}
