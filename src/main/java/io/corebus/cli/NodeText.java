package io.corebus.cli;

import io.corebus.storage.FeatureSetMessages.Node;

/** What a node has said of the features it serves, in one line. */
final class NodeText {
    /** Nodes say something every three seconds at least. */
    static final int ALIVE_SECONDS = 10;

    private NodeText() {}

    /** A newer one is the one of somebody who was faster. */
    static boolean serves(Node node, long version) {
        return node.follows() && node.serving() >= version;
    }

    static String of(Node node, long version) {
        return node.name() + " (" + String.join(", ", node.rooms()) + "): " + state(node, version);
    }

    private static String state(Node node, long version) {
        if (!node.follows()) {
            return "serves the files of its own directory. Set COREBUS_FEATURES_FROM=database there.";
        }
        if (serves(node, version)) {
            return "serves version " + node.serving();
        }
        String still = node.serving() == 0 ? "the files of its own directory" : "version " + node.serving();
        boolean failed = node.failed() != null && node.failed() >= version;
        return "serves " + still + (failed ? ", because: " + node.failure() : ", and has not said more yet");
    }
}
