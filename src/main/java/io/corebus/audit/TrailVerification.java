package io.corebus.audit;

import io.corebus.storage.JournalMessages.Seal;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through an export from its first line to its last, and stops at the first thing that does not hold. */
final class TrailVerification {
    private final LineReader lines;
    private final KeyFile keys;
    private final Checkpoints checkpoints;
    private final Erasures erasures = new Erasures();
    private final long from;
    private @Nullable Seal last;

    /** @param from the number of the seal that the export has to begin with */
    TrailVerification(LineReader lines, KeyFile keys, Checkpoints checkpoints, long from) {
        this.lines = lines;
        this.keys = keys;
        this.checkpoints = checkpoints;
        this.from = from;
    }

    /** @return the last seal */
    Seal run() throws IOException, Finding {
        readBegin();
        lines.next();
        while (lines.hasLine()) {
            readSeal();
        }
        Seal head = last;
        if (head == null) {
            throw new Finding("there is no seal in the export: it proves nothing");
        }
        erasures.requireExplained();
        checkpoints.requireReached(head.number());
        keys.requireReached(head.number());
        return head;
    }

    long erased() {
        return erasures.count();
    }

    private void readBegin() throws IOException, Finding {
        lines.next();
        long begin;
        try {
            begin = ExportReader.begin(lines.members());
        } catch (IllegalArgumentException e) {
            throw new Finding("line 1 is not how an export begins: " + e.getMessage());
        }
        if (begin != from) {
            throw new Finding("the export begins with seal " + begin + ", not with seal " + from + " (say --from "
                    + begin + " if that is all you want to look at)");
        }
    }

    private void readSeal() throws IOException, Finding {
        long number = last == null ? from : last.number() + 1;
        String where = " (line " + lines.number() + ")";
        Seal seal = parse(number, where);
        keys.requireSigned(seal, "what stands where seal " + number + " belongs" + where);
        requireNext(seal, number, where);
        checkpoints.compare(seal.number(), seal.hash());
        readEntries(seal, where);
        last = seal;
    }

    private Seal parse(long number, String where) throws Finding {
        if (lines.type().equals(ExportReader.ENTRY)) {
            throw new Finding("seal " + number + " is missing: an entry stands in its place" + where);
        }
        try {
            return ExportReader.seal(lines.members());
        } catch (IllegalArgumentException e) {
            throw new Finding("what stands where seal " + number + " belongs" + where
                    + " was altered, it is no seal as it was written: " + e.getMessage());
        }
    }

    private void requireNext(Seal seal, long number, String where) throws Finding {
        if (seal.number() > number) {
            throw new Finding("seal " + number + " is missing: seal " + seal.number() + " stands in its place" + where);
        }
        if (seal.number() < number) {
            throw new Finding(
                    "seal " + seal.number() + " was inserted" + where + ", where seal " + number + " belongs");
        }
        Seal before = last;
        if (before == null && number > 1) {
            checkpoints.compare(number - 1, seal.previous());
            return;
        }
        String previous = before == null ? Seals.NO_PREVIOUS : before.hash();
        long firstSeq = before == null ? 1 : before.firstSeq() + before.count();
        if (!seal.previous().equals(previous) || seal.firstSeq() != firstSeq) {
            throw new Finding("seal " + number + " is signed, but does not follow what stands before it" + where
                    + ": these are parts of two trails");
        }
    }

    private void readEntries(Seal seal, String where) throws IOException, Finding {
        List<byte[]> leaves = leaves(seal);
        SealBlock block = new SealBlock(seal, leaves);
        block.read(lines, erasures);
        if (leaves.isEmpty() || !Encoding.hex(MerkleTree.root(leaves)).equals(seal.root())) {
            boolean entriesHold = block.root().equals(seal.root());
            throw new Finding("the list of leaves of seal " + seal.number() + " was altered" + where
                    + (entriesHold ? "; its entries hold" : ", and so was at least one of its entries"));
        }
        block.requireWhole(nextNumber());
    }

    /** Empty where they are none. */
    private static List<byte[]> leaves(Seal seal) {
        try {
            return Seals.leaves(seal);
        } catch (IllegalArgumentException malformed) {
            return List.of();
        }
    }

    /** Of the seal that comes next; 0 where there is none. */
    private long nextNumber() {
        try {
            return lines.hasLine() ? ExportReader.seal(lines.members()).number() : 0;
        } catch (IllegalArgumentException malformed) {
            return 0;
        }
    }
}
