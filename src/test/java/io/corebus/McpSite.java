package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One node for all tests of what agents are offered: with the features of the guide, and notes, which have rules for rows and fields. */
final class McpSite {
    private static TestNode node;

    private McpSite() {}

    static synchronized TestNode node() {
        if (node == null) {
            Map<String, String> unlimited =
                    Map.of("COREBUS_MCP_CALLS_PER_SECOND", "100000", "COREBUS_MCP_CALLS_BURST", "100000");
            node = TestNode.start("mcp-features", features("target/mcp-features"), unlimited);
            Runtime.getRuntime().addShutdownHook(new Thread(node::stop));
        }
        return node;
    }

    /** @param target the directory into which the descriptors are copied */
    static Path features(String target) {
        try {
            Path directory = Files.createDirectories(Path.of(target));
            for (String name : List.of("features", "projects", "tasks")) {
                copy(Path.of("conf/features/" + name + ".yaml"), directory);
            }
            copy(Path.of("src/test/resources/agents/notes.yaml"), directory);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path file, Path directory) throws IOException {
        Files.copy(file, directory.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    /** So many records of the feature features, put into the database itself. @return how many there are */
    static int fill(int many) throws SQLException {
        String count = "SELECT count(*) FROM data.features";
        int there = Integer.parseInt(node().servers().query(count).get(0));
        if (there >= many) {
            return there;
        }
        String added =
                "INSERT INTO data.features (id, version, created_at, updated_at, created_by, updated_by, name, value)"
                        + " SELECT gen_random_uuid(), 1, now(), now(), 'test', 'test', rpad(i::text, 100, 'x'), i % 1000"
                        + " FROM generate_series(1, " + (many - there) + ") i RETURNING 1";
        return there
                + node().servers().query("WITH added AS (" + added + ") SELECT count(*) FROM added").stream()
                        .mapToInt(Integer::parseInt)
                        .sum();
    }

    /** A new note, by the admin. */
    static JsonNode note(String fields) {
        return made(node().admin(), "notes", fields);
    }

    static JsonNode made(Api api, String feature, String fields) {
        Answer created = api.post("/api/" + feature, fields);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.json();
    }

    static String id(JsonNode record) {
        return record.get("id").asText();
    }

    /** Arguments about notes. */
    static String notes(String rest) {
        return "{\"feature\":\"notes\"," + rest + "}";
    }

    /** Arguments about one note. */
    static String one(JsonNode record, String... rest) {
        String more = rest.length == 0 ? "" : "," + String.join(",", rest);
        return notes("\"id\":\"" + id(record) + "\"" + more);
    }

    static List<String> texts(JsonNode array, String member) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.path(member).asText()));
        return texts;
    }
}
