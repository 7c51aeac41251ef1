package io.corebus.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One Corebus node with all rooms, as {@code corebus start} runs it, and what is asked of it: always with a token, by a user whose roles are checked. */
final class CorebusWorks {
    static final String READ = "Corebus, cached, authenticated, role-checked";
    static final String LIST = "Corebus, authenticated, role-checked";
    static final String CREATE = "Corebus, validated, durable, with journal entry";
    private static final String FEATURES = "/api/features";
    private static final String ADMIN = "admin@example.com";
    private static final String USER = "bench@example.com";
    private static final String PASSWORD = "correct-horse-battery";
    /** Fewer than Corebus lets one address try. */
    private static final int SIGN_INS = 8;

    private static final int SIGN_IN_PAUSE_MILLIS = 1_000;

    private final int port;
    private final JsonCalls calls;
    private final CpuMeter meter;
    private final List<String> ids = new ArrayList<>();

    private CorebusWorks(int port, CpuMeter meter) {
        this.port = port;
        this.calls = new JsonCalls(port);
        this.meter = meter;
    }

    /** @param settings of Corebus, as environment variables, beside those that it needs */
    static CorebusWorks start(
            ExternalServers servers, CpuClock clock, Path directory, Map<String, String> settings, Endings endings)
            throws Exception {
        int port = JvmProcess.freePort();
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("COREBUS_HTTP_PORT", Integer.toString(port));
        environment.put("COREBUS_STORAGE_URL", servers.storageUrl(ExternalServers.COREBUS));
        environment.put("COREBUS_REDIS_URL", servers.redisUrl());
        environment.put("COREBUS_ADMIN_EMAIL", ADMIN);
        environment.put("COREBUS_ADMIN_PASSWORD", PASSWORD);
        JvmProcess server = endings.start(
                () -> JvmProcess.start("corebus", directory, environment, "io.corebus.Corebus", "start"),
                JvmProcess::stop);
        server.awaitReady("http://127.0.0.1:" + port + "/readyz");
        CorebusWorks works = new CorebusWorks(port, CpuMeter.of(clock, servers, server));
        works.makeUser();
        works.makeRows();
        return works;
    }

    private void makeUser() throws Exception {
        JsonObject user = new JsonObject()
                .put("email", USER)
                .put("password", PASSWORD)
                .put("roles", JsonArray.of("viewer", "editor"));
        calls.post("/api/users", signInFirst(), user.encode(), 201);
    }

    private void makeRows() throws Exception {
        String token = signIn(USER);
        for (int i = 0; i < BareWorks.ROWS; i++) {
            ids.add(calls.post(FEATURES, token, BareWorks.body(i), 201).getString("id"));
        }
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

    private String signIn(String email) throws Exception {
        JsonObject login = new JsonObject().put("email", email).put("password", PASSWORD);
        return calls.post("/api/auth/login", null, login.encode(), 200).getString("access_token");
    }

    List<Work> of(Group group) {
        return List.of(
                switch (group) {
                    case READ -> new HttpWork(group, READ, port, BareWorks.READERS, this::reads, meter);
                    case LIST -> new HttpWork(group, LIST, port, BareWorks.READERS, this::lists, meter);
                    case CREATE -> new HttpWork(group, CREATE, port, BareWorks.WRITERS, this::creates, meter);
                });
    }

    private List<Exchange> reads() throws Exception {
        String token = signIn(USER);
        return ids.stream()
                .map(id -> Exchange.get(port, FEATURES + "/" + id, token, "\"" + id + "\"", 1))
                .toList();
    }

    private List<Exchange> lists() throws Exception {
        return List.of(Exchange.get(port, FEATURES + "?limit=20", signIn(USER), "\"id\":", 20));
    }

    private List<Exchange> creates() throws Exception {
        String token = signIn(USER);
        return IntStream.range(0, BareWorks.ROWS)
                .mapToObj(i ->
                        Exchange.post(port, FEATURES, token, BareWorks.body(i), "\"" + BareWorks.rowName(i) + "\""))
                .toList();
    }
}
