package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.faults.History.Change;
import io.corebus.faults.History.Event;
import io.corebus.testing.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Six processes, two for each kind of room, with a database that says in the end what is true. */
final class FaultsCluster implements AutoCloseable {

    private final Map<String, NodeProcess> nodes = new LinkedHashMap<>();
    private final TestServers servers;
    private final String token;

    /** @param name of its directory under {@code target} */
    FaultsCluster(String name) throws Exception {
        servers = TestServers.start(name);
        Path logs = Files.createDirectories(Path.of("target", name + "-it"));
        Map<String, Integer> ports = new LinkedHashMap<>();
        List.of("storage-1", "storage-2", "work-1", "work-2", "door-1", "door-2")
                .forEach(node -> ports.put(node, FreePort.find()));
        ports.keySet().forEach(node -> nodes.put(node, new NodeProcess(node, logs, environment(node, ports))));
        token = startAll();
    }

    /** Gives the token of the admin. What did not get ready leaves nothing running behind. */
    private String startAll() {
        try {
            nodes.values().forEach(NodeProcess::start);
            nodes.values().forEach(NodeProcess::awaitReady);
            return Api.signInOnceMade(doors().get(0)).token();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Map<String, String> environment(String name, Map<String, Integer> ports) {
        Map<String, String> environment = servers.environment(ports.get(name), ports.values());
        environment.put("COREBUS_ROOMS", rooms(name));
        environment.put("COREBUS_ACCESS_TOKEN_LIFE", "24h");
        return environment;
    }

    private static String rooms(String name) {
        if (name.startsWith("storage")) {
            return "storage";
        }
        return name.startsWith("work") ? "access,audit,resource,webhook" : "http,live,mcp";
    }

    List<String> names() {
        return List.copyOf(nodes.keySet());
    }

    List<String> doors() {
        return names().stream()
                .filter(name -> name.startsWith("door"))
                .map(door -> nodes.get(door).url())
                .toList();
    }

    String token() {
        return token;
    }

    TestServers servers() {
        return servers;
    }

    void killAndRestart(String name, long downMillis) throws Exception {
        nodes.get(name).kill();
        Thread.sleep(downMillis);
        start(name);
    }

    /** As in a rolling upgrade. */
    void stopAndRestart(String name) {
        assertThat(nodes.get(name).stop()).isIn(0, 143);
        start(name);
    }

    private void start(String name) {
        nodes.get(name).start();
        nodes.get(name).awaitReady();
    }

    void freeze(String name, long millis) throws Exception {
        nodes.get(name).signal("STOP");
        Thread.sleep(millis);
        nodes.get(name).signal("CONT");
    }

    /** The second one while the cluster replaces the first, or later. */
    void freezeBoth(String first, String second, long laterMillis, long millis) throws Exception {
        nodes.get(first).signal("STOP");
        Thread.sleep(Math.min(laterMillis, millis));
        nodes.get(second).signal("STOP");
        Thread.sleep(millis - Math.min(laterMillis, millis));
        nodes.get(first).signal("CONT");
        Thread.sleep(Math.min(laterMillis, millis));
        nodes.get(second).signal("CONT");
    }

    /** The number of the newest sealed entry. */
    long head() throws SQLException {
        return Long.parseLong(servers.query("SELECT coalesce(max(first_seq + count - 1), 0) FROM corebus.seal")
                .get(0));
    }

    /** The changes of the feature that were sealed after this number, in order. */
    List<Event> journal(long after) throws SQLException {
        Map<String, String> entries = entries();
        List<Event> events = new ArrayList<>();
        for (String line : servers.query("SELECT s.first_seq + e.place - 1 || ' ' || e.n"
                + " FROM corebus.seal s CROSS JOIN LATERAL unnest(s.entries) WITH ORDINALITY e(n, place)"
                + " WHERE s.first_seq + e.place - 1 > " + after + " ORDER BY s.first_seq + e.place")) {
            String[] sealed = line.split(" ");
            String entry = entries.get(sealed[1]);
            if (entry != null) {
                String[] parts = entry.split(" ");
                events.add(
                        new Event(Long.parseLong(sealed[0]), parts[0], new Change(parts[1], Long.parseLong(parts[2]))));
            }
        }
        return events;
    }

    /** By their {@code n}. Not joined by the database: it would go through the whole journal for every entry, since no index begins with that. */
    private Map<String, String> entries() throws SQLException {
        Map<String, String> entries = new HashMap<>();
        for (String line : servers.query("SELECT n || ' ' || kind || ' ' || resource_id || ' ' || version"
                + " FROM corebus.journal WHERE feature = 'features' AND version IS NOT NULL")) {
            int blank = line.indexOf(' ');
            entries.put(line.substring(0, blank), line.substring(blank + 1));
        }
        return entries;
    }

    /** The version of every resource that is there. */
    Map<String, Long> rows() throws SQLException {
        Map<String, Long> rows = new HashMap<>();
        for (String line : servers.query("SELECT id || ' ' || version FROM data.features")) {
            String[] parts = line.split(" ");
            rows.put(parts[0], Long.parseLong(parts[1]));
        }
        return rows;
    }

    @Override
    public void close() {
        nodes.values().forEach(NodeProcess::destroy);
        servers.close();
    }
}
