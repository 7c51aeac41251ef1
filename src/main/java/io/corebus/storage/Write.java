package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.storage.StorageMessages.WrittenRow;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A command that writes a row. */
final class Write extends Command<WrittenRow> {
    /** What a statement does with rows; commands of different kinds cannot share one. */
    enum Kind {
        INSERT,
        UPDATE,
        DELETE,
        /** A change that gives a row what it had before. */
        RESTORE,
        /** The same for a row that was deleted. */
        REVIVE
    }

    private final Kind kind;
    private final UUID id;
    private final @Nullable Json data;
    private final List<Long> ifVersions;
    private final @Nullable String requestHash;

    /**
     * @param data null for a deletion
     * @param ifVersions the row must have one of these versions; empty: any
     */
    Write(
            Kind kind,
            UUID id,
            @Nullable Json data,
            List<Long> ifVersions,
            UUID commandId,
            @Nullable String requestHash,
            Caller caller) {
        super(commandId, caller);
        this.kind = kind;
        this.id = id;
        this.data = data;
        this.ifVersions = ifVersions;
        this.requestHash = requestHash;
    }

    Kind kind() {
        return kind;
    }

    UUID id() {
        return id;
    }

    @Override
    UUID target() {
        return id;
    }

    @Nullable
    String data() {
        return data == null ? null : data.toString();
    }

    /**
     * Whether the row is there, in a version that will do, and was not written all the same.
     *
     * @param version of the row after the statement that did nothing; null: there is none
     */
    boolean wasOvertaken(@Nullable Long version) {
        return kind != Kind.REVIVE && version != null && (ifVersions.isEmpty() || ifVersions.contains(version));
    }

    /** {@code {1,2}}, an array of PostgreSQL in its text form; null where any version will do. */
    @Nullable
    String versions() {
        return ifVersions.isEmpty()
                ? null
                : ifVersions.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    @Override
    boolean repeats(Command<WrittenRow> other) {
        return requestHash == null || (other instanceof Write write && requestHash.equals(write.requestHash));
    }

    @Nullable
    String requestHash() {
        return requestHash;
    }
}
