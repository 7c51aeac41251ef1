package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.corebus.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code corebus dev}, in a process of its own, while somebody writes descriptors. */
class DevIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NOTES = """
            feature: notes
            schema:
              type: object
              additionalProperties: false
              properties:
                text: {type: string, maxLength: 100}
            """;

    @TempDir
    private static Path directory;

    private static Path features;
    private static Path out;
    private static Process dev;
    private static Api guest;

    @BeforeAll
    static void start() throws IOException {
        features = Files.createDirectory(directory.resolve("features"));
        Files.copy(Path.of("conf/features/features.yaml"), features.resolve("features.yaml"));
        out = directory.resolve("out.txt");
        String port = Integer.toString(FreePort.find());
        guest = new Api("http://127.0.0.1:" + port, null);
        ProcessBuilder command = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.corebus.Corebus",
                        "dev",
                        "--features-dir=" + features,
                        "--data-dir=" + directory.resolve("data"),
                        "--logic-dir=" + directory.resolve("extensions"),
                        "--http-port=" + port))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        dev = command.start();
        awaitSaid("Stop with Ctrl-C.");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        dev.destroy();
        assertThat(dev.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitSaid(String text) {
        await().atMost(PATIENCE)
                .until(() -> !dev.isAlive() || Files.readString(out).contains(text));
        assertThat(out).content().contains(text);
    }

    private static void awaitServed(String text, boolean isServed) {
        await().atMost(PATIENCE).until(() -> guest.get("/openapi.json").text().contains(text) == isServed);
    }

    private static void insertNote() throws IOException, SQLException {
        Path data = directory.resolve("data");
        String url = "jdbc:postgresql://127.0.0.1:"
                + Files.readString(data.resolve("postgresql.port")).strip() + "/corebus";
        String password = Files.readString(data.resolve("postgresql.password")).strip();
        try (Connection connection = DriverManager.getConnection(url, "corebus", password);
                Statement insert = connection.createStatement()) {
            insert.execute("INSERT INTO data.notes (id, version, created_at, updated_at, created_by, updated_by, text)"
                    + " VALUES (gen_random_uuid(), 1, now(), now(), 'ann', 'ann', 'a')");
        }
    }

    private static void write(String text) throws IOException {
        Files.writeString(features.resolve("notes.yaml"), text);
    }

    @Test
    void aDescriptorThatIsSaved_isServed_andOneWithFaultsIsTold() throws Exception {
        write(NOTES);
        awaitSaid("Files have changed, and are served now");
        assertThat(guest.get("/api/notes").status()).isEqualTo(401);

        write(NOTES.replace("string", "text"));
        awaitSaid("notes.yaml:6: the type of text must be one of");
        assertThat(guest.get("/api/notes").status()).isEqualTo(401);

        write(NOTES.replace("text:", "txet:"));
        awaitServed("\"txet\"", true);
        write(NOTES); // Nothing was written to the field: so it can be renamed.
        awaitServed("\"txet\"", false);
        write(NOTES.replace("text:", "txet:") + "logic: com.acme.OtherLogic\n");
        awaitSaid("com.acme.OtherLogic");

        insertNote(); // What is served on has its field again.
        write(NOTES.replace("    text: {type: string, maxLength: 100}\n", "    more: {type: boolean}\n"));
        awaitSaid("notes.text is declared no more, and its values would be lost.");
        assertThat(guest.get("/openapi.json").text()).contains("/api/notes").doesNotContain("\"more\"");

        Files.delete(features.resolve("notes.yaml"));
        awaitSaid("the feature notes is declared no more, and its rows would be lost.");
        assertThat(guest.get("/api/notes").status()).isEqualTo(401);

        write(NOTES + "logic: com.acme.NoteLogic\n");
        awaitSaid("com.acme.NoteLogic");
        assertThat(guest.get("/readyz").status()).isEqualTo(200);
    }
}
