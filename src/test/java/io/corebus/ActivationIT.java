package io.corebus;

import static io.corebus.McpSite.id;
import static io.corebus.McpSite.made;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Descriptors that change while a node serves. */
class ActivationIT {
    private static final String PARTS = """
            feature: parts
            schema:
              type: object
              required: [name]
              additionalProperties: false
              properties:
                name: {type: string, maxLength: 100}
            """;
    private static final String SHAPE = "    shape: {type: string, maxLength: 20}\n";
    private static final String RIGHTS = """
            permissions: {read: [viewer], create: [editor], update: [editor], delete: [admin]}
            cache: {ttl: 300s}
            live: true
            """;

    @TempDir
    private static Path directory;

    private static TestNode node;
    private static Api editor;

    @BeforeAll
    static void start() throws IOException {
        write("parts", PARTS + RIGHTS);
        node = TestNode.start(
                "activation-" + UUID.randomUUID(), directory, Map.of("COREBUS_WEBHOOK_ALLOW_PRIVATE", "true"));
        editor = node.user("viewer", "editor");
    }

    @AfterAll
    static void stop() {
        node.stop();
    }

    private static void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name + ".yaml"), text);
    }

    /** Writes and reads until it is told to stop. Returns how often. */
    private static int work(AtomicBoolean over, List<String> wrong) {
        int done = 0;
        while (!over.get()) {
            Api.Answer created = editor.post("/api/parts", "{\"name\":\"busy\"}");
            if (created.status() != 201) {
                wrong.add(created.status() + " " + created.text());
                continue;
            }
            Api.Answer read = editor.get(created.header("Location"));
            if (read.status() != 200) {
                wrong.add(read.status() + " " + read.text());
            }
            done++;
        }
        return done;
    }

    @Test
    void activate_underLoad_servesTheNewDescriptorsAndRefusesNothingMeanwhile() throws Exception {
        JsonNode early = made(editor, "parts", "{\"name\":\"early\"}");
        assertThat(editor.post("/api/parts", "{\"name\":\"n\",\"shape\":\"round\"}")
                        .status())
                .isEqualTo(422);
        AtomicBoolean over = new AtomicBoolean();
        List<String> wrong = new CopyOnWriteArrayList<>();
        ExecutorService workers = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> working = new ArrayList<>();
            Callable<Integer> worker = () -> work(over, wrong);
            for (int i = 0; i < 4; i++) {
                working.add(workers.submit(worker));
            }
            write("parts", PARTS + SHAPE + RIGHTS);
            write("bins", PARTS.replace("feature: parts", "feature: bins") + RIGHTS);
            node.activate(directory);
            over.set(true);
            for (Future<Integer> each : working) {
                assertThat(each.get()).isPositive();
            }
        } finally {
            over.set(true);
            workers.shutdown();
        }
        assertThat(wrong).isEmpty();

        JsonNode shaped = made(editor, "parts", "{\"name\":\"n\",\"shape\":\"round\"}");
        assertThat(editor.get("/api/parts/" + id(shaped)).json().get("shape").asText())
                .isEqualTo("round");
        assertThat(editor.get("/api/parts/" + id(early)).status()).isEqualTo(200);
        made(editor, "bins", "{\"name\":\"bin\"}");
        assertThat(editor.get("/openapi.json").text()).contains("/api/bins", "\"shape\"");
    }

    @Test
    void aWebhook_whoseFeatureGoes_saysThatItStandsStill_andGoesOnWhenItIsBack() throws Exception {
        Api admin = node.admin();
        write("passing", PARTS.replace("feature: parts", "feature: passing") + RIGHTS);
        node.activate(directory);
        try (Receiver receiver = new Receiver()) {
            String hook = "/api/webhooks/"
                    + admin.post("/api/webhooks", """
                                    {"url":"%s","features":["parts","passing"],"filter":"name==told"}
                                    """.formatted(receiver.url("/passing")))
                            .json()
                            .get("id")
                            .asText();
            assertThat(admin.get(hook).json().has("stalled_reason")).isFalse();

            Files.delete(directory.resolve("passing.yaml"));
            node.servers().execute("DROP TABLE data.passing CASCADE");
            node.activate(directory);
            made(editor, "parts", "{\"name\":\"told\"}");
            assertThat(admin.get(hook).json().get("stalled_reason").asText()).contains("'passing'");
            assertThat(admin.get("/api/webhooks").json().get("data").findValuesAsText("stalled_reason"))
                    .hasSize(1);
            await().untilAsserted(() -> assertThat(admin.get("/metrics").text()).contains("corebus_webhook_stalled 1"));
            assertThat(receiver.at("/passing")).isEmpty();

            write("passing", PARTS.replace("feature: parts", "feature: passing") + RIGHTS);
            node.activate(directory);
            await().untilAsserted(() -> assertThat(receiver.at("/passing"))
                    .extracting(each -> each.name())
                    .containsExactly("told"));
            assertThat(admin.get(hook).json().has("stalled_reason")).isFalse();
            assertThat(admin.delete(hook).status()).isEqualTo(204);
        }
    }

    @Test
    void activate_oftenWithALiveClient_whichResumes_tellsItEverythingOnceAndInOrder() throws Exception {
        Stories told = new Stories();
        List<String> made = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            told.follow();
            for (int i = 0; i < 5; i++) {
                made.add(id(made(editor, "parts", "{\"name\":\"live\"}")));
            }
            node.activate(directory);
            told.awaitEnd();
            made.add(id(made(editor, "parts", "{\"name\":\"between\"}")));
        }
        told.follow();
        await().untilAsserted(() -> assertThat(told.ids(made)).containsExactlyElementsOf(made));

        String metrics = editor.get("/metrics").text();
        assertThat(metrics.lines().filter(line -> line.startsWith("corebus_audit_waiting_entries ")))
                .hasSize(1)
                .noneMatch(line -> line.contains("NaN"));
        assertThat(editor.get("/health").json().get("status").asText()).isEqualTo("UP");
    }

    /** What a client of the stream was told, over all its connections. */
    private static final class Stories {
        private final HttpClient client = HttpClient.newHttpClient();
        private final List<String> subjects = new CopyOnWriteArrayList<>();
        private CompletableFuture<Void> connection = CompletableFuture.completedFuture(null);
        private volatile CompletableFuture<Void> subscribed = new CompletableFuture<>();
        private volatile String last = "";

        void follow() {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.url() + "/api/parts/events"))
                    .header("Authorization", "Bearer " + editor.token())
                    .header("Accept", "text/event-stream");
            if (!last.isEmpty()) {
                request.header("Last-Event-ID", last);
            }
            HttpResponse<Stream<String>> response = client.sendAsync(
                            request.build(), HttpResponse.BodyHandlers.ofLines())
                    .join();
            assertThat(response.statusCode()).isEqualTo(200);
            subscribed = new CompletableFuture<>();
            connection = CompletableFuture.runAsync(() -> response.body().forEach(this::hear));
            subscribed.join();
        }

        private void hear(String line) {
            if (line.startsWith("id:")) {
                last = line.substring(3).trim();
            } else if (line.startsWith("data:") && line.contains("\"specversion\"")) {
                subjects.add(line.replaceFirst(".*\"subject\":\"([^\"]*)\".*", "$1"));
            } else if (line.startsWith("data:")) {
                subscribed.complete(null);
            }
        }

        /** The server ends it, as it does when it stops. */
        void awaitEnd() throws Exception {
            connection.get(20, TimeUnit.SECONDS);
        }

        /** Of these; what other tests have made may be told, too. */
        List<String> ids(List<String> made) {
            return subjects.stream().filter(made::contains).toList();
        }
    }

    @Test
    void afterAChangeAndItsWayBack_resourcesAreReadAsTheChangeHasFilledThem() throws Exception {
        String crates = PARTS.replace("feature: parts", "feature: crates") + "    note: {type: string%s}\n" + RIGHTS;
        String first = crates.formatted("");
        write("crates", first);
        node.activate(directory);
        String id = id(made(editor, "crates", "{\"name\":\"n\"}"));
        assertThat(editor.get("/api/crates/" + id).json().has("note")).isFalse();

        write("crates", crates.formatted(", default: filled").replace("[name]", "[name, note]"));
        node.activate(directory);
        write("crates", first); // Not read meanwhile: that would replace what the cache has of it.
        node.activate(directory);

        assertThat(editor.get("/api/crates/" + id).json().path("note").asText()).isEqualTo("filled");
    }

    @Test
    void activate_ofWhatWouldLoseData_failsAndTheNodeServesOn() throws Exception {
        String before = Files.readString(directory.resolve("parts.yaml"));
        write(
                "parts",
                before.replace("    name: {type: string, maxLength: 100}\n", "")
                        .replace("required: [name]", "required: []"));
        try {
            assertThatThrownBy(() -> node.activate(directory))
                    .hasMessageContaining("is not brought to what the descriptors say");
        } finally {
            write("parts", before);
        }
        assertThat(made(editor, "parts", "{\"name\":\"still\"}").get("name").asText())
                .isEqualTo("still");
    }
}
