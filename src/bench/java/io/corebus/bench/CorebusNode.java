package io.corebus.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** One Corebus node with a new database, as {@code corebus start} runs it, a user of it with the roles {@code viewer} and {@code editor}, and a guest. */
final class CorebusNode {
    private static final String ADMIN = "admin@example.com";
    private static final String USER = "bench@example.com";
    private static final String GUEST = "guest@example.com";
    private static final String PASSWORD = "correct-horse-battery";
    /** Fewer than Corebus lets one address try. */
    private static final int SIGN_INS = 8;

    private static final int SIGN_IN_PAUSE_MILLIS = 1_000;

    private final JvmProcess process;
    private final int port;
    private final JsonCalls calls;

    private CorebusNode(JvmProcess process, int port) {
        this.process = process;
        this.port = port;
        this.calls = new JsonCalls(port);
    }

    /**
     * Starts it and makes the user.
     *
     * @param name of the process and of its database
     * @param settings of Corebus, as environment variables, beside those that it needs
     */
    static CorebusNode start(
            String name, ExternalServers servers, Path directory, Map<String, String> settings, Endings endings)
            throws Exception {
        servers.makeDatabase(name);
        int port = JvmProcess.freePort();
        Map<String, String> environment = new HashMap<>(settings);
        // One token makes all the calls.
        environment.putIfAbsent("COREBUS_MCP_CALLS_PER_SECOND", "100000");
        environment.putIfAbsent("COREBUS_MCP_CALLS_BURST", "1000000");
        // A connection waits while others are measured.
        environment.putIfAbsent("COREBUS_HTTP_IDLE_TIMEOUT", "30m");
        environment.put("COREBUS_HTTP_PORT", Integer.toString(port));
        environment.put("COREBUS_STORAGE_URL", servers.storageUrl(name));
        environment.put("COREBUS_REDIS_URL", servers.redisUrl());
        environment.put("COREBUS_ADMIN_EMAIL", ADMIN);
        environment.put("COREBUS_ADMIN_PASSWORD", PASSWORD);
        JvmProcess process = endings.start(
                () -> JvmProcess.start(name, directory, environment, "io.corebus.Corebus", "start"), JvmProcess::stop);
        process.awaitReady("http://127.0.0.1:" + port + "/readyz");
        CorebusNode node = new CorebusNode(process, port);
        node.makeUsers();
        return node;
    }

    private void makeUsers() throws Exception {
        String admin = signInFirst();
        makeUser(admin, USER, JsonArray.of("viewer", "editor"));
        makeUser(admin, GUEST, JsonArray.of("guest"));
    }

    private void makeUser(String admin, String email, JsonArray roles) throws Exception {
        JsonObject user =
                new JsonObject().put("email", email).put("password", PASSWORD).put("roles", roles);
        calls.post("/api/users", admin, user.encode(), 201);
    }

    /** The node makes the admin when it is ready already; until then the sign-in is refused. */
    private String signInFirst() throws Exception {
        for (int attempt = 1; attempt < SIGN_INS; attempt++) {
            try {
                return signIn(ADMIN);
            } catch (BenchFailure refused) {
                Thread.sleep(SIGN_IN_PAUSE_MILLIS);
            }
        }
        return signIn(ADMIN);
    }

    /** A new token of the user. */
    String signIn() throws Exception {
        return signIn(USER);
    }

    /** A new token of somebody who may do everything. */
    String signInAdmin() throws Exception {
        return signIn(ADMIN);
    }

    /** A new token of a user with the role {@code guest}. */
    String signInGuest() throws Exception {
        return signIn(GUEST);
    }

    private String signIn(String email) throws Exception {
        JsonObject login = new JsonObject().put("email", email).put("password", PASSWORD);
        return calls.post("/api/auth/login", null, login.encode(), 200).getString("access_token");
    }

    JvmProcess process() {
        return process;
    }

    int port() {
        return port;
    }

    JsonCalls calls() {
        return calls;
    }
}
