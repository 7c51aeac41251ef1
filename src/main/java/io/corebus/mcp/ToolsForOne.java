package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The tools of one feature whose descriptor wants them typed: {@code <feature>_<verb>}, with its schema. */
final class ToolsForOne {
    private final ToolWorks works;
    private final OfferLimits limits;
    private final AgentFeature feature;
    private final String title;
    private final Predicate<String> readable;
    private final Predicate<String> writable;

    ToolsForOne(AgentFeature feature, ToolWorks works, OfferLimits limits) {
        this(feature, works, limits, name -> true, name -> true);
    }

    private ToolsForOne(
            AgentFeature feature,
            ToolWorks works,
            OfferLimits limits,
            Predicate<String> readable,
            Predicate<String> writable) {
        this.feature = feature;
        this.readable = readable;
        this.writable = writable;
        this.works = works;
        this.limits = limits;
        this.title = feature.feature().title();
    }

    /** As they are for one whose rights do not reach all fields. */
    ToolsForOne with(AgentRights rights) {
        return new ToolsForOne(
                feature, works, limits, name -> rights.mayRead(feature, name), name -> rights.mayWrite(feature, name));
    }

    List<Tool> all() {
        List<Tool> tools = new ArrayList<>();
        for (AgentVerb verb : AgentVerb.values()) {
            if (feature.offers(verb)) {
                tools.add(tool(verb));
            }
        }
        return tools;
    }

    Tool tool(AgentVerb verb) {
        return switch (verb) {
            case SEARCH -> search();
            case GET -> get();
            case CREATE -> create();
            case UPDATE -> update();
            case DELETE -> delete();
            case ACT -> act();
        };
    }

    private Tool tool(
            AgentVerb verb,
            String does,
            ToolSafety safety,
            List<ToolParameter> parameters,
            ObjectNode result,
            ToolWork work) {
        String name = feature.name() + "_" + verb.word();
        String about = feature.feature().description().isBlank()
                ? ""
                : " " + feature.feature().description();
        String word = Character.toUpperCase(verb.word().charAt(0)) + verb.word().substring(1);
        return new Tool(name, word + ": " + title, does + about, safety, verb, feature, parameters, result, work);
    }

    private Tool search() {
        return tool(
                AgentVerb.SEARCH,
                "Finds records of " + title + " by filter, in order, page by page.",
                ToolSafety.READS,
                ToolParameters.search(limits),
                ToolSchemas.records(RecordSchemas.record(feature, readable)),
                works.query()::query);
    }

    private Tool get() {
        return tool(
                AgentVerb.GET,
                "Reads one record of " + title + ".",
                ToolSafety.READS,
                List.of(ToolParameters.ID, ToolParameters.FIELDS),
                ToolSchemas.record(RecordSchemas.record(feature, readable)),
                works.reading()::get);
    }

    private Tool create() {
        return tool(
                AgentVerb.CREATE,
                "Creates a record of " + title + ".",
                ToolSafety.ADDS,
                List.of(
                        ToolParameters.DATA.as(RecordSchemas.input(feature, writable)),
                        ToolParameters.IDEMPOTENCY_KEY,
                        ToolParameters.DRY_RUN),
                ToolSchemas.written(RecordSchemas.record(feature, readable)),
                works.creation()::create);
    }

    private Tool update() {
        return tool(
                AgentVerb.UPDATE,
                "Changes fields of one record of " + title + ", if it still has the version you have read.",
                ToolSafety.REPLACES,
                List.of(
                        ToolParameters.ID,
                        ToolParameters.VERSION.needed(),
                        ToolParameters.CHANGES.as(RecordSchemas.changes(feature, writable)),
                        ToolParameters.IDEMPOTENCY_KEY,
                        ToolParameters.DRY_RUN),
                ToolSchemas.written(RecordSchemas.record(feature, readable)),
                works.update()::update);
    }

    private Tool act() {
        return tool(
                AgentVerb.ACT,
                "Does an action of its own with one record of " + title + "; describe_feature tells which there are.",
                ToolSafety.ACTS,
                List.of(
                        ToolParameters.ID,
                        ToolParameters.ACTION,
                        ToolParameters.INPUT,
                        ToolParameters.VERSION,
                        ToolParameters.IDEMPOTENCY_KEY,
                        ToolParameters.DRY_RUN),
                ToolSchemas.acted(),
                works.action()::act);
    }

    private Tool delete() {
        return tool(
                AgentVerb.DELETE,
                "Deletes one record of " + title + ". The user may be asked to confirm.",
                ToolSafety.REPLACES,
                List.of(ToolParameters.ID, ToolParameters.VERSION, ToolParameters.DRY_RUN),
                ToolSchemas.deleted(),
                works.deletion()::delete);
    }
}
