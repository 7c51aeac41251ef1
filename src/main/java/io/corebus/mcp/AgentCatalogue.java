package io.corebus.mcp;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.feature.Features;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The features that are offered to agents: those whose descriptors have {@code mcp.tools}. */
final class AgentCatalogue {
    private final Bus bus;
    private final SortedMap<String, AgentFeature> byName = new TreeMap<>();

    AgentCatalogue(Features features, Bus bus) {
        this.bus = bus;
        features.all().stream()
                .filter(feature -> !feature.mcpTools().isEmpty())
                .forEach(feature -> byName.put(feature.name(), new AgentFeature(feature)));
    }

    /** By name. */
    Collection<AgentFeature> all() {
        return byName.values();
    }

    @Nullable
    AgentFeature find(String name) {
        return byName.get(name);
    }

    /** What a caller may do something with, by name. */
    record Allowed(List<AgentFeature> features, AgentRights rights) {
        List<String> names() {
            return features.stream().map(AgentFeature::name).toList();
        }
    }

    Future<Allowed> allowed(Caller caller) {
        return AgentRights.ask(bus, caller).map(this::allowed);
    }

    private Allowed allowed(AgentRights rights) {
        return new Allowed(all().stream().filter(rights::allowAny).toList(), rights);
    }

    /**
     * Does something with a feature. Fails with {@code unknown-feature}, which suggests only what the caller may know of, or with {@code tool-not-offered}.
     *
     * @param verb that its descriptor has to offer; null: any
     */
    <T> Future<T> with(String name, @Nullable AgentVerb verb, Caller caller, Function<AgentFeature, Future<T>> work) {
        AgentFeature feature = byName.get(name);
        if (feature == null) {
            return suggestion(name, caller).compose(known -> Future.failedFuture(unknown(name, known)));
        }
        return verb == null || feature.offers(verb)
                ? work.apply(feature)
                : Future.failedFuture(notOffered(feature, verb));
    }

    private Future<String> suggestion(String name, Caller caller) {
        return WrittenName.isPossible(name)
                ? allowed(caller).map(known -> suggestion(name, known)).otherwise("")
                : Future.succeededFuture("");
    }

    private static String suggestion(String name, Allowed known) {
        String suggestion = WrittenName.didYouMean(name, known.names());
        return suggestion == null ? "" : " " + suggestion;
    }

    private static FailureException unknown(String name, String suggestion) {
        String detail = "There is no feature named '" + WrittenName.shown(name) + "' here." + suggestion;
        return new Failure("unknown-feature", 404, detail).exception();
    }

    static FailureException notOffered(AgentFeature feature, AgentVerb verb) {
        String offered = String.join(", ", feature.feature().mcpTools());
        return new Failure(
                        "tool-not-offered",
                        403,
                        "The descriptor of " + feature.name() + " does not offer '" + verb.word()
                                + "' to agents; it offers " + offered + ".")
                .exception();
    }
}
