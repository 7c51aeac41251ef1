package io.corebus.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The feature tables as they are in the database. */
final class ActualSchema {
    private static final String COLUMNS = """
            SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'data' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY c.relname, a.attnum
            """;
    private static final String CONSTRAINTS = """
            SELECT c.relname, k.conname
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'data' AND k.contype IN ('c', 'u', 'f')
            """;
    private static final String INDEXES = """
            SELECT c.relname, i.relname, x.indisvalid
            FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
              JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'data' AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid)
            """;

    private final Map<String, Table> tables = new TreeMap<>();

    /**
     * A table, with the names of its constraints (without its key) and of its indexes (without those of constraints); the unfinished ones of these are being made, or what
     * made them has ended in the middle.
     */
    static final class Table {
        final Map<String, Column> columns = new LinkedHashMap<>();
        final Set<String> constraints = new TreeSet<>();
        final Set<String> indexes = new TreeSet<>();
        final Set<String> unfinished = new TreeSet<>();

        boolean isMade(String index) {
            return indexes.contains(index) && !unfinished.contains(index);
        }
    }

    record Column(String type, boolean required) {}

    /** Blocks. */
    static ActualSchema read(Connection connection) throws SQLException {
        ActualSchema schema = new ActualSchema();
        for (List<String> row : Jdbc.query(connection, COLUMNS)) {
            schema.table(row.get(0))
                    .columns
                    .put(row.get(1), new Column(row.get(2), row.get(3).equals("t")));
        }
        for (List<String> row : Jdbc.query(connection, CONSTRAINTS)) {
            schema.table(row.get(0)).constraints.add(row.get(1));
        }
        for (List<String> row : Jdbc.query(connection, INDEXES)) {
            Table table = schema.table(row.get(0));
            table.indexes.add(row.get(1));
            if (!row.get(2).equals("t")) {
                table.unfinished.add(row.get(1));
            }
        }
        return schema;
    }

    Map<String, Table> tables() {
        return tables;
    }

    private Table table(String name) {
        return tables.computeIfAbsent(name, absent -> new Table());
    }

    /** Whether a table has any row, or any in which a column is null. Blocks. */
    static boolean exists(Connection connection, String condition) throws SQLException {
        return Jdbc.isTrue(connection, "SELECT EXISTS (" + condition + ")");
    }
}
