package io.corebus.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.door.Problem;
import io.corebus.resource.ResourceMessages.Acted;
import io.corebus.resource.ResourceMessages.Operation;
import io.corebus.resource.ResourceMessages.Resource;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** {@code {"results":[...]}}: one result for each item, in their order. */
final class BatchAnswer {
    /** Above that, results come without the resource: small patches of large resources would make an answer of any size. */
    private static final long MAX_BYTES = 16L * 1_048_576;

    private static final int OK = 200;
    private static final byte[] NOTHING = new byte[0];

    private final @Nullable Buffer[] results;
    private long bytes;
    private int done;

    BatchAnswer(int size) {
        this.results = new Buffer[size];
    }

    void done(int index, Operation operation, Resource resource) {
        Json body = operation == Operation.DELETE ? null : resource.body();
        done(index, status(operation), resource.id(), resource.version(), resource.repeated(), "data", body);
    }

    /** Of a named action. */
    void acted(int index, String id, Acted acted) {
        done(index, OK, id, acted.version(), acted.repeated(), "output", acted.output());
    }

    private void done(
            int index, int status, String id, long version, boolean repeated, String member, @Nullable Json content) {
        byte[] body = content == null ? NOTHING : content.utf8();
        String head = "{\"status\":" + status + ",\"id\":\"" + id + "\",\"version\":" + version
                + (repeated ? ",\"replayed\":true" : "");
        boolean told = content != null && bytes + body.length <= MAX_BYTES;
        Buffer result = Buffer.buffer(told ? head + ",\"" + member + "\":" : head);
        if (told) {
            bytes += body.length;
            result.appendBytes(body);
        }
        results[index] = result.appendByte((byte) '}');
        done++;
    }

    void refused(int index, Failure failure, String trace) {
        refused(index, null, failure, trace);
    }

    /** @param id of the resource, where it is told */
    void refused(int index, @Nullable String id, Failure failure, String trace) {
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("status", failure.status());
        if (id != null) {
            result.put("id", id);
        }
        result.set("error", Problem.body(failure, trace));
        results[index] = Buffer.buffer(result.toString());
    }

    private static int status(Operation operation) {
        return switch (operation) {
            case CREATE -> 201;
            case UPDATE, PATCH -> 200;
            case DELETE -> 204;
        };
    }

    Buffer body() {
        return results().appendString("]}");
    }

    Buffer bodyWithSummary() {
        String summary = "],\"summary\":{\"total\":" + results.length + ",\"done\":" + done + ",\"failed\":"
                + (results.length - done) + "}}";
        return results().appendString(summary);
    }

    private Buffer results() {
        Buffer body = Buffer.buffer("{\"results\":[");
        for (int i = 0; i < results.length; i++) {
            Buffer result = results[i];
            if (result == null) {
                throw new IllegalStateException("item " + i + " has no result");
            }
            body.appendString(i == 0 ? "" : ",").appendBuffer(result);
        }
        return body;
    }
}
