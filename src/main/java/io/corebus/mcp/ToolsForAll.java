package io.corebus.mcp;

import static io.corebus.mcp.ToolSafety.ACTS;
import static io.corebus.mcp.ToolSafety.ADDS;
import static io.corebus.mcp.ToolSafety.READS;
import static io.corebus.mcp.ToolSafety.REPLACES;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tools for all features at once. They name no feature, so that an agent pays the same for 5 features and for 500. */
final class ToolsForAll {
    private final ToolWorks works;
    private final OfferLimits limits;

    ToolsForAll(ToolWorks works, OfferLimits limits) {
        this.works = works;
        this.limits = limits;
    }

    List<Tool> all() {
        List<Tool> tools = new ArrayList<>(List.of(listFeatures(), describeFeature()));
        tools.addAll(List.of(queryRecords(), getRecord(), countRecords(), recordHistory()));
        tools.addAll(List.of(createRecord(), updateRecord(), deleteRecord(), runAction(), runActionOnMany()));
        return tools;
    }

    private static Tool tool(
            String name,
            String description,
            ToolSafety safety,
            @Nullable AgentVerb verb,
            List<ToolParameter> parameters,
            ObjectNode result,
            ToolWork work) {
        String title = Character.toUpperCase(name.charAt(0)) + name.substring(1).replace('_', ' ');
        return new Tool(name, title, description, safety, verb, null, parameters, result, work);
    }

    private Tool listFeatures() {
        return tool(
                "list_features",
                "Lists the features (kinds of records) you may use, with the actions you may take on each. Start here.",
                READS,
                null,
                List.of(ToolParameters.SEARCH, ToolParameters.limit(limits), ToolParameters.CURSOR),
                ToolSchemas.page("features", ToolSchemas.listedFeature()),
                works.listing()::list);
    }

    private Tool describeFeature() {
        return tool(
                "describe_feature",
                "Shows one feature: what you may do with it and the JSON Schema of its records. Call it before you filter or write.",
                READS,
                null,
                List.of(ToolParameters.FEATURE, ToolParameters.DESCRIBED),
                ToolSchemas.describedFeature(),
                works.description()::describe);
    }

    private Tool queryRecords() {
        List<ToolParameter> parameters = new ArrayList<>(List.of(ToolParameters.FEATURE));
        parameters.addAll(ToolParameters.search(limits));
        return tool(
                "query_records",
                "Finds records by filter, in order, page by page. Ask for few fields and a narrow filter: a result has a limit of bytes.",
                READS,
                AgentVerb.SEARCH,
                parameters,
                ToolSchemas.records(RecordSchemas.anyRecord()),
                works.query()::query);
    }

    private Tool getRecord() {
        return tool(
                "get_record",
                "Reads one record by its id.",
                READS,
                AgentVerb.GET,
                List.of(ToolParameters.FEATURE, ToolParameters.ID, ToolParameters.FIELDS),
                ToolSchemas.record(RecordSchemas.anyRecord()),
                works.reading()::get);
    }

    private Tool countRecords() {
        return tool(
                "count_records",
                "Counts records, all or those that a filter takes, without reading them.",
                READS,
                AgentVerb.SEARCH,
                List.of(ToolParameters.FEATURE, ToolParameters.FILTER, ToolParameters.WORDS, ToolParameters.ESTIMATED),
                ToolSchemas.count(),
                works.query()::count);
    }

    private Tool recordHistory() {
        return tool(
                "record_history",
                "Tells who changed one record, when and what, newest first; also of a record that was deleted.",
                READS,
                AgentVerb.GET,
                List.of(
                        ToolParameters.FEATURE,
                        ToolParameters.ID,
                        ToolParameters.FIELDS,
                        ToolParameters.limit(limits),
                        ToolParameters.CURSOR),
                ToolSchemas.page("changes", ToolSchemas.change()),
                works.reading()::history);
    }

    private Tool createRecord() {
        return tool(
                "create_record",
                "Creates a record. Send an idempotency_key, so that a repeat creates no second one; try with dry_run first when unsure.",
                ADDS,
                AgentVerb.CREATE,
                List.of(
                        ToolParameters.FEATURE,
                        ToolParameters.DATA,
                        ToolParameters.IDEMPOTENCY_KEY,
                        ToolParameters.DRY_RUN),
                ToolSchemas.written(RecordSchemas.anyRecord()),
                works.creation()::create);
    }

    private Tool updateRecord() {
        return tool(
                "update_record",
                "Changes fields of one record, if it still has the version you have read. Read it first; try with dry_run when unsure.",
                REPLACES,
                AgentVerb.UPDATE,
                List.of(
                        ToolParameters.FEATURE,
                        ToolParameters.ID,
                        ToolParameters.VERSION.needed(),
                        ToolParameters.CHANGES,
                        ToolParameters.IDEMPOTENCY_KEY,
                        ToolParameters.DRY_RUN),
                ToolSchemas.written(RecordSchemas.anyRecord()),
                works.update()::update);
    }

    private Tool runAction() {
        return tool(
                "run_action",
                "Does one of a feature's own actions with one record; describe_feature tells which there are and what they take. Try with dry_run when unsure.",
                ACTS,
                AgentVerb.ACT,
                List.of(
                        ToolParameters.FEATURE,
                        ToolParameters.ID,
                        ToolParameters.ACTION,
                        ToolParameters.INPUT,
                        ToolParameters.VERSION,
                        ToolParameters.IDEMPOTENCY_KEY,
                        ToolParameters.DRY_RUN),
                ToolSchemas.acted(),
                works.action()::act);
    }

    private Tool runActionOnMany() {
        return tool(
                "run_action_on_many",
                "Does one of a feature's own actions with up to 100 records, each by itself: tells of each whether it was done, and why not. The user may be asked to confirm.",
                ACTS,
                AgentVerb.ACT,
                List.of(
                        ToolParameters.FEATURE,
                        ToolParameters.IDS,
                        ToolParameters.ACTION,
                        ToolParameters.INPUT,
                        ToolParameters.IDEMPOTENCY_KEY,
                        ToolParameters.DRY_RUN),
                ToolSchemas.actedOnMany(),
                works.actions()::act);
    }

    private Tool deleteRecord() {
        return tool(
                "delete_record",
                "Deletes one record. Name the version you have read, so that nothing is deleted that you have not seen. The user may be asked to confirm.",
                REPLACES,
                AgentVerb.DELETE,
                List.of(ToolParameters.FEATURE, ToolParameters.ID, ToolParameters.VERSION, ToolParameters.DRY_RUN),
                ToolSchemas.deleted(),
                works.deletion()::delete);
    }
}
