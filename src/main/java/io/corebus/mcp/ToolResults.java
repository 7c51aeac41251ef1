package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** The form of every result: the JSON as it is, and the same as text for clients that read only that. */
final class ToolResults {
    /** What stands around a result, in bytes. */
    static final int FRAME = 100;

    private static final byte[] SUCCESS = JsonBytes.part("{\"success\":true,\"result\":");
    private static final byte[] FAULT = JsonBytes.part("{\"success\":false,\"error\":");
    private static final byte[] DETAILS = JsonBytes.part(",\"details\":");

    private ToolResults() {}

    static Outcome.Result success(ObjectNode result) {
        return result(new JsonBytes().add(SUCCESS).add(result), false);
    }

    static Outcome.Result fault(ToolFault fault) {
        return result(new JsonBytes().add(FAULT).add(fault.error()).add(DETAILS).add(fault.details()), true);
    }

    private static Outcome.Result result(JsonBytes begun, boolean isError) {
        WrittenJson written = WrittenJson.of(begun.add(Now.member()));
        return new Outcome.Result(written.content(), written, isError);
    }

    /** The last member of a result, to the millisecond. Many results have the same, and to write it takes as long as the rest of one. */
    @SuppressWarnings("ArrayRecordComponent") // Nothing compares two of them.
    private record Now(long millis, byte[] written) {
        private static volatile Now last = of(System.currentTimeMillis());

        private static Now of(long millis) {
            return new Now(millis, JsonBytes.part(",\"timestamp\":\"" + Instant.ofEpochMilli(millis) + "\"}"));
        }

        static byte[] member() {
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
