package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.feature.JsonValues;
import java.util.Collection;

/** What a write would change: field by field, before and after. */
final class RecordDiff {
    private RecordDiff() {}

    /** @param fields to look at; a side where a field has no value is left out */
    static ObjectNode of(ObjectNode before, ObjectNode after, Collection<String> fields) {
        ObjectNode diff = AgentJson.object();
        for (String field : fields) {
            JsonNode was = before.path(field);
            JsonNode becomes = after.path(field);
            if (!JsonValues.areSame(was, becomes)) {
                ObjectNode change = diff.putObject(field);
                put(change, "before", was);
                put(change, "after", becomes);
            }
        }
        return diff;
    }

    private static void put(ObjectNode change, String side, JsonNode value) {
        if (!value.isMissingNode()) {
            change.set(side, value);
        }
    }

    /** The result of a dry run. A diff that is too large gives way to the names of its fields. */
    static ToolAnswer dryRun(AgentVerb verb, ObjectNode diff, OfferLimits limits) {
        ObjectNode result = AgentJson.object().put("dry_run", true).put("would", verb.word());
        if (AgentJson.bytes(diff).length <= limits.maxBytes()) {
            result.set("diff", diff);
        } else {
            result.set("changed", AgentJson.texts(AgentJson.names(diff)));
            result.put("hint", "The diff is too large to be shown; these fields differ.");
        }
        return new ToolAnswer.Done(result, ToolAnswer.DRY_RUN);
    }
}
