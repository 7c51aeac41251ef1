package io.corebus.audit;

import io.corebus.bus.Json;
import io.corebus.storage.JournalMessages.Entry;
import org.jspecify.annotations.Nullable;

/** What a seal says of one entry: who, when and what, and of the payload its salted hash, so that the payload can be erased while the seal holds. */
final class Leaf {
    static final int SALT_BYTES = 16;

    private static final String FORM = "corebus-entry-1";
    private static final byte[] BETWEEN = {0};

    /** Of each thread: it hashes thousands of entries one after the other. */
    private static final ThreadLocal<Encoding.Fields> FIELDS = ThreadLocal.withInitial(Encoding.Fields::new);

    private Leaf() {}

    static byte[] hash(Entry entry) {
        return MerkleTree.leaf(fields(FIELDS.get().clear(), entry));
    }

    static byte[] data(Entry entry) {
        return fields(new Encoding.Fields(), entry).bytes();
    }

    private static Encoding.Fields fields(Encoding.Fields empty, Entry entry) {
        return empty.add(FORM)
                .add(entry.at())
                .add(entry.feature())
                .add(entry.resourceId())
                .add(entry.version())
                .add(entry.kind())
                .add(entry.actor())
                .add(entry.via())
                .add(entry.token())
                .add(entry.trace())
                .add(entry.commandId())
                .add(entry.payloadHash());
    }

    static String payloadHash(byte[] salt, @Nullable Json before, @Nullable Json after) {
        return Encoding.hex(Encoding.sha256(salt, bytes(before), BETWEEN, bytes(after)));
    }

    private static byte[] bytes(@Nullable Json json) {
        return json == null ? new byte[0] : json.utf8();
    }

    /** Whether the payload is gone: the salt goes with it. */
    static boolean isErased(Entry entry) {
        return entry.salt() == null;
    }
}
