package io.corebus;

import static io.corebus.McpSite.id;
import static io.corebus.McpSite.notes;
import static io.corebus.McpSite.one;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.testing.FreePort;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Agents before three nodes: each of their requests goes to any of them, and the third is killed meanwhile. */
class McpClusterIT {
    private static final int AGENTS = 4;

    private static final List<NodeProcess> NODES = new ArrayList<>();
    private static final List<McpAgent> DOORS = new ArrayList<>();
    private static TestServers servers;
    private static Api admin;

    @BeforeAll
    static void start() throws Exception {
        servers = TestServers.start("mcp-cluster");
        Path logs = Files.createDirectories(Path.of("target/mcp-cluster-it"));
        List<Integer> ports = List.of(FreePort.find(), FreePort.find(), FreePort.find());
        for (int port : ports) {
            NODES.add(new NodeProcess("mcp-" + NODES.size(), logs, environment(port, ports)));
            NODES.get(NODES.size() - 1).start();
        }
        NODES.forEach(NodeProcess::awaitReady);
        admin = Api.signInOnceMade(url(0));
        for (int i = 0; i < NODES.size(); i++) {
            DOORS.add(McpAgent.of(admin).at(url(i)));
        }
    }

    private static Map<String, String> environment(int port, List<Integer> ports) {
        Map<String, String> environment = servers.environment(port, ports);
        environment.put(
                "COREBUS_FEATURES_DIR",
                McpSite.features("target/mcp-cluster-it/features").toString());
        environment.put("COREBUS_MCP_CALLS_PER_SECOND", "100000");
        environment.put("COREBUS_MCP_CALLS_BURST", "100000");
        return environment;
    }

    private static String url(int node) {
        return NODES.get(node).url();
    }

    @AfterAll
    static void stop() {
        NODES.forEach(NodeProcess::destroy);
        servers.close();
    }

    @Test
    void aConfirmation_begunOnOneNode_endsOnAnother() {
        JsonNode note = McpSite.made(admin, "notes", "{\"title\":\"a\"}");
        JsonNode question = DOORS.get(0).withUser().call("delete_record", one(note));
        assertThat(question.get("resultType").asText()).isEqualTo("input_required");
        String yes = "{\"action\":\"accept\",\"content\":{\"confirm\":true}}";
        JsonNode deleted = DOORS.get(1).withUser().answered("delete_record", one(note), question, yes);
        assertThat(deleted.at("/structuredContent/result/deleted").booleanValue())
                .isTrue();
        assertThat(DOORS.get(0).outcome("get_record", one(note))).isEqualTo("NOT_FOUND");
    }

    @Test
    void aChangeOnOneNode_reachesAListenerOnAnother() throws Exception {
        JsonNode note = McpSite.made(admin, "notes", "{\"title\":\"a\"}");
        try (McpAgent.Stream stream = DOORS.get(1).listen("corebus://notes/" + id(note))) {
            while (stream.next(600) != null) {
                // That it was created, which may be sealed only now.
            }
            DOORS.get(0).done("update_record", one(note, "\"version\":1,\"changes\":{\"title\":\"b\"}"));
            JsonNode heard = stream.next(5_000);
            assertThat(heard).isNotNull();
            assertThat(heard.at("/params/uri").asText()).isEqualTo("corebus://notes/" + id(note));
        }
    }

    @Test
    void requestsInAnyOrder_areAnsweredRight_whileANodeIsKilled() throws Exception {
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        Queue<String> titles = new ConcurrentLinkedQueue<>();
        AtomicBoolean running = new AtomicBoolean(true);
        ExecutorService agents = Executors.newFixedThreadPool(AGENTS);
        List<Future<?>> working = new ArrayList<>();
        for (int i = 0; i < AGENTS; i++) {
            working.add(agents.submit(() -> work(running, titles, wrong)));
        }
        Thread.sleep(1_000);
        NODES.get(2).kill();
        int before = titles.size();
        Thread.sleep(3_500);
        running.set(false);
        for (Future<?> each : working) {
            each.get(40, TimeUnit.SECONDS);
        }
        agents.shutdown();

        assertThat(wrong).isEmpty();
        assertThat(before).isPositive();
        assertThat(titles).hasSizeGreaterThan(before + AGENTS);
        for (String title : titles) {
            assertThat(DOORS.get(0)
                            .done("count_records", notes("\"filter\":\"title==" + title + "\""))
                            .get("count")
                            .asInt())
                    .as(title)
                    .isEqualTo(1);
        }
    }

    private static void work(AtomicBoolean running, Queue<String> titles, Queue<String> wrong) {
        while (running.get()) {
            String title = UUID.randomUUID().toString();
            String key = ",\"idempotency_key\":\"" + title;
            JsonNode made = asked("create_record", notes("\"data\":{\"title\":\"" + title + "\"}" + key + "\""), wrong);
            if (made == null) {
                return;
            }
            titles.add(title);
            check(asked("get_record", one(made), wrong), "/record/version", 1, wrong);
            String changes = "\"version\":1,\"changes\":{\"status\":\"done\"}" + key + "-2\"";
            check(asked("update_record", one(made, changes), wrong), "/version", 2, wrong);
            check(asked("get_record", one(made), wrong), "/record/version", 2, wrong);
            check(
                    asked("query_records", notes("\"filter\":\"title==" + title + "\""), wrong),
                    "/records/0/version",
                    2,
                    wrong);
        }
    }

    private static void check(JsonNode result, String place, int version, Queue<String> wrong) {
        if (result != null && result.at(place).asInt() != version) {
            wrong.add("not version " + version + ": " + result);
        }
    }

    /** By any node; as an agent does, again where a connection breaks or where a fault says so. Null where the answer was a wrong one. */
    private static JsonNode asked(String tool, String arguments, Queue<String> wrong) {
        String last = "";
        for (int attempt = 0; attempt < 20; attempt++) {
            try {
                McpAgent door = DOORS.get(ThreadLocalRandom.current().nextInt(DOORS.size()));
                JsonNode answer = door.call(tool, arguments);
                if (!answer.get("isError").booleanValue()) {
                    return answer.at("/structuredContent/result");
                }
                last = answer.get("structuredContent").toString();
                if (!answer.at("/structuredContent/error/retryable").booleanValue()) {
                    break;
                }
            } catch (UncheckedIOException broken) {
                last = broken.toString();
            }
        }
        wrong.add(tool + ": " + last);
        return null;
    }
}
