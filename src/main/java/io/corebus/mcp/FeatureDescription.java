package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.FeatureAction;
import io.corebus.feature.Field;
import io.corebus.feature.FieldType;
import io.corebus.feature.PlatformFields;
import io.corebus.feature.Search;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.AskPermission;
import io.corebus.resource.ResourceMessages.FeatureRights;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code describe_feature}: what an agent needs to know before it reads or writes. */
final class FeatureDescription {
    private final Bus bus;

    FeatureDescription(Bus bus) {
        this.bus = bus;
    }

    Future<ToolAnswer> describe(ToolRequest request) {
        List<String> fields = request.arguments().texts("fields");
        if (fields != null) {
            request.subject().requireKnown(fields, "fields");
        }
        return of(request.subject(), fields, request.caller()).map(ToolAnswer::ok);
    }

    /** @param fields to show; null: all */
    Future<ObjectNode> of(AgentFeature feature, @Nullable List<String> fields, Caller caller) {
        return rights(feature, caller).map(rights -> description(feature, fields, rights));
    }

    /** Fails as a read would where the caller may do nothing with it. */
    Future<AgentRights> rights(AgentFeature feature, Caller caller) {
        return AgentRights.ask(bus, feature.name(), caller)
                .compose(rights -> rights.allowAny(feature) ? Future.succeededFuture(rights) : refuse(feature, caller));
    }

    private Future<AgentRights> refuse(AgentFeature feature, Caller caller) {
        AskPermission question = new AskPermission(feature.name(), Action.READ, null);
        return bus.request(ResourceMessages.MAY, question, caller)
                .compose(mayRead -> Future.failedFuture(AgentCatalogue.notOffered(feature, AgentVerb.GET)));
    }

    private static ObjectNode description(AgentFeature feature, @Nullable List<String> fields, AgentRights rights) {
        ObjectNode described = AgentJson.object().put("feature", feature.name());
        described.put("title", feature.feature().title());
        described.put("description", feature.feature().description());
        described.set("actions", FeatureListing.actions(feature, rights));
        FeatureRights own = rights.of(feature);
        Predicate<String> shown = name -> (fields == null || fields.contains(name)) && rights.mayKnow(feature, name);
        described.set("schema", RecordSchemas.input(feature, shown));
        described.set("set_by_corebus", AgentJson.texts(PlatformFields.NAMES));
        List<String> uncomparable = feature.fields().stream()
                .filter(field -> field.type() == FieldType.JSON && !field.hasElements())
                .map(Field::name)
                .filter(shown)
                .toList();
        described.set("not_for_filter_or_sort", AgentJson.texts(uncomparable));
        addSearch(described, feature, rights);
        addActions(described, feature, own, rights);
        addLimits(described, "readable_fields", own == null ? null : own.readable(), feature);
        addLimits(described, "writable_fields", own == null ? null : own.writable(), feature);
        return described;
    }

    /** Only for who may read all of them: nobody else may search. */
    private static void addSearch(ObjectNode described, AgentFeature feature, AgentRights rights) {
        Search search = Search.of(feature.feature());
        if (search != null
                && feature.names().containsAll(search.fields())
                && search.fields().stream().allMatch(name -> rights.mayRead(feature, name))) {
            described.set("searched_by_q", AgentJson.texts(search.fields()));
        }
    }

    /** Those that the caller may do, with what they take: no other tool tells it. */
    private static void addActions(
            ObjectNode described, AgentFeature feature, @Nullable FeatureRights own, AgentRights rights) {
        if (own == null || !rights.allow(feature, AgentVerb.ACT)) {
            return;
        }
        ArrayNode actions = described.putArray("own_actions");
        feature.feature().actions().stream()
                .filter(action -> own.named().contains(action.name()))
                .forEach(action -> actions.add(described(action)));
    }

    private static ObjectNode described(FeatureAction action) {
        ObjectNode described = AgentJson.object().put("action", action.name()).put("title", action.title());
        if (!action.description().isEmpty()) {
            described.put("description", action.description());
        }
        if (action.input() != null) {
            described.set("input", action.input());
        }
        if (action.output() != null) {
            described.set("output", action.output());
        }
        if (action.timeout() != null) {
            described.put("timeout_seconds", action.timeout().toMillis() / 1_000.0);
        }
        if (action.isLong()) {
            described.put("as_job", true);
        }
        return described;
    }

    /** Only where not all are. */
    private static void addLimits(
            ObjectNode described, String name, @Nullable List<String> allowed, AgentFeature feature) {
        if (allowed != null && !allowed.containsAll(feature.names())) {
            List<String> seen = allowed.stream()
                    .filter(field -> !feature.hidden().contains(field))
                    .toList();
            described.set(name, AgentJson.texts(seen));
        }
    }
}
