package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.feature.Field;
import io.corebus.feature.FieldType;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.ListResources;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code completion/complete}: names of features and fields, values of enums, ids, as far as the caller may see them. */
final class CompletionSource {
    private static final int MOST = 100;
    private static final int IDS = 20;
    private static final int ID_LENGTH = 36;
    private static final String LOWEST = "00000000-0000-0000-0000-000000000000";
    private static final Pattern HEX = Pattern.compile("[0-9a-f-]*");

    private final AgentCatalogue catalogue;
    private final Bus bus;
    private final Function<String, Future<Void>> admission;

    /** @param admission counts what is read of a feature, or fails where it is too much */
    CompletionSource(AgentCatalogue catalogue, Bus bus, Function<String, Future<Void>> admission) {
        this.catalogue = catalogue;
        this.bus = bus;
        this.admission = admission;
    }

    /** Of what it does not know it has no values; an unknown prompt fails. */
    Future<ObjectNode> complete(ObjectNode reference, ObjectNode argument, ObjectNode context, Caller caller) {
        if (reference.path("type").asText().equals("ref/prompt")) {
            PromptBook.require(reference.path("name").asText());
        }
        String begun = argument.path("value").asText();
        JsonNode others = context.path("arguments");
        return switch (argument.path("name").asText()) {
            case "feature" -> catalogue.allowed(caller).map(allowed -> completion(allowed.names(), begun));
            case "id" -> ids(others, begun, caller);
            case "field" -> ofFeature(others, caller, (feature, rights) -> completion(known(feature, rights), begun));
            case "value" -> ofFeature(others, caller, (feature, rights) -> values(feature, rights, others, begun));
            default -> Future.succeededFuture(completion(List.of(), ""));
        };
    }

    @FunctionalInterface
    private interface Choice {
        ObjectNode of(AgentFeature feature, AgentRights rights);
    }

    /** Of a feature of which the caller may do nothing, nothing is told. */
    private Future<ObjectNode> ofFeature(JsonNode others, Caller caller, Choice choice) {
        AgentFeature feature = catalogue.find(others.path(ToolBox.FEATURE).asText());
        if (feature == null) {
            return Future.succeededFuture(completion(List.of(), ""));
        }
        return AgentRights.ask(bus, feature.name(), caller)
                .map(rights -> rights.allowAny(feature) ? choice.of(feature, rights) : completion(List.of(), ""));
    }

    private static List<String> known(AgentFeature feature, AgentRights rights) {
        return feature.names().stream()
                .filter(name -> rights.mayKnow(feature, name))
                .toList();
    }

    private static ObjectNode values(AgentFeature feature, AgentRights rights, JsonNode others, String begun) {
        String wanted = others.path("field").asText();
        List<String> values = new ArrayList<>();
        for (Field field : feature.fields()) {
            if (field.name().equals(wanted) && rights.mayKnow(feature, wanted)) {
                values.addAll(field.type() == FieldType.BOOLEAN ? List.of("true", "false") : field.values());
            }
        }
        return completion(values, begun);
    }

    /** The newest whose ids begin so. Who may not read gets none. */
    private Future<ObjectNode> ids(JsonNode others, String begun, Caller caller) {
        AgentFeature feature = catalogue.find(others.path(ToolBox.FEATURE).asText());
        String lowest = padded(begun.toLowerCase(Locale.ROOT));
        if (feature == null || !feature.offers(AgentVerb.SEARCH) || lowest == null) {
            return Future.succeededFuture(completion(List.of(), ""));
        }
        String highest = lowest.substring(0, begun.length())
                + LOWEST.substring(begun.length()).replace('0', 'f');
        String filter = "id=ge=" + lowest + ";id=le=" + highest;
        return admission
                .apply(feature.name())
                .compose(counted -> bus.request(
                        ResourceMessages.LIST, new ListResources(feature.name(), filter, "-id", IDS, null), caller))
                .map(page -> ids(AgentJson.tree(page.rows()), page.next() != null));
    }

    /** Null where no id begins like this. */
    private static @Nullable String padded(String begun) {
        if (begun.length() > ID_LENGTH || !HEX.matcher(begun).matches()) {
            return null;
        }
        String whole = begun + LOWEST.substring(begun.length());
        for (int i = 0; i < ID_LENGTH; i++) {
            if ((whole.charAt(i) == '-') != (LOWEST.charAt(i) == '-')) {
                return null;
            }
        }
        return whole;
    }

    private static ObjectNode ids(JsonNode rows, boolean more) {
        List<String> ids = new ArrayList<>();
        rows.forEach(row -> ids.add(row.path("id").asText()));
        ObjectNode result = AgentJson.object();
        result.putObject("completion").put("hasMore", more).set("values", AgentJson.texts(ids));
        return result;
    }

    private static ObjectNode completion(Collection<String> all, String begun) {
        List<String> fitting = all.stream().filter(one -> one.startsWith(begun)).toList();
        ObjectNode result = AgentJson.object();
        ObjectNode completion = result.putObject("completion");
        completion.set("values", AgentJson.texts(fitting.stream().limit(MOST).toList()));
        completion.put("total", fitting.size()).put("hasMore", fitting.size() > MOST);
        return result;
    }
}
