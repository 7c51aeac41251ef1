package io.corebus.mcp;

import java.util.List;

/** The arguments that tools take. */
final class ToolParameters {
    /** It holds the values that a page was sorted by, which may be long texts. */
    private static final int LONGEST_CURSOR = 100_000;

    static final ToolParameter FEATURE = ToolParameter.text(
                    ToolBox.FEATURE, 63, "Name of the feature, as list_features gives it.")
            .needed();
    static final ToolParameter ID =
            ToolParameter.text(ToolBox.ID, 36, "The record's id, a UUID.").needed();
    static final ToolParameter VERSION = ToolParameter.integer(
            ToolBox.VERSION,
            1,
            Long.MAX_VALUE,
            "The version you have read: the write is refused if it is not the current one.");
    static final ToolParameter CURSOR =
            ToolParameter.text("cursor", LONGEST_CURSOR, "The next of the page before, to go on behind it.");
    static final ToolParameter FILTER = ToolParameter.text(
            "filter",
            4_000,
            "RSQL: == != =lt= =le= =gt= =ge= =in=(a,b) =out=(a,b) =ilike= (whatever the case) =has= =lacks= (elements of arrays); * for any characters; ; is and, , is or; quote values with blanks. Example: status==open;title==\"big *\".");
    static final ToolParameter WORDS = ToolParameter.text(
            "q",
            200,
            "Words that a record must have, all of them, in the fields that describe_feature names as searched_by_q; the last may be the beginning of one.");
    static final ToolParameter SORT =
            ToolParameter.text("sort", 400, "Fields in order of weight, - for descending. Example: -created_at,name.");
    static final ToolParameter FIELDS =
            ToolParameter.texts("fields", 100, "Only these fields, beside id and version. Left out: all.");
    static final ToolParameter EXPAND = ToolParameter.texts(
            RecordReferences.EXPAND,
            5,
            "Fields that refer to other records, whose records to bring along in included, by feature and id. Example: project_id, parent_id.project_id.");
    static final ToolParameter DESCRIBED =
            ToolParameter.texts("fields", 100, "Only these fields of the schema. Left out: all.");
    static final ToolParameter ESTIMATED =
            ToolParameter.flag("estimated", "Whether an estimate will do, which is quick however many there are.");
    static final ToolParameter SEARCH =
            ToolParameter.text("search", 100, "Only features whose name, title or description has this text in it.");
    static final ToolParameter DATA = ToolParameter.object(
                    RecordCreation.DATA, "The fields of the new record, as describe_feature shows them.")
            .needed();
    static final ToolParameter CHANGES = ToolParameter.object(
                    RecordUpdate.CHANGES,
                    "A JSON merge patch: fields to change; null removes one; what is not named stays.")
            .needed();
    static final ToolParameter ACTION = ToolParameter.text(
                    RecordAction.ACTION, 63, "Name of the action, as describe_feature gives it.")
            .needed();
    static final ToolParameter INPUT = ToolParameter.object(
            RecordAction.INPUT, "What the action takes, as describe_feature shows it. Left out: nothing.");
    /** As over REST, before the answer. */
    static final ToolParameter IDS = ToolParameter.texts(
                    RecordActions.IDS, 100, "The ids of the records, UUIDs, each of them once.")
            .needed();

    static final ToolParameter IDEMPOTENCY_KEY = ToolParameter.text(
            ToolBox.IDEMPOTENCY_KEY,
            255,
            "Any text of your own that names this write: sent again with the same key, it is done once.");
    static final ToolParameter DRY_RUN = ToolParameter.flag(
            ToolBox.DRY_RUN, "Check rights, version and values, show what would change, and write nothing.");

    private ToolParameters() {}

    static ToolParameter limit(OfferLimits limits) {
        ToolParameter limit = ToolParameter.integer("limit", 1, limits.maxRows(), "How many at most.");
        limit.schema().put("default", limits.defaultRows());
        return limit;
    }

    static List<ToolParameter> search(OfferLimits limits) {
        return List.of(FILTER, WORDS, SORT, FIELDS, EXPAND, limit(limits), CURSOR);
    }
}
