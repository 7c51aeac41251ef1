package io.corebus;

import io.corebus.testing.FreePort;
import io.corebus.testing.LogicJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Two processes with all rooms, in one cluster, of which a test may kill one. */
final class TwoNodes implements AutoCloseable {
    private final TestServers servers;
    private final List<NodeProcess> nodes;

    private TwoNodes(TestServers servers, List<NodeProcess> nodes) {
        this.servers = servers;
        this.nodes = nodes;
    }

    /**
     * None of them is started yet.
     *
     * @param name of the servers, and of the directory of the logs under {@code target}
     */
    static TwoNodes of(String name, Map<String, String> settings) throws Exception {
        TestServers servers = TestServers.start(name);
        Path logs = Files.createDirectories(Path.of("target", name + "-it"));
        List<Integer> ports = List.of(FreePort.find(), FreePort.find());
        List<NodeProcess> nodes = IntStream.range(0, 2)
                .mapToObj(i -> {
                    Map<String, String> environment = servers.environment(ports.get(i), ports);
                    environment.putAll(settings);
                    return new NodeProcess("node-" + i, logs, environment);
                })
                .toList();
        return new TwoNodes(servers, nodes);
    }

    /** Settings for the features with business logic that the tests have. */
    static Map<String, String> logic(Path work) throws IOException {
        Path extensions = LogicJar.directory(Path.of("src/test/resources/logic-source"), work, "com.acme.OrderLogic");
        return Map.of(
                "COREBUS_FEATURES_DIR",
                Path.of("src/test/resources/logic").toAbsolutePath().toString(),
                "COREBUS_LOGIC_DIR",
                extensions.toString());
    }

    /** Starts both. Returns the token of the admin. */
    String start() {
        nodes.forEach(NodeProcess::start);
        nodes.forEach(NodeProcess::awaitReady);
        return Api.signInOnceMade(nodes.get(0).url()).token();
    }

    NodeProcess get(int node) {
        return nodes.get(node);
    }

    List<NodeProcess> all() {
        return nodes;
    }

    /** What PostgreSQL answers: the first column. */
    List<String> query(String sql) throws SQLException {
        return servers.query(sql);
    }

    @Override
    public void close() {
        nodes.forEach(NodeProcess::destroy);
        servers.close();
    }
}
