package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One command that waits for its statement, and the answer that it will get. */
final class Write {
    /** What a statement does with rows; commands of different kinds cannot share one. */
    enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }

    private final Kind kind;
    private final UUID id;
    private final @Nullable Json data;
    private final List<Long> ifVersions;
    private final UUID command;
    private final @Nullable String requestHash;
    private final Caller caller;
    private final Promise<WrittenRow> answer = Promise.promise();

    /**
     * @param data null for a deletion
     * @param ifVersions the row must have one of these versions; empty: any
     */
    Write(
            Kind kind,
            UUID id,
            @Nullable Json data,
            List<Long> ifVersions,
            UUID command,
            @Nullable String requestHash,
            Caller caller) {
        this.kind = kind;
        this.id = id;
        this.data = data;
        this.ifVersions = ifVersions;
        this.command = command;
        this.requestHash = requestHash;
        this.caller = caller;
    }

    Kind kind() {
        return kind;
    }

    UUID id() {
        return id;
    }

    @Nullable
    String data() {
        return data == null ? null : data.toString();
    }

    /** {@code {1,2}}, an array of PostgreSQL in its text form; null where any version will do. */
    @Nullable
    String versions() {
        return ifVersions.isEmpty()
                ? null
                : ifVersions.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    UUID command() {
        return command;
    }

    @Nullable
    String requestHash() {
        return requestHash;
    }

    Caller caller() {
        return caller;
    }

    /** Whether nobody waits for the answer any more. */
    boolean isOverdue() {
        return caller.millisLeft() <= 0;
    }

    Future<WrittenRow> answer() {
        return answer.future();
    }

    void succeed(WrittenRow written) {
        answer.tryComplete(written);
    }

    void fail(Throwable cause) {
        answer.tryFail(cause);
    }
}
