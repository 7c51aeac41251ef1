package io.corebus.storage;

import static io.corebus.storage.StorageHouse.failure;
import static io.corebus.storage.StorageHouse.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corebus.bus.Failure;
import io.corebus.storage.StorageMessages.Condition;
import io.corebus.storage.StorageMessages.CountRows;
import io.corebus.storage.StorageMessages.ListRows;
import io.corebus.storage.StorageMessages.Operator;
import io.corebus.storage.StorageMessages.RowCount;
import io.corebus.storage.StorageMessages.RowPage;
import io.corebus.storage.StorageMessages.Sort;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches, counts and choices of fields, and whether lists go along the indexes. */
class QueryIT {
    private static final String NOTES = """
            feature: notes
            schema:
              type: object
              required: [title, rank]
              properties:
                title: {type: string, x-search: true}
                text: {type: string, x-search: true}
                rank: {type: integer}
                due: {type: string, format: date}
                state: {type: string, enum: [open, done]}
                at: {type: string, format: date-time}
                who: {type: array}
            storage: {index: [rank, due, [state, rank]]}
            """;
    private static final String PAGES = """
            feature: pages
            schema:
              type: object
              properties:
                body: {type: string, x-search: english}
            """;
    private static final String LABELLED = """
            feature: labelled
            schema:
              type: object
              properties:
                name: {type: string}
                tags: {type: array, items: {type: string}}
                sizes: {type: array, items: {type: number}}
                flags: {type: array, items: {type: boolean}}
            storage: {index: [tags]}
            """;
    private static final int ROWS = 3_000;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static StorageHouse house;

    @BeforeAll
    static void open() throws SQLException {
        house = StorageHouse.open(StorageHouse.features(Map.of("notes", NOTES, "pages", PAGES, "labelled", LABELLED)));
        StorageHouse.execute("""
                INSERT INTO data.notes (id, version, created_at, updated_at, created_by, updated_by, title, rank, due, state)
                SELECT gen_random_uuid(), 1, now(), now(), 'bulk', 'bulk', 'bulk ' || i, i % 500,
                  CASE WHEN i % 3 > 0 THEN date '2026-01-01' + i % 300 END, CASE WHEN i % 7 > 0 THEN 'open' ELSE 'done' END
                FROM generate_series(1, 3000) i;
                INSERT INTO data.labelled (id, version, created_at, updated_at, created_by, updated_by, tags)
                SELECT gen_random_uuid(), 1, now(), now(), 'bulk', 'bulk', jsonb_build_array('bulk', 'n' || i)
                FROM generate_series(1, 3000) i;
                ANALYZE data.notes, data.labelled
                """);
        get(house.insert("labelled", "{\"name\":\"Straße ÜBER\",\"tags\":[\"a%\",\"b\"],\"sizes\":[1,2.50]}"));
        get(house.insert("labelled", "{\"name\":\"über alles\",\"tags\":[],\"flags\":[true]}"));
        get(house.insert("labelled", "{\"name\":\"under\"}"));
        note("Über den Wolken", "O'Brien said: C:\\\\temp, 100% & more");
        note("Clouds above", null);
        note(
                "INV-4711",
                "see www.example.com/a_b?c=d#e, kitchen/bath+cellar, <b>bold</b>&amp;~/x.txt or ada.king@example.org");
        note("Negative", "-0815 v1.2.3 3.75 2026-01-31 C++11");
        get(house.insert("pages", "{\"body\":\"The runners were running through the forests\"}"));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static void note(String title, String text) {
        String more = text == null ? "" : ",\"text\":\"" + text + "\"";
        get(house.insert("notes", "{\"title\":\"" + title + "\"" + more + ",\"rank\":-1}"));
    }

    private static List<String> found(String feature, String search, String field) throws Exception {
        ListRows list = new ListRows(feature, null, List.of(), 10, null, List.of(field), search);
        List<String> values = new ArrayList<>();
        for (JsonNode row : MAPPER.readTree(
                get(house.ask(StorageMessages.LIST, list)).rows().toString())) {
            values.add(row.get(field).asText());
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({
        "wolken, Über den Wolken",
        "über, Über den Wolken",
        "ÜBER wol, Über den Wolken",
        "wolken über, Über den Wolken",
        "o'brien, Über den Wolken",
        "c:\\temp 100, Über den Wolken",
        "'brien o''', Über den Wolken",
        "  clouds   , Clouds above",
        "clouds !!!, Clouds above",
        "INV-4711, INV-4711",
        "inv-47, INV-4711",
        "4711, INV-4711",
        "4711-inv, INV-4711",
        "bath, INV-4711",
        "kitchen/bath, INV-4711",
        "bath/kit, INV-4711",
        "cellar, INV-4711",
        "example.org, INV-4711",
        "example.com/a_b?c=d, INV-4711",
        "www.exam, INV-4711",
        "//www.example.com/, INV-4711",
        "bold, INV-4711",
        "<b>bold</b>, INV-4711",
        "&amp;~/x.txt, INV-4711",
        "txt, INV-4711",
        "ada.king@example.org, INV-4711",
        "ada.king@ex, INV-4711",
        "king, INV-4711",
        "@example.org king, INV-4711",
        "0815, Negative",
        "-0815, Negative",
        "+0815, Negative",
        "v1.2, Negative",
        "3.75, Negative",
        "75 3, Negative",
        "2026-01-3, Negative",
        "c++11, Negative",
        "bulk 2999, bulk 2999"
    })
    void aSearch_findsRowsWithAllWords_theLastOneAsABeginning(String search, String title) throws Exception {
        assertThat(found("notes", search, "title")).containsExactly(title);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wolk den",
                "clouds below",
                "':*",
                "nothing | clouds",
                "!",
                "inv-47 below",
                "4711x",
                "''",
                " ",
                "&"
            })
    void aSearch_ofWordsThatAreNotThere_findsNothing(String search) throws Exception {
        assertThat(found("notes", search, "title")).isEmpty();
    }

    @Test
    void aConfiguration_knowsTheFormsOfWords() throws Exception {
        assertThat(found("pages", "forest run", "body")).hasSize(1);
        assertThat(found("pages", "the runs", "body")).hasSize(1);
        assertThat(found("pages", "swimming", "body")).isEmpty();
    }

    @Test
    void aSearch_inWhatHasNothingToSearch_isRefused() {
        FeatureTable table =
                new FeatureTable(StorageHouse.features(Map.of("a", """
                feature: a
                schema: {type: object, properties: {b: {type: string}}}
                """)).find("a"));
        ListRows list = new ListRows("a", null, List.of(), 10, null, null, "x");

        assertThat(catchThrowable(() -> ListStatement.of(table, list)))
                .hasMessageContaining("There is nothing to search in a.");
    }

    @Test
    void aSearch_goesThroughItsIndex() throws Exception {
        for (String search : List.of("wolken", "inv-4711", "kitchen/ba")) {
            ListRows list = new ListRows("notes", null, List.of(), 10, null, null, search);

            assertThat(plan(list)).contains("notes_title_text_search").doesNotContain("Seq Scan");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HAS | tags | \"b\" | Straße ÜBER",
                "HAS | tags | \"B\" | ''",
                "HAS | tags | \"a%\" | Straße ÜBER",
                "HAS | sizes | 2.5 | Straße ÜBER",
                "HAS | sizes | 2 | ''",
                "HAS | flags | true | über alles",
                "LACKS | tags | \"b\" | under,über alles",
                "LACKS | flags | true | Straße ÜBER,under",
                "LIKE_ANY_CASE | name | *über* | Straße ÜBER,über alles",
                "LIKE_ANY_CASE | name | UNDER | under",
                "LIKE_ANY_CASE | name | und_r | ''",
                "NOT_LIKE_ANY_CASE | name | ÜB* | Straße ÜBER,under",
                "IS_NULL | tags | '' | under"
            })
    void arraysAndLetters_areComparedAsTheyAre(Operator operator, String field, String value, String names)
            throws Exception {
        Condition asked = new Condition(operator, field, List.of(value), List.of());
        Condition named = new Condition(Operator.NOT_NULL, "name", List.of(), List.of());
        Condition both = new Condition(Operator.AND, null, List.of(), List.of(named, asked));
        ListRows list =
                new ListRows("labelled", both, List.of(new Sort("name", false)), 10, null, List.of("name"), null);

        List<String> found = new ArrayList<>();
        MAPPER.readTree(get(house.ask(StorageMessages.LIST, list)).rows().toString())
                .forEach(row -> found.add(row.get("name").asText()));
        assertThat(String.join(",", found)).isEqualTo(names);
    }

    @Test
    void anElement_isFoundThroughTheIndexOfItsArray() throws Exception {
        Condition asked = new Condition(Operator.HAS, "tags", List.of("\"n77\""), List.of());
        ListRows list = new ListRows("labelled", asked, List.of(), 10, null, null, null);

        assertThat(plan(list)).contains("labelled_tags_idx").doesNotContain("Seq Scan");
    }

    @Test
    void chosenFields_areTheOnlyOnes_inTheirOrderAndForm() throws Exception {
        String data = "{\"title\":\"one\",\"rank\":7,\"at\":\"2026-01-01T00:00:00Z\",\"who\":[1,{\"a\":null}]}";
        String id = get(house.insert("notes", data)).id();
        Condition one = new Condition(Operator.EQUAL, "id", List.of(id), List.of());

        assertThat(row(one, List.of("who", "title", "due", "at", "version")))
                .isEqualTo("[{\"id\":\"" + id
                        + "\",\"version\":1,\"title\":\"one\",\"at\":\"2026-01-01T00:00:00.000000Z\","
                        + "\"who\":[1, {\"a\": null}]}]");
        assertThat(row(one, List.of("id"))).isEqualTo("[{\"id\":\"" + id + "\"}]");
        List<String> all = List.of(
                "id",
                "version",
                "created_at",
                "updated_at",
                "created_by",
                "updated_by",
                "title",
                "text",
                "rank",
                "due",
                "state",
                "at",
                "who");
        assertThat(row(one, all)).isEqualTo(row(one, null));
    }

    private static String row(Condition filter, List<String> fields) {
        ListRows list = new ListRows("notes", filter, List.of(), 10, null, fields, null);
        return get(house.ask(StorageMessages.LIST, list)).rows().toString();
    }

    @Test
    void counts_areExact_orExpected() {
        Condition bulk = new Condition(Operator.EQUAL, "created_by", List.of("bulk"), List.of());
        Condition done = new Condition(Operator.EQUAL, "state", List.of("done"), List.of());

        assertThat(count(new CountRows("notes", bulk, null, false))).isEqualTo(new RowCount(ROWS, true));
        assertThat(count(new CountRows("notes", done, null, false))).isEqualTo(new RowCount(ROWS / 7, true));
        assertThat(count(new CountRows("notes", null, "clouds", false))).isEqualTo(new RowCount(1, true));
        RowCount expected = count(new CountRows("notes", done, null, true));
        assertThat(expected.exact()).isFalse();
        assertThat(expected.count()).isBetween(ROWS / 9L, ROWS / 5L);
        assertThat(count(new CountRows("notes", null, null, true)).count()).isBetween(ROWS - 10L, ROWS + 100L);
    }

    private static RowCount count(CountRows rows) {
        return get(house.ask(StorageMessages.COUNT, rows));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rank", "-rank", "due", "-due", "id", "-id"})
    void pages_goAlongTheIndex_fromWhereTheyBegin(String order) throws Exception {
        boolean descending = order.startsWith("-");
        List<Sort> sort = List.of(new Sort(descending ? order.substring(1) : order, descending));
        RowPage first = get(house.ask(StorageMessages.LIST, new ListRows("notes", null, sort, 900, null)));

        String plan = plan(new ListRows("notes", null, sort, 20, Objects.requireNonNull(first.next())));
        assertThat(plan).contains("Index Cond").doesNotContain("Seq Scan").doesNotContain("Filter:");
    }

    @Test
    void anEqualityBeforeAnOrder_goesAlongAnIndexOfBoth() throws Exception {
        Condition open = new Condition(Operator.EQUAL, "state", List.of("done"), List.of());
        List<Sort> sort = List.of(new Sort("rank", true));
        RowPage first = get(house.ask(StorageMessages.LIST, new ListRows("notes", open, sort, 100, null)));

        String plan = plan(new ListRows("notes", open, sort, 20, first.next()));
        assertThat(plan)
                .contains("notes_state_rank_idx")
                .contains("Index Cond")
                .doesNotContain("Sort")
                .doesNotContain("Filter:");
    }

    /** As it is planned for these very values, which is how lists are planned. */
    private static String plan(ListRows list) throws SQLException {
        ListStatement.Query query = ListStatement.of(
                new FeatureTable(
                        StorageHouse.features(Map.of("n", NOTES, "l", LABELLED)).find(list.feature())),
                list);
        String sql = query.sql();
        for (int i = query.arguments().size(); i > 0; i--) {
            sql = sql.replace(
                    "$" + i, Constraint.literal(String.valueOf(query.arguments().getValue(i - 1))));
        }
        return String.join("\n", StorageHouse.query("EXPLAIN " + sql));
    }

    @Test
    void whatTakesTooLong_isBrokenOff_andSaysWhatToDo() throws Exception {
        try (Connection connection = JdbcUrl.of(StorageHouse.postgres().url()).connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE data.notes");

            Failure slow = failure(house.ask(StorageMessages.LIST, new ListRows("notes", null, List.of(), 1, null)));

            assertThat(slow)
                    .isEqualTo(
                            new Failure(
                                    "query-too-slow",
                                    422,
                                    "This takes too long. Ask for less, or filter and sort by fields that the descriptor has under storage.index."));
        }
    }
}
