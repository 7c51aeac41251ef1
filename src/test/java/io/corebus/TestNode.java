package io.corebus;

import io.corebus.cli.Product;
import io.corebus.config.Config;
import io.corebus.config.ConfigReader;
import io.corebus.config.Sources;
import io.corebus.node.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The production wiring in this process, on a free port, with a real PostgreSQL and a real Redis; started once and shared by the tests that do not disturb it. */
public final class TestNode {
    static final String ADMIN = "admin@example.com";
    static final String PASSWORD = "correct-horse-battery";

    /** A third of what an access token is good for. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private static TestNode shared;

    private final TestServers servers;
    private final Node node;
    private Api admin;
    private long signedInNanos;

    private TestNode(TestServers servers, Path features, Map<String, String> settings) throws Exception {
        this.servers = servers;
        Map<String, String> environment = new HashMap<>(settings);
        // The machine of the tests may be busy with other things, too.
        environment.putIfAbsent("COREBUS_STORAGE_CONNECT_TIMEOUT", "10s");
        environment.putIfAbsent("COREBUS_HTTP_PORT", "0");
        environment.put("COREBUS_STORAGE_URL", servers.storageUrl());
        environment.put("COREBUS_REDIS_URL", servers.redisUrl());
        Product product = Components.product();
        Config config = new ConfigReader(product.sections()).read(new Sources(null, environment, List.of()));
        List<String> rooms = product.rooms().stream().map(room -> room.name()).toList();
        this.node = Node.start(config, product.reading().read(features), product.rooms(), rooms)
                .toCompletionStage()
                .toCompletableFuture()
                .get(120, TimeUnit.SECONDS);
        servers.makeAdmin(node, ADMIN, PASSWORD);
        signIn();
    }

    public static synchronized TestNode shared() {
        if (shared == null) {
            shared = start("shared", Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(shared::stop));
        }
        return shared;
    }

    static TestNode start(String name, Map<String, String> settings) {
        return start(name, Path.of("conf/features"), settings);
    }

    static TestNode start(String name, Path features, Map<String, String> settings) {
        try {
            return new TestNode(TestServers.start(name), features, settings);
        } catch (Exception e) {
            throw new AssertionError("the node did not start", e);
        }
    }

    /** A second node on the same servers. It is in no cluster with this one: what happens here, nobody tells it. */
    TestNode another() {
        try {
            return new TestNode(servers, Path.of("conf/features"), Map.of());
        } catch (Exception e) {
            throw new AssertionError("the node did not start", e);
        }
    }

    /** As the operator does who changes descriptors while the node runs. */
    void activate(Path features) throws Exception {
        node.activate(Components.product().reading().read(features))
                .toCompletionStage()
                .toCompletableFuture()
                .get(120, TimeUnit.SECONDS);
    }

    /** Leaves the servers to the other one. */
    void stopAlone() {
        node.stop().toCompletionStage().toCompletableFuture().join();
    }

    void stop() {
        node.stop().toCompletionStage().toCompletableFuture().join();
        servers.close();
    }

    public String url() {
        return node.addresses().get("http");
    }

    TestServers servers() {
        return servers;
    }

    /** The token is good for a while yet: all tests together take longer than one lives. */
    public synchronized Api admin() {
        if (System.nanoTime() - signedInNanos > FRESH.toNanos()) {
            signIn();
        }
        return admin;
    }

    private void signIn() {
        admin = Api.signIn(url(), ADMIN, PASSWORD);
        signedInNanos = System.nanoTime();
    }

    /** A new user with these roles, signed in. */
    public Api user(String... roles) {
        String email = UUID.randomUUID() + "@example.com";
        String list = roles.length == 0 ? "" : "\"" + String.join("\",\"", roles) + "\"";
        Api.Answer created = admin.post(
                "/api/users",
                "{\"email\":\"" + email + "\",\"password\":\"" + PASSWORD + "\",\"roles\":[" + list + "]}");
        if (created.status() != 201) {
            throw new AssertionError("no user: " + created.status() + " " + created.text());
        }
        return Api.signIn(url(), email, PASSWORD);
    }
}
