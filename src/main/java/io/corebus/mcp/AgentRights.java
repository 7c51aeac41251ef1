package io.corebus.mcp;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.feature.Feature.Action;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.AskRights;
import io.corebus.resource.ResourceMessages.FeatureRights;
import io.corebus.resource.ResourceMessages.Rights;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a caller may do, as the resource room says. */
record AgentRights(Map<String, FeatureRights> byFeature) {

    static Future<AgentRights> ask(Bus bus, Caller caller) {
        return bus.request(ResourceMessages.RIGHTS, new AskRights(null), caller).map(AgentRights::of);
    }

    static Future<AgentRights> ask(Bus bus, String feature, Caller caller) {
        return bus.request(ResourceMessages.RIGHTS, new AskRights(feature), caller)
                .map(AgentRights::of);
    }

    private static AgentRights of(Rights rights) {
        Map<String, FeatureRights> byFeature = new HashMap<>();
        rights.features().forEach(one -> byFeature.put(one.feature(), one));
        return new AgentRights(byFeature);
    }

    @Nullable
    FeatureRights of(AgentFeature feature) {
        return byFeature.get(feature.name());
    }

    /** Whether the caller may read this field of some records. */
    boolean mayRead(AgentFeature feature, String field) {
        FeatureRights rights = of(feature);
        return rights != null && isIn(rights.readable(), field);
    }

    /** Whether the caller may write this field of some records. */
    boolean mayWrite(AgentFeature feature, String field) {
        FeatureRights rights = of(feature);
        return rights != null && isIn(rights.writable(), field);
    }

    /** Whether the caller may read it or write it, of some records. */
    boolean mayKnow(AgentFeature feature, String field) {
        return mayRead(feature, field) || mayWrite(feature, field);
    }

    /** Whether the caller may do this with all fields that agents see, and see them in what it is answered. */
    boolean mayAll(AgentFeature feature, AgentVerb verb) {
        boolean reads = verb.action() == Action.READ;
        return feature.names().stream().allMatch(name -> mayRead(feature, name) && (reads || mayWrite(feature, name)));
    }

    /** @param allowed null for all */
    private static boolean isIn(@Nullable List<String> allowed, String name) {
        return allowed == null || allowed.contains(name);
    }

    /** Whether the descriptor offers it and the caller may do it. */
    boolean allow(AgentFeature feature, AgentVerb verb) {
        FeatureRights rights = of(feature);
        return rights != null && feature.offers(verb) && has(rights, verb);
    }

    private static boolean has(FeatureRights rights, AgentVerb verb) {
        return verb == AgentVerb.ACT
                ? !rights.named().isEmpty()
                : rights.actions().contains(verb.action());
    }

    boolean allowAny(AgentFeature feature) {
        for (AgentVerb verb : AgentVerb.values()) {
            if (allow(feature, verb)) {
                return true;
            }
        }
        return false;
    }
}
