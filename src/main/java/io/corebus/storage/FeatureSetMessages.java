package io.corebus.storage;

import io.corebus.bus.Address;
import io.corebus.storage.StorageMessages.Done;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the storage room answers about the descriptors that all nodes are to serve, and about the nodes. {@link #ACTIVATE_SET} and {@link #LIST_NODES} are
 * for verbs that work straight on the database: no node serves them.
 *
 * <p>Failures: those of {@link StorageMessages}.
 */
public final class FeatureSetMessages {
    private static final Duration ATTEMPT = Duration.ofSeconds(2);

    public static final Address<ActivateSet, ActivatedSet> ACTIVATE_SET =
            address("activate-set", ActivateSet.class, ActivatedSet.class);
    public static final Address<ReportNode, ActiveSet> REPORT_NODE =
            address("report-node", ReportNode.class, ActiveSet.class);
    public static final Address<ForgetNode, Done> FORGET_NODE = address("forget-node", ForgetNode.class, Done.class);
    public static final Address<ListNodes, Nodes> LIST_NODES = address("list-nodes", ListNodes.class, Nodes.class);

    private FeatureSetMessages() {}

    private static <Q, R> Address<Q, R> address(String verb, Class<Q> request, Class<R> reply) {
        return Address.of("corebus.storage." + verb, request, reply).withAttempt(ATTEMPT);
    }

    /**
     * From now on nodes that take their features from the database are to serve these. The journal gets an entry.
     *
     * @param commandId UUID; a repeat is answered with the first result
     * @param files the text of each descriptor by the name of its file; have been checked
     */
    public record ActivateSet(String commandId, Map<String, String> files) {}

    public record ActivatedSet(long version) {}

    /**
     * @param version 0 where none was activated yet
     * @param files null where the asker has them, and where there are none
     */
    public record ActiveSet(long version, @Nullable Map<String, String> files) {}

    /**
     * A node says what it serves, and hears what it is to serve.
     *
     * @param node UUID of the process
     * @param name for people
     * @param follows whether it takes its features from the database
     * @param serving the version that it serves; 0: files of its own
     * @param failed the newest version that it could not serve, with the reason; both may be null
     * @param known the version of the newest set whose files it has; 0: none
     */
    public record ReportNode(
            String node,
            String name,
            List<String> rooms,
            boolean follows,
            long serving,
            @Nullable Long failed,
            @Nullable String failure,
            long known) {}

    /** It ends. One that says nothing for an hour is forgotten, too. */
    public record ForgetNode(String node) {}

    /** @param withinSeconds nodes that have said something since */
    public record ListNodes(int withinSeconds) {}

    /** @param version of the set that is active; 0: none */
    public record Nodes(long version, List<Node> nodes) {}

    /** As it said of itself; see {@link ReportNode}. */
    public record Node(
            String id,
            String name,
            List<String> rooms,
            boolean follows,
            long serving,
            @Nullable Long failed,
            @Nullable String failure) {}
}
