package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resources of almost a mebibyte each, as many as would fill a small process if they came all at once: no answer has more of them than fit. */
class LargeRecordsIT {
    private static final int COUNT = 30;
    private static final int LARGE = 900_000;
    private static final int MOST_BYTES = 4_000_000 + LARGE + 10_000;

    private static final List<String> IDS = new ArrayList<>();
    private static TestNode node;
    private static Api admin;

    @BeforeAll
    static void start() {
        node = TestNode.start("large", Path.of("src/test/resources/large"), Map.of());
        admin = node.admin();
        String text = "text ".repeat(LARGE / 5);
        for (int i = 0; i < COUNT; i++) {
            Answer page = admin.post("/api/pages", "{\"title\":\"" + i + "\",\"text\":\"" + text + "\"}");
            assertThat(page.status()).as(page.code()).isEqualTo(201);
            String id = page.json().get("id").asText();
            IDS.add(id);
            assertThat(admin.post("/api/marks", "{\"page_id\":\"" + id + "\"}").status())
                    .isEqualTo(201);
        }
    }

    @AfterAll
    static void stop() {
        node.stop();
    }

    /** The ids of all pages of a list, along its links. */
    private static List<String> follow(String path, String id) {
        List<String> found = new ArrayList<>();
        String next = path;
        while (next != null) {
            Answer page = admin.get(next);
            assertThat(page.status()).as(next).isEqualTo(200);
            assertThat(page.raw().body().length).isLessThan(MOST_BYTES);
            assertThat(page.json().get("data").size()).isPositive();
            page.json().get("data").forEach(one -> found.add(one.path(id).asText()));
            String link = page.header("Link");
            next = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        return found;
    }

    @Test
    void aList_comesInPagesThatFit_eachResourceOnce() {
        assertThat(follow("/api/pages?limit=1000&sort=created_at", "id")).isEqualTo(IDS);
        assertThat(admin.get("/api/pages?limit=1000&fields=title").json().get("data"))
                .hasSize(COUNT);
    }

    @Test
    void theTrail_comesInPagesThatFit() {
        assertThat(follow("/api/audit?limit=1000&resource_type=pages&action=created", "resource_id"))
                .containsExactlyInAnyOrderElementsOf(IDS);
    }

    @Test
    void anExport_isWhole() {
        Answer export = admin.get("/api/pages/export?format=ndjson&sort=created_at");
        assertThat(export.status()).isEqualTo(200);
        assertThat(export.text().lines()).hasSize(COUNT);
        assertThat(admin.get("/api/pages/export?format=ndjson&sort=text")
                        .text()
                        .lines()
                        .count())
                .isEqualTo(COUNT);
        assertThat(admin.get("/api/audit/export").text().lines().filter(line -> line.contains("\"created\"")))
                .hasSizeGreaterThanOrEqualTo(2 * COUNT);
    }

    /** The cursor has the long text: too long for an address, but not for a body. */
    @ParameterizedTest
    @ValueSource(ints = {3_000, 100_000, 700_000})
    void aListInTheOrderOfLongTexts_goesOn(int length) {
        List<String> marks = new ArrayList<>();
        for (String end : List.of("a", "b", "c")) {
            String mark = "{\"page_id\":\"" + IDS.get(0) + "\",\"note\":\"" + "x".repeat(length) + end + "\"}";
            marks.add(admin.post("/api/marks", mark).json().get("id").asText());
        }

        Answer first = admin.get("/api/marks?limit=1&sort=note&fields=note");
        String next = first.json().at("/page/next").asText();
        assertThat(next).hasSizeGreaterThan(length);
        assertThat(first.header("Link")).isNull();
        List<String> found = new ArrayList<>();
        for (String cursor = ""; cursor != null; cursor = next(found, cursor)) {}

        assertThat(found).startsWith(marks.toArray(String[]::new)).hasSize(COUNT + marks.size());
        marks.forEach(
                id -> assertThat(admin.delete("/api/marks/" + id).status()).isEqualTo(204));
    }

    /** The cursor of the page behind this one, null where it is the last. */
    private static String next(List<String> found, String cursor) {
        String place = cursor.isEmpty() ? "" : ",\"cursor\":\"" + cursor + "\"";
        Answer page = admin.post("/api/marks/query", "{\"sort\":\"note\",\"limit\":1,\"fields\":\"id\"" + place + "}");
        assertThat(page.status()).as(page.code()).isEqualTo(200);
        page.json().get("data").forEach(one -> found.add(one.get("id").asText()));
        return page.json().at("/page/next").asText(null);
    }

    @Test
    void references_areFollowedOverManyPages_upToABound() {
        Answer some = admin.get("/api/marks?limit=12&expand=page_id");
        assertThat(some.status()).isEqualTo(200);
        JsonNode included = some.json().get("included").get("pages");
        assertThat(included).hasSize(12);
        some.json()
                .get("data")
                .forEach(mark ->
                        assertThat(included.has(mark.get("page_id").asText())).isTrue());

        Answer all = admin.get("/api/marks?limit=1000&expand=page_id");
        assertThat(all.status()).isEqualTo(422);
        assertThat(all.code()).isEqualTo("expansion-too-large");
        assertThat(admin.get("/api/marks?limit=1000").json().get("data")).hasSize(COUNT);
    }
}
