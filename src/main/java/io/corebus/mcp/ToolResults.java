package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** The form of every result: the JSON as it is, and the same as text for clients that read only that. */
final class ToolResults {
    /** What stands around a result, in bytes. */
    static final int FRAME = 100;

    private ToolResults() {}

    static Outcome.Result success(ObjectNode result) {
        ObjectNode answer = AgentJson.object().put("success", true);
        answer.set("result", result);
        return result(answer, false);
    }

    static Outcome.Result fault(ToolFault fault) {
        ObjectNode answer = AgentJson.object().put("success", false);
        answer.set("error", fault.error());
        answer.set("details", fault.details());
        return result(answer, true);
    }

    private static Outcome.Result result(ObjectNode answer, boolean isError) {
        answer.put("timestamp", Now.text());
        WrittenJson written = WrittenJson.of(answer);
        ObjectNode text = AgentJson.object().put("type", "text").set("text", written.quoted());
        return new Outcome.Result(AgentJson.array().add(text), written, isError);
    }

    /** To the millisecond. Many results have the same, and to write it takes as long as the rest of one. */
    private record Now(long millis, String written) {
        private static volatile Now last = of(System.currentTimeMillis());

        private static Now of(long millis) {
            return new Now(millis, Instant.ofEpochMilli(millis).toString());
        }

        static String text() {
            long millis = System.currentTimeMillis();
            Now now = last;
            if (now.millis != millis) {
                now = of(millis);
                last = now;
            }
            return now.written;
        }
    }

    /** Of both forms: which one it is, {@code success} says. */
    static ObjectNode schema(ObjectNode result) {
        ObjectNode schema = AgentJson.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("success").put("type", "boolean");
        properties.set("result", result);
        ObjectNode error = properties.putObject("error").put("type", "object");
        ObjectNode parts = error.putObject("properties");
        List.of("code", "message", "field", "hint")
                .forEach(part -> parts.putObject(part).put("type", "string"));
        parts.putObject("retryable").put("type", "boolean");
        properties.putObject("details").put("type", "object");
        properties.putObject("timestamp").put("type", "string").put("format", "date-time");
        schema.set("required", AgentJson.texts(List.of("success", "timestamp")));
        return schema;
    }
}
