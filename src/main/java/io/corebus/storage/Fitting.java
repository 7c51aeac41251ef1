package io.corebus.storage;

/**
 * SQL that keeps a page within what a process can hold: however many rows are asked for, no more come than fit, and always the first. What PostgreSQL has
 * compressed counts with what it becomes: a hundred bytes may be ten thousand.
 */
final class Fitting {
    /** What a page may have in bytes, where it is more than one row. */
    static final int MAX_BYTES = 4_000_000;

    /** The bytes of a row. */
    static final String BYTES = "\"#bytes\"";
    /** How many rows there were, those that do not fit included. */
    static final String FOUND = "\"#found\"";
    /** From 1. */
    static final String PLACE = "\"#place\"";

    private static final String STORED_BEFORE = "\"#stored\"";
    private static final String BYTES_BEFORE = "\"#before\"";

    /**
     * To know what a compressed value becomes, PostgreSQL has to unpack it. So it first leaves out what is behind half of the bytes even as it is stored, and
     * OFFSET keeps it from unpacking twice.
     */
    private static final String SQL = """
            SELECT * FROM (
                SELECT t.*, coalesce(sum(t.%5$s) OVER (
                    ORDER BY t.%6$s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS %8$s
                FROM (
                    SELECT t.*, %3$s AS %5$s
                    FROM (
                        SELECT t.*, row_number() OVER ranked AS %6$s, count(*) OVER () AS %7$s,
                            coalesce(sum(%2$s) OVER (ranked ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS %9$s
                        FROM (%1$s) t
                        WINDOW ranked AS (ORDER BY %10$s)
                    ) t
                    WHERE t.%9$s < %4$s / 2
                    OFFSET 0
                ) t
            ) t
            WHERE t.%8$s < %4$s
            """;

    private Fitting() {}

    /**
     * The rows of a query that fit, in no order, with {@link #BYTES}, {@link #FOUND} and {@link #PLACE}.
     *
     * @param rows a query with an end
     * @param order the order of the rows, which it calls {@code t}; total
     * @param stored what a row {@code t} takes up in the database
     * @param bytes what it has
     * @param maxBytes SQL for a number
     */
    static String of(String rows, String order, String stored, String bytes, String maxBytes) {
        return SQL.formatted(rows, stored, bytes, maxBytes, BYTES, PLACE, FOUND, BYTES_BEFORE, STORED_BEFORE, order);
    }

    /** SQL for what a value of any type takes up in the database, often compressed: to know that, it need not be read. */
    static String stored(String column) {
        return "coalesce(pg_column_size(" + column + "), 0)";
    }

    /** SQL for about what a value of JSON has in bytes. */
    static String ofJson(String column) {
        return "coalesce(CASE WHEN pg_column_compression(%1$s) IS NULL THEN pg_column_size(%1$s) ELSE octet_length(%1$s::text) END, 0)"
                .formatted(column);
    }

    /** SQL for what a text has in bytes. That is written beside it. */
    static String ofText(String column) {
        return "coalesce(octet_length(" + column + "), 0)";
    }
}
