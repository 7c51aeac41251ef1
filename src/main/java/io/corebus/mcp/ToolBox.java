package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All tools: those for all features, then those of each feature that wants them typed. */
final class ToolBox {
    static final String FEATURE = "feature";
    static final String ID = "id";
    static final String VERSION = "version";
    static final String IDEMPOTENCY_KEY = "idempotency_key";
    static final String DRY_RUN = "dry_run";
    private static final int LONGEST_NAME = 128;

    private final AgentCatalogue catalogue;
    private final Bus bus;
    private final Map<String, Tool> byName = new LinkedHashMap<>();
    private final Map<AgentFeature, ToolsForOne> typed = new LinkedHashMap<>();

    ToolBox(AgentCatalogue catalogue, Bus bus, OfferLimits limits) {
        this.catalogue = catalogue;
        this.bus = bus;
        ToolWorks works = ToolWorks.of(catalogue, bus, limits);
        new ToolsForAll(works, limits).all().forEach(this::add);
        catalogue.all().stream()
                .filter(AgentFeature::isTyped)
                .forEach(feature -> typed.put(feature, new ToolsForOne(feature, works, limits)));
        typed.values().forEach(tools -> tools.all().forEach(this::add));
    }

    private void add(Tool tool) {
        byName.put(tool.name(), tool);
    }

    Future<List<ObjectNode>> entries(Caller caller) {
        return AgentRights.ask(bus, caller).map(this::entries);
    }

    private List<ObjectNode> entries(AgentRights rights) {
        return byName.values().stream()
                .filter(tool -> isAllowed(tool, rights))
                .map(tool -> entry(tool, rights))
                .toList();
    }

    /** The schemas of a feature's own tools tell of the fields that the caller may read, or write. */
    private ObjectNode entry(Tool tool, AgentRights rights) {
        AgentFeature feature = tool.fixed();
        AgentVerb verb = tool.verb();
        ToolsForOne tools = feature == null ? null : typed.get(feature);
        return feature == null || verb == null || tools == null || rights.mayAll(feature, verb)
                ? tool.entry()
                : tools.with(rights).tool(verb).entry();
    }

    /** What a caller may do with no feature at all is not listed. */
    private boolean isAllowed(Tool tool, AgentRights rights) {
        AgentVerb verb = tool.verb();
        AgentFeature fixed = tool.fixed();
        if (verb == null) {
            return true;
        }
        return fixed == null
                ? catalogue.all().stream().anyMatch(feature -> rights.allow(feature, verb))
                : rights.allow(fixed, verb);
    }

    /** Fails with a {@link ProtocolFault} where there is none. */
    Tool require(String name) {
        Tool tool = byName.get(name);
        if (tool == null) {
            throw unknown(name);
        }
        return tool;
    }

    private ProtocolFault unknown(String name) {
        List<String> known = byName.values().stream()
                .filter(tool -> tool.fixed() == null)
                .map(Tool::name)
                .toList();
        String suggestion = WrittenName.didYouMean(name, known);
        String shown = WrittenName.shown(name, LONGEST_NAME);
        return new ProtocolFault(
                ProtocolFault.INVALID_PARAMS,
                "Unknown tool: " + shown + "." + (suggestion == null ? "" : " " + suggestion));
    }
}
