package io.corebus.storage;

import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/** Writes of rows: each goes to the lane of its table and kind. Belongs to one event loop. */
final class RowWrites {
    private final GroupCommit commits;
    private final WriteExecution execution;
    private final Map<Sharing, Lane<Write>> lanes = new HashMap<>();

    /** What commands have in common that can share a statement. */
    private record Sharing(FeatureTable table, Write.Kind kind) {}

    RowWrites(GroupCommit commits, WriteExecution execution) {
        this.commits = commits;
        this.execution = execution;
    }

    /** Succeeds when the write is committed. */
    Future<WrittenRow> submit(FeatureTable table, Write write) {
        return commits.submit(lanes.computeIfAbsent(new Sharing(table, write.kind()), this::lane), write);
    }

    private Lane<Write> lane(Sharing sharing) {
        return new Lane<>(batch -> execution.execute(sharing.table(), sharing.kind(), batch));
    }
}
