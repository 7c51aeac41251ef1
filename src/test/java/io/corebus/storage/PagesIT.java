package io.corebus.storage;

import static io.corebus.storage.StorageHouse.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corebus.storage.StorageMessages.ListRows;
import io.corebus.storage.StorageMessages.RowPage;
import io.corebus.storage.StorageMessages.Sort;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of a list whose rows come, go and change their places meanwhile: whoever stays where it is comes exactly once. */
class PagesIT {
    private static final String DOTS = """
            feature: dots
            schema:
              type: object
              required: [name]
              properties:
                name: {type: string}
                x: {type: integer}
                price: {type: number, format: decimal}
            storage: {index: [x]}
            """;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int STAYING = 120;
    private static final int PAGE = 7;
    private static StorageHouse house;

    private final Random random = new Random(20261126);
    private final List<String> moving = new ArrayList<>();
    private final Set<String> staying = new TreeSet<>();

    @BeforeAll
    static void open() {
        house = StorageHouse.open(StorageHouse.features(Map.of("dots", DOTS)));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private String dot() {
        String x = random.nextInt(4) == 0 ? "" : ",\"x\":" + random.nextInt(6);
        String price = random.nextInt(4) == 0 ? "" : ",\"price\":" + random.nextInt(3) + ".5";
        return "{\"name\":\"" + "abc".charAt(random.nextInt(3)) + "\"" + x + price + "}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "-id", "x", "-x", "name,-x", "-price,x", "price,-name,x"})
    void rowsThatStay_comeExactlyOnce_inOrder(String order) throws Exception {
        StorageHouse.execute("DELETE FROM data.dots");
        fill();
        List<Sort> sort = Arrays.stream(order.split(",", -1))
                .map(part -> new Sort(part.replace("-", ""), part.startsWith("-")))
                .toList();
        List<String> expected = staying(listed(sort, 1_000, false));

        List<String> seen = staying(listed(sort, PAGE, true));

        assertThat(expected).hasSize(STAYING);
        assertThat(seen).isEqualTo(expected);
    }

    private void fill() {
        List<Future<WrittenRow>> written = new ArrayList<>();
        for (int i = 0; i < 2 * STAYING; i++) {
            written.add(house.insert("dots", dot()));
        }
        for (int i = 0; i < written.size(); i++) {
            String id = get(written.get(i)).id();
            if (i % 2 == 0) {
                staying.add(id);
            } else {
                moving.add(id);
            }
        }
    }

    private List<String> staying(List<String> ids) {
        return ids.stream().filter(staying::contains).toList();
    }

    private List<String> listed(List<Sort> sort, int limit, boolean disturbed) throws Exception {
        List<String> ids = new ArrayList<>();
        String after = null;
        do {
            RowPage page = get(house.ask(StorageMessages.LIST, new ListRows("dots", null, sort, limit, after)));
            String last = "";
            for (JsonNode row : MAPPER.readTree(page.rows().toString())) {
                last = row.get("id").asText();
                ids.add(last);
            }
            after = page.next();
            if (disturbed) {
                disturb(last);
            }
        } while (after != null);
        return ids;
    }

    /** Also the row with which the page ended goes elsewhere, if it is one of those that may. */
    private void disturb(String last) {
        for (int i = 0; i < 3; i++) {
            get(house.delete("dots", moving.remove(random.nextInt(moving.size()))));
            get(house.update("dots", moving.get(random.nextInt(moving.size())), dot()));
            moving.add(get(house.insert("dots", dot())).id());
        }
        if (moving.contains(last)) {
            get(house.update("dots", last, dot()));
        }
    }
}
