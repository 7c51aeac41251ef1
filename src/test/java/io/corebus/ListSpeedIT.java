package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.testing.BlockingHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list with a filter and an order that have an index, over a million rows: how long it takes beside the same SQL by hand, each over a connection of its own. */
class ListSpeedIT {
    private static final int ROWS = 1_000_000;
    private static final int KINDS = 20;
    private static final int WARM_UP = 8_000;
    private static final int CALLS = 300;
    private static final int COLUMNS = 9;
    private static final double BAR = 3.0;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private static final String BY_HAND =
            "SELECT id, version, created_at, updated_at, created_by, updated_by, kind, at, name"
                    + " FROM data.visits WHERE kind = ? AND at <= ? ORDER BY at DESC, id DESC LIMIT ?";
    private static final String FILL = "INSERT INTO data.visits"
            + " (id, version, created_at, updated_at, created_by, updated_by, kind, at, name)"
            + " SELECT gen_random_uuid(), 1, now(), now(), 'test', 'test', 'k' || (i %% %d),"
            + " timestamptz '%s' + i * interval '10 seconds', 'visit number ' || i FROM generate_series(1, %d) i";

    private static TestNode node;
    private static BlockingHttp viewer;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException, IOException {
        node = TestNode.start("many", Path.of("src/test/resources/many"), Map.of());
        viewer = new BlockingHttp(node.url(), node.user("viewer").token());
        connection = node.servers().connect();
        if (!node.servers().query("SELECT count(*) FROM data.visits").equals(List.of("" + ROWS))) {
            execute("TRUNCATE data.visits");
            execute(String.format(Locale.ROOT, FILL, KINDS, FIRST, ROWS));
            execute("ANALYZE data.visits");
        }
    }

    private static void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @AfterAll
    static void stop() throws SQLException, IOException {
        viewer.close();
        connection.close();
        node.stop();
    }

    /** The best of three: what disturbs a measurement makes it worse only. */
    @ParameterizedTest
    @ValueSource(ints = {50, 1_000})
    void aList_takesLessThanThreeTimes_whatItsSqlTakesByHand(int limit) throws SQLException, IOException {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 3 && best >= BAR; i++) {
            best = Math.min(best, ratio(limit));
        }
        assertThat(best).isLessThan(BAR);
    }

    private static double ratio(int limit) throws SQLException, IOException {
        Random random = new Random(limit);
        double[] listed = new double[CALLS];
        double[] byHand = new double[CALLS];
        try (PreparedStatement statement = connection.prepareStatement(BY_HAND)) {
            for (int i = -WARM_UP; i < CALLS; i++) { // Below zero, all are warmed up.
                String kind = "k" + random.nextInt(KINDS);
                Instant until = FIRST.plusSeconds(ROWS + random.nextInt(9 * ROWS));
                int at = Math.max(0, i);
                listed[at] = millis(() -> list(kind, until, limit));
                byHand[at] = millis(() -> read(statement, kind, until, limit));
            }
        }
        double ratio = median(listed) / median(byHand);
        System.out.printf(
                Locale.ROOT,
                "a page of %d out of %d rows: %.2f ms over REST, %.2f ms by hand: %.2f times%n",
                limit,
                ROWS,
                median(listed),
                median(byHand),
                ratio);
        return ratio;
    }

    private interface Timed {
        void run() throws SQLException, IOException;
    }

    private static double millis(Timed timed) throws SQLException, IOException {
        long began = System.nanoTime();
        timed.run();
        return (System.nanoTime() - began) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void list(String kind, Instant until, int limit) throws IOException {
        BlockingHttp.Answer page =
                viewer.get("/api/visits?limit=" + limit + "&sort=-at&filter=kind==" + kind + ";at=le=" + until);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body().length).isGreaterThan(limit * 200);
    }

    private static void read(PreparedStatement statement, String kind, Instant until, int limit) throws SQLException {
        statement.setString(1, kind);
        statement.setTimestamp(2, Timestamp.from(until));
        statement.setInt(3, limit + 1);
        int rows = 0;
        int characters = 0;
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                for (int column = 1; column <= COLUMNS; column++) {
                    characters += result.getString(column).length();
                }
                rows++;
            }
        }
        assertThat(rows).isEqualTo(limit + 1);
        assertThat(characters).isPositive();
    }
}
