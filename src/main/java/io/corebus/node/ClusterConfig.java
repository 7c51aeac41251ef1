package io.corebus.node;

import io.corebus.config.Section;
import io.corebus.config.Setting;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How this node finds the others. A node is clustered when its host, port or peers are set. */
@Section("cluster")
public record ClusterConfig(
        @Setting(
                doc =
                        "The address under which the other nodes reach this one; it listens there and nowhere else. Unset: the address from which the first peer is reached.")
        @Nullable
        String host,

        @Setting(
                min = 1,
                max = 65535,
                doc = "The port for membership, 5701 where it is not set. It must be the one that the peers name.")
        @Nullable
        Integer port,

        @Setting(
                doc =
                        "Some nodes of the cluster, `host:port,host:port`; one that is up is enough to join. A name with several addresses stands for all of them.")
        List<String> peers,

        @Setting(
                value = "0",
                min = 0,
                max = 65535,
                doc = "The port on which messages of other nodes arrive; 0 picks a free one.")
        int busPort,

        @Setting(value = "corebus", doc = "Only nodes with the same name form a cluster.")
        String name,

        @Setting(
                value = "30s",
                min = 1_000,
                max = 300_000,
                doc =
                        "How long the cluster may take to let this node in. After that it begins anew, twice; then the process ends with a status. A peer that answers nothing at all is given up after 16 seconds: less than 20 leaves no time for the others.")
        Duration joinTimeout) {
    static final int DEFAULT_PORT = 5701;

    public ClusterConfig {
        for (String peer : peers) {
            if (!peer.matches("[^:\\s]+(:[0-9]{1,5})?|\\[[0-9a-fA-F:]+](:[0-9]{1,5})?")) {
                throw new IllegalArgumentException("cluster.peers must be a list of host:port, not '" + peer + "'.");
            }
        }
    }

    boolean isClustered() {
        return host != null || port != null || !peers.isEmpty();
    }

    int memberPort() {
        return port == null ? DEFAULT_PORT : port;
    }
}
