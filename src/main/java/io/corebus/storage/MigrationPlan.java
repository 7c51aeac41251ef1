package io.corebus.storage;

import io.corebus.feature.Losses;
import io.corebus.storage.DeclaredTable.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The statements that make the tables in the database those that are declared, in an order in which they can be executed. Those that lose data, or need data
 * that nobody has, are kept apart with the reason.
 */
final class MigrationPlan {
    private static final Set<String> LOSSLESS = Set.of("bigint numeric");

    /**
     * @param steps to be taken in one transaction
     * @param indexed tables that have rows and whose indexes are to be made or dropped after it, while they are written to
     * @param rewritten features whose rows are others afterwards, under the versions that they had
     */
    record Plan(List<Step> steps, List<DeclaredTable> indexed, Set<String> rewritten) {}

    /**
     * @param reason why it is not done by itself; empty where it is
     * @param broken SQL that finds rows because of which it must not be done; null where it finds them itself, or there are none
     * @param early whether they can be looked for before the first step, when no table is locked yet
     */
    record Step(String sql, String reason, @Nullable String broken, boolean early) {
        Step(String sql, String reason) {
            this(sql, reason, null, false);
        }
    }

    private final Connection connection;
    private final boolean makesTables;
    private final boolean emptyMayGo;
    private final List<Step> drops = new ArrayList<>();
    private final List<Step> columns = new ArrayList<>();
    private final List<Step> constraints = new ArrayList<>();
    private final List<Step> foreignKeys = new ArrayList<>();
    private final List<Step> losses = new ArrayList<>();
    private final List<DeclaredTable> indexed = new ArrayList<>();
    private final Set<String> rewritten = new TreeSet<>();

    private MigrationPlan(Connection connection, boolean makesTables, boolean emptyMayGo) {
        this.connection = connection;
        this.makesTables = makesTables;
        this.emptyMayGo = emptyMayGo;
    }

    /** Blocks: looks into the tables where the answer depends on their rows. */
    static Plan make(Connection connection, List<DeclaredTable> declared, ActualSchema actual, Losses losses)
            throws SQLException {
        boolean makesTables =
                declared.stream().anyMatch(table -> !actual.tables().containsKey(table.name()));
        MigrationPlan plan = new MigrationPlan(connection, makesTables, losses == Losses.EMPTY);
        for (DeclaredTable table : declared) {
            ActualSchema.Table there = actual.tables().get(table.name());
            if (there == null) {
                plan.create(table);
            } else {
                plan.change(table, there);
            }
        }
        plan.dropTables(declared, actual);
        List<Step> steps = new ArrayList<>(plan.drops);
        steps.addAll(plan.columns);
        steps.addAll(plan.constraints);
        steps.addAll(plan.foreignKeys);
        steps.addAll(plan.losses);
        return new Plan(List.copyOf(steps), List.copyOf(plan.indexed), plan.rewritten);
    }

    private void create(DeclaredTable table) {
        List<String> definitions =
                new ArrayList<>(table.columns().stream().map(Column::definition).toList());
        definitions.add("PRIMARY KEY (id)");
        columns.add(step("CREATE TABLE " + table.qualifiedName() + " (" + String.join(", ", definitions) + ")"));
        table.constraints().forEach(constraint -> addConstraint(table, constraint));
        table.indexes().keySet().forEach(name -> addIndex(table, name));
    }

    private void change(DeclaredTable table, ActualSchema.Table there) throws SQLException {
        for (Column column : table.columns()) {
            ActualSchema.Column is = there.columns.get(column.name());
            if (is == null) {
                addColumn(table, column);
            } else {
                changeColumn(table, column, is);
            }
        }
        Set<String> declared = names(table.columns());
        for (String name : there.columns.keySet()) {
            if (!declared.contains(name)) {
                rewritten.add(table.name());
                losses.add(new Step(
                        alter(table) + "DROP COLUMN " + FeatureTable.quoted(name),
                        reason(
                                table.name(),
                                " WHERE " + FeatureTable.quoted(name) + " IS NOT NULL",
                                table.name() + "." + name + " is declared no more, and its values would be lost")));
            }
        }
        dropConstraints(table, there);
        List<Constraint> missing = table.constraints().stream()
                .filter(constraint -> !there.constraints.contains(constraint.name()))
                .toList();
        boolean looked = !missing.isEmpty() && hasRows(table, "");
        missing.forEach(constraint -> {
            if (looked && constraint.broken() != null) {
                addRuleOfRows(table, constraint, there);
            } else {
                addConstraint(table, constraint);
            }
        });
        changeIndexes(table, there);
    }

    private static Set<String> names(List<Column> columns) {
        return Set.copyOf(columns.stream().map(Column::name).toList());
    }

    private void addColumn(DeclaredTable table, Column column) throws SQLException {
        String sql = alter(table) + "ADD COLUMN " + column.definition();
        if (!column.required()) {
            columns.add(step(sql));
        } else if (column.defaultValue() != null) {
            columns.add(step(sql + " DEFAULT " + column.defaultValue()));
        } else if (hasRows(table, "")) {
            columns.add(
                    new Step(
                            sql,
                            table.name() + "." + column.name()
                                    + " is required, and the rows that are there have no value for it: give the field a default, or make it optional"));
        } else {
            columns.add(step(sql));
        }
    }

    private void changeColumn(DeclaredTable table, Column column, ActualSchema.Column is) throws SQLException {
        String name = FeatureTable.quoted(column.name());
        String alter = alter(table) + "ALTER COLUMN " + name;
        if (!is.type().equals(column.type())) {
            rewritten.add(table.name());
            columns.add(step(alter + " DROP DEFAULT")); // It may have no form of the other type.
            String sql = alter + " TYPE " + column.typeWithOrder() + " USING " + name + "::text::" + column.type();
            boolean lossless = LOSSLESS.contains(is.type() + " " + column.type());
            columns.add(new Step(
                    sql,
                    lossless
                            ? ""
                            : reason(
                                    table.name(),
                                    " WHERE " + name + " IS NOT NULL",
                                    table.name() + "." + column.name() + " changes from " + is.type() + " to "
                                            + column.type() + ", which not every value may survive")));
        }
        if (is.required() && !column.required()) {
            columns.add(step(alter + " DROP NOT NULL"));
        } else if (!is.required() && column.required()) {
            require(table, column, alter);
        }
    }

    private void require(DeclaredTable table, Column column, String alter) throws SQLException {
        String name = FeatureTable.quoted(column.name());
        boolean missing = hasRows(table, " WHERE " + name + " IS NULL");
        if (missing && column.defaultValue() != null) {
            rewritten.add(table.name());
            columns.add(step("UPDATE " + table.qualifiedName() + " SET " + name + " = " + column.defaultValue()
                    + " WHERE " + name + " IS NULL"));
        }
        boolean impossible = missing && column.defaultValue() == null;
        columns.add(new Step(
                alter + " SET NOT NULL",
                impossible
                        ? table.name() + "." + column.name()
                                + " becomes required, and rows without a value are there: give the field a default, or fill them first"
                        : ""));
    }

    private void dropConstraints(DeclaredTable table, ActualSchema.Table there) {
        Set<String> declared =
                Set.copyOf(table.constraints().stream().map(Constraint::name).toList());
        for (String name : there.constraints) {
            if (!declared.contains(name)) {
                drops.add(step(alter(table) + "DROP CONSTRAINT " + FeatureTable.quoted(name)));
            }
        }
    }

    /**
     * Nobody can write to a table while PostgreSQL looks whether its rows keep to a new rule. So they are looked at before, without a lock, the rule holds for what is written
     * from then on, and PostgreSQL looks itself when all is committed: see {@link RowProofs}. What a column that is new has been filled with keeps to its rules.
     */
    private void addRuleOfRows(DeclaredTable table, Constraint constraint, ActualSchema.Table there) {
        boolean isOld = there.columns.keySet().containsAll(constraint.fields());
        boolean isSame = isOld && constraint.fields().stream().noneMatch(field -> changesType(table, there, field));
        String broken = "SELECT FROM " + table.qualifiedName() + " t WHERE " + constraint.broken();
        boolean early = isSame && !(constraint.isForeignKey() && makesTables);
        add(constraint, new Step(added(table, constraint) + " NOT VALID", "", isOld ? broken : null, early));
    }

    private void addConstraint(DeclaredTable table, Constraint constraint) {
        add(constraint, step(added(table, constraint)));
    }

    private void add(Constraint constraint, Step step) {
        (constraint.isForeignKey() ? foreignKeys : constraints).add(step);
    }

    private static String added(DeclaredTable table, Constraint constraint) {
        return alter(table) + "ADD CONSTRAINT " + FeatureTable.quoted(constraint.name()) + " "
                + constraint.definition();
    }

    private static boolean changesType(DeclaredTable table, ActualSchema.Table there, String field) {
        return table.columns().stream()
                .filter(column -> column.name().equals(field))
                .anyMatch(column -> isOtherType(column, there));
    }

    private static boolean isOtherType(Column column, ActualSchema.Table there) {
        ActualSchema.Column is = there.columns.get(column.name());
        return is != null && !is.type().equals(column.type());
    }

    /** To make an index of many rows takes minutes, in which nobody could write to the table if it were done in the transaction. */
    private void changeIndexes(DeclaredTable table, ActualSchema.Table there) throws SQLException {
        Set<String> declared = table.indexes().keySet();
        if (there.indexes.equals(declared) && there.unfinished.isEmpty()) {
            return;
        }
        if (hasRows(table, "")) {
            indexed.add(table);
            dropForOtherTypes(table, there);
            return;
        }
        there.indexes.stream()
                .filter(name -> !declared.contains(name) || there.unfinished.contains(name))
                .forEach(name -> drops.add(step("DROP INDEX " + FeatureTable.name(name))));
        declared.stream().filter(name -> !there.isMade(name)).forEach(name -> addIndex(table, name));
    }

    /** PostgreSQL makes the indexes of a column that changes its type anew, and may have no way to make the old ones of the new type. */
    private void dropForOtherTypes(DeclaredTable table, ActualSchema.Table there) {
        boolean changes = table.columns().stream().anyMatch(column -> isOtherType(column, there));
        there.indexes.stream()
                .filter(name -> changes && !table.indexes().containsKey(name))
                .forEach(name -> drops.add(step("DROP INDEX " + FeatureTable.name(name))));
    }

    private void addIndex(DeclaredTable table, String name) {
        String definition = table.indexes().get(name);
        constraints.add(
                step("CREATE INDEX " + FeatureTable.quoted(name) + " ON " + table.qualifiedName() + " " + definition));
    }

    private void dropTables(List<DeclaredTable> declared, ActualSchema actual) throws SQLException {
        Set<String> names =
                Set.copyOf(declared.stream().map(DeclaredTable::name).toList());
        for (String name : actual.tables().keySet()) {
            if (!names.contains(name)) {
                rewritten.add(name);
                losses.add(new Step(
                        "DROP TABLE " + FeatureTable.name(name) + " CASCADE",
                        reason(name, "", "the feature " + name + " is declared no more, and its rows would be lost")));
            }
        }
    }

    /**
     * Why a step is not taken by itself; empty where it takes nothing away, and that may go.
     *
     * @param where finds the rows that have what would be lost
     */
    private String reason(String table, String where, String loss) throws SQLException {
        return emptyMayGo && !hasRows(FeatureTable.name(table), where) ? "" : loss;
    }

    private boolean hasRows(DeclaredTable table, String where) throws SQLException {
        return hasRows(table.qualifiedName(), where);
    }

    private boolean hasRows(String table, String where) throws SQLException {
        return ActualSchema.exists(connection, "SELECT 1 FROM " + table + where);
    }

    private static String alter(DeclaredTable table) {
        return "ALTER TABLE " + table.qualifiedName() + " ";
    }

    private static Step step(String sql) {
        return new Step(sql, "");
    }
}
