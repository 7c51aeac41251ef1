package io.corebus.audit;

import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.InsertSeal;
import io.corebus.storage.JournalMessages.Seal;
import io.corebus.storage.JournalMessages.Unsealed;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes seals, and the bytes they are signed and linked by. */
final class Seals {
    /** What stands for the seal before the first one. */
    static final String NO_PREVIOUS = "0".repeat(64);

    static final int HASH_BYTES = 32;

    private static final String FORM = "corebus-seal-1";
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Seals() {}

    /** The seal over the first entries of a page, as it is kept. */
    static InsertSeal make(Unsealed page, int count, SealingKey key, Instant now) {
        List<Entry> entries = page.entries().subList(0, count);
        List<byte[]> leaves = entries.stream().map(Leaf::hash).toList();
        Seal draft = new Seal(
                page.number(),
                page.firstSeq(),
                count,
                Encoding.base64(Encoding.concatenated(leaves)),
                Encoding.hex(MerkleTree.root(leaves)),
                page.previous(),
                "",
                MICROSECONDS.format(now),
                key.kid(),
                "");
        Entry last = entries.get(count - 1);
        List<Long> numbers = entries.stream().map(Entry::n).toList();
        return new InsertSeal(signed(draft, key), last.era(), last.txid(), last.n(), numbers);
    }

    private static Seal signed(Seal draft, SealingKey key) {
        byte[] header = header(draft);
        return new Seal(
                draft.number(),
                draft.firstSeq(),
                draft.count(),
                draft.leaves(),
                draft.root(),
                draft.previous(),
                hash(header),
                draft.at(),
                draft.kid(),
                Encoding.base64url(key.sign(header)));
    }

    static byte[] header(Seal seal) {
        return new Encoding.Fields()
                .add(FORM)
                .add(seal.number())
                .add(seal.firstSeq())
                .add(seal.count())
                .add(seal.root())
                .add(seal.previous())
                .add(seal.at())
                .add(seal.kid())
                .bytes();
    }

    static String hash(byte[] header) {
        return Encoding.hex(Encoding.sha256(header));
    }

    /** The leaf hashes that a seal lists. Fails with {@link IllegalArgumentException} where they are none. */
    static List<byte[]> leaves(Seal seal) {
        byte[] all = Encoding.fromBase64(seal.leaves());
        if (all.length != seal.count() * (long) HASH_BYTES) {
            throw new IllegalArgumentException("not " + seal.count() + " leaves");
        }
        List<byte[]> leaves = new ArrayList<>(seal.count());
        for (int i = 0; i < all.length; i += HASH_BYTES) {
            leaves.add(Arrays.copyOfRange(all, i, i + HASH_BYTES));
        }
        return leaves;
    }
}
