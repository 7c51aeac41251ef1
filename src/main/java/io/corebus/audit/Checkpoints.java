package io.corebus.audit;

import io.corebus.storage.JournalMessages.Seal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Heads of the trail that were kept elsewhere, one a line. */
final class Checkpoints {
    private final TreeMap<Long, Seal> byNumber = new TreeMap<>();
    private final List<Long> met = new ArrayList<>();

    /** Fails with {@link IllegalArgumentException} where it is no file of checkpoints. */
    static Checkpoints read(@Nullable Path file, KeyFile keys) throws IOException, Finding {
        Checkpoints checkpoints = new Checkpoints();
        if (file == null) {
            return checkpoints;
        }
        try (LineReader lines = new LineReader(new BufferedInputStream(Files.newInputStream(file)))) {
            while (lines.next()) {
                checkpoints.add(read(lines, file), keys);
            }
        }
        if (checkpoints.byNumber.isEmpty()) {
            throw new IllegalArgumentException(file + " has no checkpoint.");
        }
        return checkpoints;
    }

    private static Seal read(LineReader lines, Path file) {
        try {
            return ExportReader.checkpoint(lines.members());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Line " + lines.number() + " of " + file + " is no checkpoint: " + e.getMessage() + ".", e);
        }
    }

    private void add(Seal checkpoint, KeyFile keys) throws Finding {
        keys.requireSigned(checkpoint, "the checkpoint of seal " + checkpoint.number());
        Seal other = byNumber.put(checkpoint.number(), checkpoint);
        if (other != null && !other.hash().equals(checkpoint.hash())) {
            throw new Finding("there are two different checkpoints of seal " + checkpoint.number()
                    + ": the trail was written anew between them");
        }
    }

    boolean given() {
        return !byNumber.isEmpty();
    }

    /** Compares, where there is a checkpoint of this number. */
    void compare(long number, String hash) throws Finding {
        Seal checkpoint = byNumber.get(number);
        if (checkpoint == null) {
            return;
        }
        if (!checkpoint.hash().equals(hash)) {
            throw new Finding("seal " + number + " is another one than the checkpoint has: the trail was written anew");
        }
        met.add(number);
    }

    /** @param last the number of the last seal in the export */
    void requireReached(long last) throws Finding {
        if (given() && byNumber.lastKey() > last) {
            throw new Finding("seal " + (last + 1) + " is missing: the end of the trail was cut off, for there is a "
                    + "checkpoint of seal " + byNumber.lastKey());
        }
        if (given() && met.isEmpty()) {
            throw new Finding("no checkpoint is of a seal in the export: they cannot be compared");
        }
    }

    int met() {
        return met.size();
    }
}
