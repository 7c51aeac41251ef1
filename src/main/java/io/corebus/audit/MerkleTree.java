package io.corebus.audit;

import java.util.List;

/** The tree hash of RFC 6962, section 2.1, over leaves that are hashed already. */
final class MerkleTree {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private MerkleTree() {}

    static byte[] leaf(byte[] data) {
        return Encoding.sha256(LEAF, data);
    }

    static byte[] leaf(Encoding.Fields data) {
        return data.sha256(LEAF);
    }

    static byte[] root(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return Encoding.sha256();
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        return Encoding.sha256(NODE, root(leaves.subList(0, left)), root(leaves.subList(left, leaves.size())));
    }
}
