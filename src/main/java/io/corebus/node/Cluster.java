package io.corebus.node;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleListener;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Membership through Hazelcast, set up in code so that no file on the class path can change it: members by address only, nothing is searched for in the network,
 * nothing is reported home, and a node that is gone is noticed within seconds (by default it takes a minute).
 */
final class Cluster {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private final ClusterConfig settings;
    private final InetAddress host;
    private final HazelcastClusterManager manager;
    private volatile @Nullable HazelcastInstance begun;

    /** Blocks for the look-up of names. */
    Cluster(ClusterConfig settings) throws StartFailure {
        this.settings = settings;
        this.host = host(settings);
        new Port("cluster", host.getHostAddress(), settings.memberPort()).check();
        new Port("cluster", "bus-port", host.getHostAddress(), settings.busPort()).check();
        System.setProperty("hazelcast.logging.type", "slf4j"); // For what it logs before it has its settings.
        this.manager = new HazelcastClusterManager(hazelcast());
    }

    ClusterManager manager() {
        return manager;
    }

    /** To be called once this node has joined; ends with the process. */
    void guard() {
        new PromotionGuard(manager.getHazelcastInstance()).start();
    }

    /** Without a word to the others, and even where joining has not ended; what waits for them here fails. Blocks, for seconds at most. */
    void leaveAtOnce() {
        HazelcastInstance member = begun;
        if (member != null) {
            member.getLifecycleService().terminate();
        }
    }

    /** Hazelcast itself gives a member away only when it has joined. */
    private final class Beginning implements LifecycleListener, HazelcastInstanceAware {
        @Override
        public void setHazelcastInstance(HazelcastInstance member) {
            begun = member;
        }

        @Override
        public void stateChanged(LifecycleEvent event) {}
    }

    EventBusOptions eventBus() {
        return new EventBusOptions()
                .setHost(host.getHostAddress())
                .setPort(settings.busPort())
                .setClusterPublicHost(host.getHostAddress());
    }

    /** {@code host:port} of this node. */
    String address() {
        return host.getHostAddress() + ":" + settings.memberPort();
    }

    List<String> members() {
        return manager.getHazelcastInstance().getCluster().getMembers().stream()
                .map(member -> member.getAddress().getHost() + ":"
                        + member.getAddress().getPort())
                .sorted()
                .toList();
    }

    Config hazelcast() {
        Config config = new Config().setClusterName(settings.name());
        config.setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.wait.seconds.before.join", "0")
                .setProperty("hazelcast.max.no.heartbeat.seconds", "6")
                .setProperty("hazelcast.heartbeat.interval.seconds", "1")
                .setProperty("hazelcast.merge.first.run.delay.seconds", "5")
                .setProperty("hazelcast.merge.next.run.delay.seconds", "5")
                .setProperty("hazelcast.partition.migration.timeout", "30")
                .setProperty("hazelcast.partition.table.send.interval", "5")
                .setProperty("hazelcast.graceful.shutdown.max.wait", "5");
        config.getMetricsConfig().setEnabled(false);
        config.addListenerConfig(new ListenerConfig(new Beginning()));
        network(config.getNetworkConfig());
        // What Vert.x keeps in the cluster: who serves which address, and where each node listens.
        config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                .setBackupCount(1)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
        config.addMapConfig(new MapConfig("__vertx.haInfo").setBackupCount(1));
        config.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(1));
        return config;
    }

    private void network(NetworkConfig network) {
        network.setPort(settings.memberPort()).setPortAutoIncrement(false).setPublicAddress(address());
        network.getInterfaces().setEnabled(true).addInterface(host.getHostAddress());
        JoinConfig join = network.getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setMembers(settings.peers()).addMember(address());
    }

    private static InetAddress host(ClusterConfig settings) throws StartFailure {
        String host = settings.host();
        if (host == null) {
            return settings.peers().isEmpty() ? InetAddress.getLoopbackAddress() : towards(settings.peers());
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new StartFailure("cluster.host: the address '" + host
                    + "' is not known here. Set COREBUS_CLUSTER_HOST to an address of this machine.");
        }
    }

    /** The address of this machine from which packets to the first peer that is known would go out. None are sent. */
    private static InetAddress towards(List<String> peers) throws StartFailure {
        for (String peer : peers) {
            String name = peer.replaceFirst(":[0-9]+$", "");
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.connect(new InetSocketAddress(InetAddress.getByName(name), ClusterConfig.DEFAULT_PORT));
                return socket.getLocalAddress();
            } catch (IOException e) {
                LOG.info("The peer {} is not known here: {}", peer, e.getMessage());
            }
        }
        throw new StartFailure(
                "cluster.peers: none of " + String.join(", ", peers)
                        + " is known here. Correct COREBUS_CLUSTER_PEERS, or set COREBUS_CLUSTER_HOST to an address of this machine.");
    }
}
