package io.corebus.cli;

import io.corebus.storage.FeatureSetMessages;
import io.corebus.storage.FeatureSetMessages.ListNodes;
import io.corebus.storage.FeatureSetMessages.Nodes;
import picocli.CommandLine.Command;

@Command(
        name = "nodes",
        mixinStandardHelpOptions = true,
        description = "Lists the nodes that run, and which version of the activated features each of them serves.")
final class FeatureNodesCommand extends DeskVerb {
    FeatureNodesCommand(Product product) {
        super(product);
    }

    @Override
    void work(Desk desk) throws Exception {
        Nodes nodes = desk.ask(FeatureSetMessages.LIST_NODES, new ListNodes(NodeText.ALIVE_SECONDS));
        out().println(nodes.version() == 0 ? "Nothing was activated yet." : "Active: version " + nodes.version() + ".");
        nodes.nodes().forEach(node -> out().println("  " + NodeText.of(node, Math.max(1, nodes.version()))));
    }
}
