package io.corebus.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.door.Problem;
import io.corebus.resource.ResourceMessages.Operation;
import io.corebus.resource.ResourceMessages.Resource;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** {@code {"results":[...]}}: one result for each item, in their order. */
final class BatchAnswer {
    /** Above that, results come without the resource: small patches of large resources would make an answer of any size. */
    private static final long MAX_BYTES = 16L * 1_048_576;

    private final @Nullable Buffer[] results;
    private long bytes;

    BatchAnswer(int size) {
        this.results = new Buffer[size];
    }

    void done(int index, Operation operation, Resource resource) {
        byte[] body = resource.body().utf8();
        StringBuilder head = new StringBuilder("{\"status\":")
                .append(status(operation))
                .append(",\"id\":\"")
                .append(resource.id())
                .append("\",\"version\":")
                .append(resource.version())
                .append(resource.repeated() ? ",\"replayed\":true" : "");
        boolean told = operation != Operation.DELETE && bytes + body.length <= MAX_BYTES;
        Buffer result = Buffer.buffer(head.append(told ? ",\"data\":" : "").toString());
        if (told) {
            bytes += body.length;
            result.appendBytes(body);
        }
        results[index] = result.appendByte((byte) '}');
    }

    void refused(int index, Failure failure, String trace) {
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("status", failure.status());
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
        Buffer body = Buffer.buffer("{\"results\":[");
        for (int i = 0; i < results.length; i++) {
            Buffer result = results[i];
            if (result == null) {
                throw new IllegalStateException("item " + i + " has no result");
            }
            body.appendString(i == 0 ? "" : ",").appendBuffer(result);
        }
        return body.appendString("]}");
    }
}
