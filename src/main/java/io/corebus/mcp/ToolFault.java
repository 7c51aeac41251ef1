package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Trace;
import java.util.Locale;

/** A failure as an agent can act on it: what is wrong, where, whether to try again, and what to do. */
record ToolFault(ObjectNode error, ObjectNode details) {
    private static final String UNAVAILABLE = "UNAVAILABLE";

    /** @param repeatable whether the same call does no harm when it was done already */
    static ToolFault of(Failure failure, boolean repeatable, String trace) {
        ObjectNode error = AgentJson.object();
        error.put("code", code(failure));
        error.put("message", RecordText.visible(message(failure)));
        if (!failure.errors().isEmpty() && !failure.errors().get(0).pointer().isEmpty()) {
            error.put("field", field(failure.errors().get(0)));
        }
        error.put("retryable", isRetryable(failure, repeatable));
        error.put("hint", hint(failure, repeatable));
        return new ToolFault(error, details(failure, trace));
    }

    /** Ours in capitals; whatever is away for a moment is one to an agent. */
    static String code(Failure failure) {
        return failure.status() == 503
                ? UNAVAILABLE
                : failure.code().replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String message(Failure failure) {
        if (failure.errors().isEmpty()) {
            return failure.detail();
        }
        FieldFault first = failure.errors().get(0);
        String more =
                failure.errors().size() == 1 ? "" : " " + (failure.errors().size() - 1) + " more in details.";
        return placed(first) + more;
    }

    /** What a rule says goes on after the name; business logic says whole sentences. */
    private static String placed(FieldFault fault) {
        boolean sentence = !fault.detail().isEmpty()
                && Character.isUpperCase(fault.detail().codePointAt(0));
        if (fault.pointer().isEmpty()) {
            return sentence ? fault.detail() : "It " + fault.detail();
        }
        return field(fault) + (sentence ? ": " : " ") + fault.detail();
    }

    /** {@code /estimate/low} as {@code estimate.low}. */
    private static String field(FieldFault fault) {
        String path = fault.pointer().isEmpty() ? "" : fault.pointer().substring(1);
        return RecordText.visible(path.replace('/', '.').replace("~1", "/").replace("~0", "~"));
    }

    private static boolean isRetryable(Failure failure, boolean repeatable) {
        boolean passing = failure.status() == 503 || failure.status() == 429;
        return passing || (failure.status() == 504 && repeatable);
    }

    private static ObjectNode details(Failure failure, String trace) {
        ObjectNode details = AgentJson.object();
        if (!failure.errors().isEmpty()) {
            ArrayNode errors = details.putArray("errors");
            failure.errors().forEach(fault -> errors.add(detail(fault)));
        }
        if (failure.currentVersion() != null) {
            details.put("current_version", failure.currentVersion());
        }
        if (failure.retryAfter() != null) {
            details.put("retry_after_seconds", failure.retryAfter());
        }
        return details.put("trace_id", Trace.id(trace));
    }

    private static ObjectNode detail(FieldFault fault) {
        ObjectNode detail = AgentJson.object().put("field", field(fault)).put("code", fault.code());
        return detail.put("message", RecordText.visible(fault.detail()));
    }

    private static String hint(Failure failure, boolean repeatable) {
        return switch (failure.code()) {
            case "unknown-feature" -> "Call list_features to see which there are.";
            case "tool-not-offered", "unknown-action" -> "Call describe_feature to see what can be done with it.";
            case "not-found" -> "Call query_records to find the record; it may have been deleted.";
            case "validation" -> "Correct the arguments and call again; describe_feature shows the schema.";
            case "bad-query" -> "Correct filter or sort; describe_feature shows the fields and how to filter.";
            case "bad-cursor" -> "Start again without cursor.";
            case "version-mismatch" ->
                "Read the record again, redo the change on what it is now, and send that version.";
            case "conflict" ->
                "Another record stands against it: look for it with query_records, or choose other values.";
            case "logic-refused" ->
                "A rule of this feature stands against it: correct what the message names, or tell the user why not.";
            case "reference-not-found" -> "Look up the id of the record that is referred to.";
            case "idempotency-key-reused" -> "Use a new idempotency_key for a new request.";
            case "result-too-large" -> "Name the fields you need, or a smaller limit, or a narrower filter.";
            default -> otherwise(failure, repeatable);
        };
    }

    private static String otherwise(Failure failure, boolean repeatable) {
        if (failure.status() == 503 || failure.status() == 429) {
            return "Wait a moment, then make the same call again.";
        }
        if (failure.status() == 504) {
            return repeatable
                    ? "Make the same call again."
                    : "It may have been done all the same: look before you call again.";
        }
        if (failure.status() == 401 || failure.status() == 403) {
            return "Do not try again: tell the user which right is missing.";
        }
        return failure.status() >= 500
                ? "Tell the user the trace_id: the log has what went wrong under it."
                : "Read the message, correct the call, and try again.";
    }
}
