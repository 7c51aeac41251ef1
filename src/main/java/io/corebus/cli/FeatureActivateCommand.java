package io.corebus.cli;

import io.corebus.feature.Features;
import io.corebus.feature.Losses;
import io.corebus.node.FeaturesConfig;
import io.corebus.node.StartFailure;
import io.corebus.storage.FeatureSetMessages;
import io.corebus.storage.FeatureSetMessages.ActivateSet;
import io.corebus.storage.FeatureSetMessages.ListNodes;
import io.corebus.storage.FeatureSetMessages.Node;
import io.corebus.storage.FeatureSetMessages.Nodes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "activate",
        mixinStandardHelpOptions = true,
        description =
                "Has all nodes that take their features from the database (features.from) serve these descriptors, without a restart: brings the tables to what they say, and waits until every node has said that it serves them. Exit status: 0 all do, 1 one does not, or nothing was activated.")
final class FeatureActivateCommand extends DeskVerb {
    private static final Duration LOOK = Duration.ofMillis(300);

    private final Product product;

    @Mixin
    private FeaturesDirOption directory = new FeaturesDirOption();

    @Option(
            names = "--allow-destructive",
            description =
                    "Also make changes of the tables that lose data. Until every node serves the descriptors, requests may fail.")
    private boolean allowDestructive;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for the nodes.")
    private int waitSeconds;

    private final Set<String> told = new LinkedHashSet<>();

    FeatureActivateCommand(Product product) {
        super(product);
        this.product = product;
    }

    @Override
    Map<String, String> decided() {
        return directory.decided();
    }

    @Override
    void work(Desk desk) throws Exception {
        Path descriptors = desk.config().get(FeaturesConfig.class).dir();
        product.reading().read(descriptors); // Tells faults with the paths of the files.
        Map<String, String> files = product.texts().read(descriptors);
        Features features = product.parsing().parse(files); // What is activated, whatever is saved meanwhile.
        product.migrating()
                .migrate(desk.config(), features, Losses.allowed(allowDestructive))
                .forEach(out()::println);
        ActivateSet request = new ActivateSet(UUID.randomUUID().toString(), files);
        long version = desk.ask(FeatureSetMessages.ACTIVATE_SET, request).version();
        out().println("Activated as version " + version + ": " + names(features) + ".");
        out().flush();
        await(desk, version);
    }

    private static String names(Features features) {
        return String.join(
                ", ", features.all().stream().map(feature -> feature.name()).toList());
    }

    private void await(Desk desk, long version) throws Exception {
        long giveUp = System.nanoTime() + Duration.ofSeconds(waitSeconds).toNanos();
        List<Node> open = look(desk, version);
        // Those that do not follow never will.
        while (open.stream().anyMatch(Node::follows) && System.nanoTime() - giveUp < 0) {
            Thread.sleep(LOOK.toMillis());
            open = look(desk, version);
        }
        if (open.isEmpty()) {
            out().println(told.isEmpty() ? "No node runs at the moment." : "Every node serves it.");
            return;
        }
        StringBuilder text = new StringBuilder("Not every node serves it:");
        open.forEach(node -> text.append("\n  ").append(NodeText.of(node, version)));
        throw new StartFailure(text.toString());
    }

    /** Tells who serves it by now. Returns the others. */
    private List<Node> look(Desk desk, long version) throws Exception {
        Nodes nodes = desk.ask(FeatureSetMessages.LIST_NODES, new ListNodes(NodeText.ALIVE_SECONDS));
        for (Node node : nodes.nodes()) {
            if (NodeText.serves(node, version) && told.add(node.id())) {
                out().println("  " + NodeText.of(node, version));
                out().flush();
            }
        }
        return nodes.nodes().stream()
                .filter(node -> !NodeText.serves(node, version))
                .toList();
    }
}
