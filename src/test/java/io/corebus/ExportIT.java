package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corebus.Api.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports over REST, against the whole system. */
class ExportIT {
    private static final int ROWS = 1_350;

    private static Api admin;
    private static String mark;

    @BeforeAll
    static void start() {
        admin = TestNode.shared().admin();
        mark = "x" + UUID.randomUUID().toString().replace("-", "");
        for (int from = 0; from < ROWS; from += 450) {
            StringBuilder items = new StringBuilder();
            for (int i = from; i < from + 450; i++) {
                items.append("{\"op\":\"create\",\"data\":{\"name\":\"")
                        .append(mark)
                        .append(i)
                        .append("\",\"value\":")
                        .append(i % 1000)
                        .append("}}\n");
            }
            Answer made = admin.post(
                    "/api/features/batch?mode=atomic", items.toString(), "Content-Type", "application/x-ndjson");
            assertThat(made.status()).as(made.text()).isEqualTo(200);
        }
    }

    private static String ours() {
        return "filter=" + encoded("name==" + mark + "*");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    @Test
    void ndjson_hasEveryResourceOnce_asAReadAnswersIt() {
        Answer export = admin.get("/api/features/export?sort=value,name&" + ours());

        assertThat(export.status()).isEqualTo(200);
        assertThat(export.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(export.header("Content-Disposition")).isEqualTo("attachment; filename=\"features.ndjson\"");
        List<String> lines = export.text().lines().toList();
        assertThat(lines).hasSize(ROWS).doesNotHaveDuplicates();
        JsonNode first = json(lines.get(0));
        assertThat(lines.get(0))
                .isEqualTo(
                        admin.get("/api/features/" + first.get("id").asText()).text());
        List<Integer> values = new ArrayList<>();
        lines.forEach(line -> values.add(json(line).get("value").asInt()));
        assertThat(values).isSorted();
    }

    @Test
    void csv_hasAHeader_andTheFieldsInTheOrderThatWasAsked() {
        Answer export = admin.get("/api/features/export?fields=value,name&sort=value&" + ours(), "Accept", "text/csv");

        assertThat(export.header("Content-Type")).isEqualTo("text/csv; charset=utf-8; header=present");
        List<String> lines = List.of(export.text().split("\r\n", -1));
        assertThat(lines).hasSize(ROWS + 2);
        assertThat(lines.get(0)).isEqualTo("id,value,name");
        assertThat(lines.get(1)).matches("[0-9a-f-]{36},0," + mark + "[0-9]+");
        assertThat(lines.get(ROWS + 1)).isEmpty();
    }

    @Test
    void csv_quotesWhatNeedsIt_andTellsEmptyFromAbsent() {
        String key = "X" + mark.substring(1, 9).toUpperCase(java.util.Locale.ROOT);
        String project = admin.post(
                        "/api/projects", "{\"key\":\"" + key + "\",\"name\":\"a \\\"b\\\", c\",\"budget\":10.50}")
                .json()
                .get("id")
                .asText();
        admin.post(
                "/api/tasks",
                "{\"project_id\":\"" + project
                        + "\",\"number\":1,\"title\":\"=1+1\\nx\",\"tags\":[\"a\",\"b\"],\"hours\":1.5}");

        assertThat(admin.get("/api/projects/export?format=csv&fields=name,owner,budget,archived&filter=key==" + key)
                        .text())
                .isEqualTo("id,name,owner,budget,archived\r\n" + project + ",\"a \"\"b\"\", c\",,10.50,false\r\n");
        assertThat(admin.get("/api/tasks/export?format=csv&fields=title,tags,hours,estimate&filter=project_id=="
                                + project)
                        .text())
                .startsWith("id,title,tags,hours,estimate\r\n")
                .endsWith(",\"=1+1\nx\",\"[\"\"a\"\",\"\"b\"\"]\",1.5,\r\n");
        assertThat(admin.get("/api/tasks/export?format=ndjson&filter=project_id==" + project)
                        .text()
                        .lines())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/csv, application/x-ndjson;q=0.1 | text/csv",
                "application/x-ndjson;q=0.1, text/csv;q=0.2 | text/csv",
                "text/csv;q=0.5, */* | application/x-ndjson",
                "*/*, application/x-ndjson;q=0 | text/csv",
                "text/*;q=1.0, application/*;q=0.999 | text/csv",
                "text/csv, application/x-ndjson | application/x-ndjson",
                "*/* | application/x-ndjson"
            })
    void theForm_isTheOneThatTheClientLikesBest(String accept, String type) {
        Answer export = admin.get("/api/features/export?filter=name==no-such-name", "Accept", accept);

        assertThat(export.header("Content-Type")).startsWith(type);
    }

    @Test
    void nothingFound_isAnEmptyExport() {
        assertThat(admin.get("/api/features/export?filter=name==no-such-name").text())
                .isEmpty();
        assertThat(admin.get("/api/features/export?format=csv&fields=name&filter=name==no-such-name")
                        .text())
                .isEqualTo("id,name\r\n");
    }

    @Test
    void whatIsWrong_isRefusedBeforeAnythingIsSent() {
        Answer format = admin.get("/api/features/export?format=xml");
        assertThat(format.status()).isEqualTo(400);
        assertThat(format.header("Content-Disposition")).isNull();
        assertThat(format.json().get("detail").asText()).isEqualTo("format is ndjson or csv.");
        assertThat(admin.get("/api/features/export?limit=5").code()).isEqualTo("unknown-parameter");
        assertThat(admin.get("/api/features/export?fields=nothing").code()).isEqualTo("bad-query");
        assertThat(admin.get("/api/features/export?filter=nothing==1").code()).isEqualTo("bad-query");
        assertThat(admin.get("/api/features/export", "Accept", "application/json")
                        .status())
                .isEqualTo(406);
        assertThat(admin.as(null).get("/api/features/export").status()).isEqualTo(401);
        assertThat(TestNode.shared().user("editor").get("/api/features/export").code())
                .isEqualTo("forbidden");
    }
}
