package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Service;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ControlDeskMessages.ControlsChanged;
import io.corebus.resource.ControlDeskMessages.ControlsList;
import io.corebus.resource.ControlDeskMessages.ControlsView;
import io.corebus.resource.ControlDeskMessages.GetControls;
import io.corebus.resource.ControlDeskMessages.ListControls;
import io.corebus.resource.ControlDeskMessages.ResetControls;
import io.corebus.resource.ControlDeskMessages.SetControls;
import io.corebus.resource.LogicMessages.AllBreakers;
import io.corebus.resource.LogicMessages.AskBreakers;
import io.corebus.resource.LogicMessages.BreakerState;
import io.corebus.storage.ControlMessages;
import io.corebus.storage.ControlMessages.AllControls;
import io.corebus.storage.ControlMessages.Controls;
import io.corebus.storage.ControlMessages.FeatureControls;
import io.corebus.storage.ControlMessages.ReadControls;
import io.corebus.storage.ControlMessages.WriteControls;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@link ControlDeskMessages}: for admins. What is shown is what storage has, which the {@link Gates} of some instance may learn a moment later. */
final class ControlDesk {
    private static final String ABOUT = "controls";
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final ServedFeature.Catalogue features;
    private final Bus bus;
    private final Denials denials;

    private ControlDesk(ServedFeature.Catalogue features, Bus bus, Denials denials) {
        this.features = features;
        this.bus = bus;
        this.denials = denials;
    }

    /** Serves all its addresses on the calling verticle. */
    static Future<?> serve(ServedFeature.Catalogue features, Bus bus, Denials denials) {
        ControlDesk desk = new ControlDesk(features, bus, denials);
        return Future.all(List.of(
                bus.serve(ControlDeskMessages.LIST, desk.admins("list", desk::list)),
                bus.serve(ControlDeskMessages.GET, desk.admins("get", desk::get)),
                bus.serve(ControlDeskMessages.SET, desk.admins("set", desk::set)),
                bus.serve(ControlDeskMessages.RESET, desk.admins("reset", desk::reset))));
    }

    private <Q, R> Service<Q, R> admins(String verb, Service<Q, R> service) {
        return (request, caller) -> caller.isAdmin()
                ? service.handle(request, caller)
                : denials.refuse(refusal(caller), ABOUT, null, verb, caller);
    }

    private static Failure refusal(Caller caller) {
        if (!AccessRule.isSignedIn(caller)) {
            return Failure.unauthenticated();
        }
        return caller.roles().contains(Caller.ADMIN_ROLE)
                ? new Failure(
                        "insufficient-scope",
                        403,
                        "Controls take a token with the scope admin; yours has " + String.join(", ", caller.scopes())
                                + ".")
                : new Failure("forbidden", 403, "Only an admin may see or set the controls of features.");
    }

    private Future<ControlsList> list(ListControls request, Caller caller) {
        Future<Map<String, BreakerState>> asking = breakers(caller);
        return stored(caller)
                .compose(stored -> asking.map(breakers -> new ControlsList(features.all().stream()
                        .map(served -> view(of(served.name(), stored), breakers))
                        .toList())));
    }

    private Future<ControlsView> get(GetControls request, Caller caller) {
        String feature = features.find(request.feature()).name();
        return stored(caller).map(stored -> of(feature, stored)).compose(found -> view(found, caller));
    }

    private Future<Map<String, FeatureControls>> stored(Caller caller) {
        return bus.request(ControlMessages.READ_CONTROLS, new ReadControls(), caller)
                .map(ControlDesk::byFeature);
    }

    private static Map<String, FeatureControls> byFeature(AllControls all) {
        Map<String, FeatureControls> byFeature = new HashMap<>();
        all.features().forEach(one -> byFeature.put(one.feature(), one));
        return byFeature;
    }

    private static FeatureControls of(String feature, Map<String, FeatureControls> stored) {
        return stored.getOrDefault(feature, FeatureControls.none(feature));
    }

    private Future<ControlsView> view(FeatureControls controls, Caller caller) {
        return breakers(caller).map(breakers -> view(controls, breakers));
    }

    private static ControlsView view(FeatureControls controls, Map<String, BreakerState> breakers) {
        return new ControlsView(controls, breakers.get(controls.feature()));
    }

    /** Of the features that have logic. Nobody waits long for what is shown beside something else; never fails. */
    private Future<Map<String, BreakerState>> breakers(Caller caller) {
        if (features.all().stream().noneMatch(Logic::of)) {
            return Future.succeededFuture(Map.of());
        }
        return bus.request(LogicMessages.BREAKERS, new AskBreakers(), caller.waiting(PATIENCE))
                .map(ControlDesk::byFeature)
                .otherwise(Map.of());
    }

    private static Map<String, BreakerState> byFeature(AllBreakers all) {
        Map<String, BreakerState> byFeature = new HashMap<>();
        all.features().forEach(one -> byFeature.put(one.feature(), one));
        return byFeature;
    }

    private Future<ControlsView> set(SetControls request, Caller caller) {
        Controls controls =
                new ControlForm(StrictJson.parseObject(request.body().utf8())).read();
        String feature = features.find(request.feature()).name();
        return write(new WriteControls(feature, controls, request.ifVersions(), request.commandId()), caller);
    }

    private Future<ControlsView> reset(ResetControls request, Caller caller) {
        String feature = features.find(request.feature()).name();
        return write(new WriteControls(feature, Controls.DEFAULT, request.ifVersions(), request.commandId()), caller);
    }

    private Future<ControlsView> write(WriteControls command, Caller caller) {
        return bus.request(ControlMessages.WRITE_CONTROLS, command, caller)
                .onSuccess(written -> bus.publish(ControlDeskMessages.CHANGED, new ControlsChanged(written.feature())))
                .compose(written -> view(written, caller));
    }
}
