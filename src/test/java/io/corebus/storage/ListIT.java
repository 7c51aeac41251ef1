package io.corebus.storage;

import static io.corebus.storage.StorageHouse.failure;
import static io.corebus.storage.StorageHouse.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.storage.StorageMessages.Condition;
import io.corebus.storage.StorageMessages.ListRows;
import io.corebus.storage.StorageMessages.Operator;
import io.corebus.storage.StorageMessages.RowPage;
import io.corebus.storage.StorageMessages.Sort;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists, page by page, held against the same rows sorted and filtered in Java. */
class ListIT {
    private static final String POINTS = """
            feature: points
            title: Point
            description: Something with few distinct values, so that sort keys repeat.
            schema:
              type: object
              required: [name]
              additionalProperties: false
              properties:
                name: {type: string}
                x: {type: integer}
                price: {type: number, format: decimal}
                seen: {type: string, format: date-time}
                open: {type: boolean}
            storage: {index: [x]}
            """;
    private static final String KINDS = """
            feature: kinds
            title: Kind
            description: A field of each type.
            schema:
              type: object
              required: [text]
              additionalProperties: false
              properties:
                text: {type: string}
                state: {type: string, enum: [draft, "it's \\"done\\""]}
                count: {type: integer}
                ratio: {type: number}
                price: {type: number, format: decimal}
                open: {type: boolean}
                day: {type: string, format: date}
                seen: {type: string, format: date-time}
                other: {type: string, format: uuid}
                more: {type: object}
            """;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int ROWS = 120;
    private static final List<JsonNode> MODEL = new ArrayList<>();
    private static StorageHouse house;

    @BeforeAll
    static void open() throws Exception {
        house = StorageHouse.open(StorageHouse.features(Map.of("points", POINTS, "kinds", KINDS)));
        Random random = new Random(20261125);
        List<Future<StorageMessages.WrittenRow>> written = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            StringBuilder data = new StringBuilder("{\"name\":\"" + "Aa%_*".charAt(random.nextInt(5)) + "b\"");
            optional(data, random, ",\"x\":" + (random.nextInt(5) - 2));
            optional(data, random, ",\"price\":" + random.nextInt(3) + ".5");
            optional(data, random, ",\"seen\":\"2026-01-0" + (1 + random.nextInt(4)) + "T00:00:00.000001Z\"");
            optional(data, random, ",\"open\":" + random.nextBoolean());
            written.add(house.insert("points", data.append("}").toString()));
        }
        for (Future<StorageMessages.WrittenRow> row : written) {
            MODEL.add(MAPPER.readTree(get(row).body().toString()));
        }
    }

    private static void optional(StringBuilder data, Random random, String member) {
        if (random.nextInt(4) > 0) {
            data.append(member);
        }
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static List<String> pages(Condition filter, List<Sort> sort, int limit) throws Exception {
        List<String> ids = new ArrayList<>();
        String after = null;
        do {
            RowPage page = get(house.ask(StorageMessages.LIST, new ListRows("points", filter, sort, limit, after)));
            JsonNode rows = MAPPER.readTree(page.rows().toString());
            assertThat(page.count()).isEqualTo(rows.size()).isLessThanOrEqualTo(limit);
            rows.forEach(row -> ids.add(row.get("id").asText()));
            after = page.next();
            assertThat(after == null || rows.size() == limit).isTrue();
        } while (after != null);
        return ids;
    }

    private static Condition leaf(Operator operator, String field, String... values) {
        return new Condition(operator, field, List.of(values), List.of());
    }

    private static List<String> model(Predicate<JsonNode> filter, Comparator<JsonNode> order) {
        return MODEL.stream()
                .filter(filter)
                .sorted(order)
                .map(row -> row.get("id").asText())
                .toList();
    }

    /** As PostgreSQL has it: nulls last, and first where the order is reversed. */
    private static Comparator<JsonNode> by(String field, boolean descending) {
        Comparator<JsonNode> ascending = Comparator.comparing(
                row -> row.has(field) ? row.get(field) : null, Comparator.nullsLast(ListIT::compare));
        return descending ? ascending.reversed() : ascending;
    }

    private static int compare(JsonNode a, JsonNode b) {
        return a.isNumber()
                ? a.decimalValue().compareTo(b.decimalValue())
                : a.asText().compareTo(b.asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "-x",
                "name",
                "-name",
                "price",
                "-price",
                "seen",
                "-seen",
                "open",
                "-open",
                "id",
                "-id",
                "x,name",
                "x,-name",
                "-x,price",
                "-seen,-x",
                "price,x,-seen",
                "created_at",
                "-version,x"
            })
    void everyOrder_isTotal_andPagesAreItsPieces(String sort) throws Exception {
        List<Sort> sorts = new ArrayList<>();
        Comparator<JsonNode> order = (a, b) -> 0;
        boolean descending = false;
        for (String part : sort.isEmpty() ? new String[0] : sort.split(",", -1)) {
            descending = part.startsWith("-");
            String field = descending ? part.substring(1) : part;
            sorts.add(new Sort(field, descending));
            order = order.thenComparing(by(field, descending));
        }
        order = order.thenComparing(by("id", descending));

        for (int limit : new int[] {1, 7, ROWS, 1000}) {
            assertThat(pages(null, sorts, limit)).as("limit " + limit).isEqualTo(model(row -> true, order));
        }
    }

    @Test
    void everyOperator_findsWhatJavaFinds() throws Exception {
        check(leaf(Operator.EQUAL, "x", "1"), row -> row.path("x").asText().equals("1"));
        check(leaf(Operator.NOT_EQUAL, "x", "1"), row -> !row.path("x").asText().equals("1"));
        check(leaf(Operator.LESS, "x", "0"), row -> row.has("x") && row.get("x").asInt() < 0);
        check(
                leaf(Operator.LESS_OR_EQUAL, "x", "0"),
                row -> row.has("x") && row.get("x").asInt() <= 0);
        check(leaf(Operator.GREATER, "price", "1.5"), row -> row.path("price").asDouble() > 1.5);
        check(
                leaf(Operator.GREATER_OR_EQUAL, "price", "1.50"),
                row -> row.path("price").asDouble() >= 1.5);
        check(leaf(Operator.IN, "x", "1", "2"), row -> row.path("x").asInt() > 0);
        check(leaf(Operator.NOT_IN, "x", "1", "2"), row -> row.path("x").asInt() <= 0);
        check(leaf(Operator.IS_NULL, "seen"), row -> !row.has("seen"));
        check(leaf(Operator.NOT_NULL, "seen"), row -> row.has("seen"));
        check(leaf(Operator.EQUAL, "open", "true"), row -> row.path("open").asBoolean());
        check(
                leaf(Operator.EQUAL, "seen", "2026-01-02T00:00:00.000001Z"),
                row -> row.path("seen").asText().startsWith("2026-01-02"));
        String id = MODEL.get(3).get("id").asText();
        check(leaf(Operator.EQUAL, "id", id), row -> row.get("id").asText().equals(id));
        check(leaf(Operator.EQUAL, "created_by", "ann"), row -> true);
    }

    @Test
    void aPattern_hasOneSpecialCharacter() throws Exception {
        check(leaf(Operator.LIKE, "name", "A*"), row -> row.get("name").asText().startsWith("A"));
        check(leaf(Operator.LIKE, "name", "*b"), row -> true);
        check(leaf(Operator.LIKE, "name", "%*"), row -> row.get("name").asText().startsWith("%"));
        check(
                leaf(Operator.LIKE, "name", "_b*"),
                row -> row.get("name").asText().startsWith("_b"));
        check(
                leaf(Operator.NOT_LIKE, "name", "A*"),
                row -> !row.get("name").asText().startsWith("A"));
    }

    @Test
    void conditions_combine() throws Exception {
        Condition positive = leaf(Operator.GREATER, "x", "0");
        Condition open = leaf(Operator.EQUAL, "open", "true");
        check(
                new Condition(Operator.AND, null, List.of(), List.of(positive, open)),
                row -> row.path("x").asInt() > 0 && row.path("open").asBoolean());
        check(
                new Condition(Operator.OR, null, List.of(), List.of(positive, open)),
                row -> row.path("x").asInt() > 0 || row.path("open").asBoolean());
    }

    private static void check(Condition filter, Predicate<JsonNode> predicate) throws Exception {
        List<String> expected = model(predicate, by("id", false));
        assertThat(pages(filter, List.of(), 11)).as(filter.toString()).isEqualTo(expected);
        assertThat(expected).isNotEmpty();
    }

    @Test
    void aCursor_belongsToItsList() {
        Condition filter = leaf(Operator.GREATER, "x", "-5");
        List<Sort> sort = List.of(new Sort("x", false));
        String cursor = get(house.ask(StorageMessages.LIST, new ListRows("points", filter, sort, 2, null)))
                .next();

        assertThat(cursor).matches("[A-Za-z0-9_-]+");
        for (ListRows other : List.of(
                new ListRows("points", null, sort, 2, cursor),
                new ListRows("points", filter, List.of(new Sort("x", true)), 2, cursor),
                new ListRows("points", filter, sort, 2, "W10"),
                new ListRows("points", filter, sort, 2, "%%"),
                new ListRows("points", filter, sort, 2, cursor.substring(5)))) {
            assertThat(failure(house.ask(StorageMessages.LIST, other)).code()).isEqualTo("bad-cursor");
        }
    }

    /** What a list has of a resource is what a read has, whatever is in it and whichever of the two has written it. */
    @Test
    void aList_hasTheBytesOfEachResource() throws Exception {
        List<String> bodies = new ArrayList<>();
        for (ObjectNode data : List.of(
                MAPPER.createObjectNode().put("text", ""),
                MAPPER.createObjectNode()
                        .put("text", everyCharacterBelow(0x3000))
                        .put("state", "it's \"done\""),
                MAPPER.createObjectNode()
                        .put("text", "\ud83d\ude80 \\u0041 </script>")
                        .put("state", "draft")
                        .put("count", Long.MIN_VALUE)
                        .put("ratio", 1e21)
                        .put("price", new BigDecimal("100.50"))
                        .put("open", false)
                        .put("day", "0001-02-28")
                        .put("seen", "2026-02-28T23:59:59.900000Z")
                        .put("other", "00000000-0000-4000-8000-00000000000a")
                        .<ObjectNode>set("more", MAPPER.createObjectNode().put("a", 1.0)))) {
            bodies.add(get(house.insert("kinds", data.toString())).body().toString());
        }

        RowPage page = get(house.ask(
                StorageMessages.LIST, new ListRows("kinds", null, List.of(new Sort("created_at", false)), 10, null)));

        assertThat(page.rows().toString()).isEqualTo("[" + String.join(",", bodies) + "]");
    }

    private static String everyCharacterBelow(int end) {
        StringBuilder text = new StringBuilder();
        for (char c = 1; c < end; c++) {
            text.append(c);
        }
        return text.toString();
    }
}
