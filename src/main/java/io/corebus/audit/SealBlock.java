package io.corebus.audit;

import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.Seal;
import io.corebus.storage.JournalMessages.SealedEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entries that stand behind a seal in an export, compared with the leaves that it lists. Names the first one that is not as it was sealed. */
final class SealBlock {
    /** Enough to tell what happened; more is not kept. */
    private static final int MAX_EXTRA = 1_000;

    private final Seal seal;
    private final List<ByteBuffer> listed;
    private final List<ByteBuffer> found = new ArrayList<>();
    private final List<Long> lineNumbers = new ArrayList<>();
    /** The first one that holds no longer though its leaf does, or cannot be read. */
    private @Nullable String fault;

    private int faultAt = Integer.MAX_VALUE;

    SealBlock(Seal seal, List<byte[]> listed) {
        this.seal = seal;
        this.listed = listed.stream().map(ByteBuffer::wrap).toList();
    }

    /** Reads on until a line that is no entry. */
    void read(LineReader lines, Erasures erasures) throws IOException {
        while (lines.next() && !lines.type().equals(ExportReader.SEAL)) {
            if (found.size() < seal.count() + MAX_EXTRA) {
                lineNumbers.add(lines.number());
                found.add(leaf(lines, erasures));
            }
        }
    }

    private ByteBuffer leaf(LineReader lines, Erasures erasures) {
        try {
            SealedEntry sealed = ExportReader.entry(lines.members());
            byte[] leaf = Leaf.hash(sealed.entry());
            checkWhatNoLeafHolds(sealed);
            erasures.see(sealed);
            return ByteBuffer.wrap(leaf);
        } catch (IllegalArgumentException e) {
            fault("the line is no entry as it was written: " + e.getMessage());
            return ByteBuffer.allocate(0);
        }
    }

    private void checkWhatNoLeafHolds(SealedEntry sealed) {
        Entry entry = sealed.entry();
        long seq = seal.firstSeq() + found.size();
        String salt = entry.salt();
        if (sealed.seq() != seq) {
            fault("its number says " + sealed.seq());
        } else if (salt != null && !payloadHash(entry, salt).equals(entry.payloadHash())) {
            fault("its payload is not the one that was sealed");
        }
    }

    private static String payloadHash(Entry entry, String salt) {
        return Leaf.payloadHash(Encoding.fromHex(salt), entry.before(), entry.after());
    }

    private void fault(String what) {
        if (fault == null) {
            fault = what;
            faultAt = found.size();
        }
    }

    /** The root that the entries as they stand there have. */
    String root() {
        List<byte[]> leaves = found.stream().map(ByteBuffer::array).toList();
        return Encoding.hex(MerkleTree.root(leaves));
    }

    /** @param next what stands behind the entries: the number of a seal, 0 for none */
    void requireWhole(long next) throws Finding {
        int at = firstDifference();
        if (faultAt < at) {
            throw altered(faultAt);
        }
        if (at < listed.size()) {
            throw difference(at);
        }
        if (found.size() > listed.size()) {
            throw tooMany(next);
        }
    }

    /** Before it, all are as listed. */
    private int firstDifference() {
        int at = 0;
        while (at < listed.size() && at < found.size() && listed.get(at).equals(found.get(at))) {
            at++;
        }
        return at;
    }

    private Finding difference(int at) {
        boolean isElsewhere = found.indexOf(listed.get(at)) > at;
        if (at >= found.size()) {
            return removed(at);
        }
        int sealedAt = listed.indexOf(found.get(at));
        if (sealedAt < 0) {
            return isElsewhere ? inserted(at, "") : altered(at);
        }
        boolean isCopy = sealedAt < at || (found.size() > listed.size() && occursAgain(at));
        if (isCopy) {
            return inserted(at, ": it is a copy of entry " + (seal.firstSeq() + sealedAt));
        }
        return isElsewhere ? reordered(at, sealedAt) : removed(at);
    }

    private boolean occursAgain(int at) {
        return found.lastIndexOf(found.get(at)) > at;
    }

    private Finding altered(int at) {
        String how = at == faultAt ? ": " + fault : "";
        return new Finding(entry(at) + " was altered (line " + lineNumbers.get(at) + ")" + how);
    }

    private Finding removed(int at) {
        return new Finding(entry(at) + " was removed");
    }

    private Finding inserted(int at, String what) {
        return new Finding("an entry was inserted before " + entry(at) + " (line " + lineNumbers.get(at) + ")" + what);
    }

    private Finding reordered(int at, int sealedAt) {
        return new Finding("the entries were reordered: entry " + (seal.firstSeq() + sealedAt) + " stands where "
                + entry(at) + " belongs (line " + lineNumbers.get(at) + ")");
    }

    private Finding tooMany(long next) {
        long after = seal.firstSeq() + seal.count() - 1;
        String where = " (line " + lineNumbers.get(listed.size()) + ")";
        if (next > seal.number() + 1) {
            return new Finding("seal " + (seal.number() + 1) + " is missing, though its entries are there" + where);
        }
        boolean sealIsThere = next != 0;
        return new Finding("an entry was inserted behind entry " + after + where
                + (sealIsThere ? "" : ", or its seal was removed") + ": no seal covers it");
    }

    private String entry(int at) {
        return "entry " + (seal.firstSeq() + at);
    }
}
