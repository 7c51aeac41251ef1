package io.corebus.storage;

import static io.corebus.storage.StorageHouse.execute;
import static io.corebus.storage.StorageHouse.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.feature.Features;
import io.corebus.feature.Losses;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From descriptors to tables: what is added by itself, and what is refused with the SQL that it would take. */
class MigrationIT {
    private static final String ROW =
            "INSERT INTO data.items VALUES (gen_random_uuid(), 1, now(), now(), 'ann', 'ann', 'x', 5)";

    private static final Duration LONG = Duration.ofSeconds(20);

    @BeforeEach
    void clear() {
        StorageHouse.clear();
    }

    private static String descriptor(String required, String properties, String storage) {
        return """
                feature: items
                title: Item
                description: An item.
                schema:
                  type: object
                  required: [%s]
                  additionalProperties: false
                  properties:
                %s
                storage: {%s}
                """.formatted(required, properties.indent(4).stripTrailing(), storage);
    }

    private static final String BASE = descriptor("name", "name: {type: string}\nvalue: {type: integer}", "");

    private static void migrate(String descriptor) throws MigrationRefused {
        migrate(descriptor, Losses.NONE);
    }

    private static void migrate(String descriptor, Losses losses) throws MigrationRefused {
        assertThat(StorageMigration.run(
                        StorageHouse.config(), StorageHouse.features(Map.of("items", descriptor)), losses, LONG))
                .isEmpty();
    }

    private static List<String> columns() {
        return query(
                "SELECT attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN '!' ELSE '' END"
                        + " FROM pg_attribute WHERE attrelid = 'data.items'::regclass AND attnum > 6 AND NOT attisdropped ORDER BY 1");
    }

    @Test
    void aNewFeature_getsItsTable_andASecondRunChangesNothing() throws Exception {
        migrate(BASE);
        List<String> before = query(
                "SELECT xmin::text || relname FROM pg_class WHERE relnamespace = 'data'::regnamespace ORDER BY 1");
        migrate(BASE);

        assertThat(columns()).containsExactly("name text!", "value bigint");
        assertThat(
                        query(
                                "SELECT xmin::text || relname FROM pg_class WHERE relnamespace = 'data'::regnamespace ORDER BY 1"))
                .isEqualTo(before);
    }

    @Test
    void whatIsAdded_isAddedByItself() throws Exception {
        migrate(BASE);
        execute(ROW);

        migrate(descriptor("name, rank", """
                name: {type: string, maxLength: 9}
                value: {type: integer, maximum: 10}
                note: {type: string}
                rank: {type: integer, default: 3}
                other: {type: string, format: uuid, x-references: items}""", "index: [value, [name, value]], unique: [[name, rank]]"));

        assertThat(columns()).containsExactly("name text!", "note text", "other uuid", "rank bigint!", "value bigint");
        assertThat(query("SELECT rank FROM data.items")).containsExactly("3");
        assertThat(query("SELECT count(*) FROM pg_indexes WHERE schemaname = 'data'"))
                .containsExactly("5");
        assertThat(
                        query(
                                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'data'::regnamespace AND contype <> 'p' ORDER BY 1"))
                .containsExactly(
                        "CHECK ((char_length(name) <= 9))",
                        "CHECK ((value <= 10))",
                        "FOREIGN KEY (other) REFERENCES data.items(id)",
                        "UNIQUE (name, rank)");
    }

    @Test
    void rulesThatAreGone_goWithoutAsking() throws Exception {
        migrate(descriptor(
                "name, value", "name: {type: string}\nvalue: {type: integer, maximum: 10}", "unique: [[name]]"));
        migrate(BASE);

        assertThat(columns()).containsExactly("name text!", "value bigint");
        assertThat(
                        query(
                                "SELECT conname FROM pg_constraint WHERE connamespace = 'data'::regnamespace AND contype <> 'p'"))
                .isEmpty();
    }

    @Test
    void whatWouldLoseData_isRefusedWithTheSql_unlessAllowed() throws Exception {
        migrate(BASE);
        execute(ROW);
        String without = descriptor("name", "name: {type: string}", "");

        assertThatThrownBy(() -> migrate(without))
                .isInstanceOf(MigrationRefused.class)
                .hasMessage("""
                        The database is not brought to what the descriptors say:
                          - items.value is declared no more, and its values would be lost.
                            ALTER TABLE data."items" DROP COLUMN "value";
                        Nothing was changed. Correct the descriptors, or do it with ./corebus migrate --allow-destructive, in dev with ./corebus dev --allow-destructive.""");
        assertThat(columns()).hasSize(2);

        migrate(without, Losses.ANY);
        assertThat(columns()).containsExactly("name text!");
    }

    @Test
    void aFeatureThatIsDeclaredNoMore_keepsItsTable_unlessAllowed() throws Exception {
        migrate(BASE);
        String other = BASE.replace("items", "others");

        assertThatThrownBy(() -> migrate(other)).hasMessageContaining("DROP TABLE data.\"items\" CASCADE;");
        assertThat(query("SELECT to_regclass('data.others')")).containsExactly((String) null);

        migrate(other, Losses.ANY);
        assertThat(query("SELECT to_regclass('data.items')")).containsExactly((String) null);
    }

    @Test
    void anotherType_isRefused_exceptWhereNothingCanBeLost() throws Exception {
        migrate(BASE);
        execute(ROW);
        migrate(descriptor("name", "name: {type: string}\nvalue: {type: number, format: decimal}", ""));
        assertThat(columns()).contains("value numeric");

        assertThatThrownBy(() -> migrate(descriptor("name", "name: {type: string}\nvalue: {type: boolean}", "")))
                .hasMessageContaining("items.value changes from numeric to boolean, which not every value may survive.")
                .hasMessageContaining("ALTER TABLE data.\"items\" ALTER COLUMN \"value\" TYPE boolean");
    }

    @Test
    void aRequiredField_needsADefaultWhereThereAreRows() throws Exception {
        migrate(BASE);
        String required =
                descriptor("name, rank", "name: {type: string}\nvalue: {type: integer}\nrank: {type: integer}", "");
        execute(ROW);

        assertThatThrownBy(() -> migrate(required))
                .hasMessageContaining("give the field a default, or make it optional");

        execute("DELETE FROM data.items");
        migrate(required);
        assertThat(columns()).contains("rank bigint!");
    }

    @Test
    void aFieldThatBecomesRequired_isFilledFromItsDefault() throws Exception {
        migrate(BASE);
        execute(ROW.replace("5)", "NULL)"));
        String required = descriptor("name, value", "name: {type: string}\nvalue: {type: integer}", "");

        assertThatThrownBy(() -> migrate(required)).hasMessageContaining("rows without a value are there");
        migrate(required.replace("value: {type: integer}", "value: {type: integer, default: 7}"));

        assertThat(query("SELECT value FROM data.items")).containsExactly("7");
        assertThat(columns()).contains("value bigint!");
    }

    @Test
    void aRuleThatTheRowsBreak_isRefused_andNothingIsChanged() throws Exception {
        migrate(BASE);
        execute(ROW);

        assertThatThrownBy(() -> migrate(descriptor(
                        "name", "name: {type: string}\nvalue: {type: integer, maximum: 4}\nnote: {type: string}", "")))
                .isInstanceOf(MigrationRefused.class)
                .hasMessageContaining(
                        "The rows that are there do not fit what the descriptors say. Nothing was changed.")
                .hasMessageContaining("CHECK (\"value\" <= 4)");
        assertThat(columns()).doesNotContain("note text");
    }

    /** Nothing is locked while the rows are looked at. */
    @Test
    void aRuleThatChanges_isLookedAtBeforeTheOldOneGoes() throws Exception {
        migrate(descriptor("name", "name: {type: string}\nvalue: {type: integer, maximum: 4}", ""));
        execute(ROW.replace("5", "4"));

        migrate(RULE);

        assertThat(query(PROVEN)).containsExactly("t");
        assertThatThrownBy(() ->
                        migrate(descriptor("name", "name: {type: string}\nvalue: {type: integer, maximum: 3}", "")))
                .hasMessageContaining("There are rows that break it.");
        assertThat(query(PROVEN)).containsExactly("t");
    }

    @Test
    void aNewFieldWithARule_isFilledFromItsDefault_andProven() throws Exception {
        migrate(BASE);
        execute(ROW);

        migrate(descriptor(
                "name, size",
                "name: {type: string}\nvalue: {type: integer}\nsize: {type: integer, default: 1e2, maximum: 100}",
                ""));

        assertThat(query("SELECT size FROM data.items")).containsExactly("100");
        assertThat(query(PROVEN)).containsExactly("t");
    }

    @Test
    void aFieldThatBecomesText_isInTheOrderOfItsCharacters_whateverItsDefaultWas() throws Exception {
        migrate(BASE);
        execute(ROW);
        migrate(descriptor(
                "name, size", "name: {type: string}\nvalue: {type: integer}\nsize: {type: integer, default: 1}", ""));
        String text = descriptor(
                "name, size", "name: {type: string}\nvalue: {type: integer}\nsize: {type: string, default: s}", "");

        migrate(text, Losses.ANY);
        assertThat(
                        query(
                                "SELECT attcollation::regcollation FROM pg_attribute WHERE attrelid = 'data.items'::regclass AND attname = 'size'"))
                .containsExactly("\"C\"");
        migrate(
                descriptor(
                        "name, size",
                        "name: {type: string}\nvalue: {type: integer}\nsize: {type: boolean, default: true}",
                        ""),
                Losses.ANY);

        assertThat(query("SELECT size FROM data.items")).containsExactly("t");
    }

    private static final String RULE =
            descriptor("name", "name: {type: string}\nvalue: {type: integer, maximum: 9}", "");
    private static final String PROVEN =
            "SELECT convalidated FROM pg_constraint WHERE conrelid = 'data.items'::regclass AND contype IN ('c', 'f')";

    @Test
    void aRuleThatTheRowsKeep_isProven() throws Exception {
        migrate(BASE);
        execute(ROW);

        migrate(RULE);

        assertThat(query(PROVEN)).containsExactly("t");
    }

    @Test
    void aRuleThatALostProcessLeftUnproven_holds_andIsProvenByTheNext_whenNothingIsInTheWay() throws Exception {
        migrate(RULE);
        execute(ROW);
        String name = query(
                        "SELECT conname FROM pg_constraint WHERE conrelid = 'data.items'::regclass AND contype = 'c'")
                .get(0);
        execute("ALTER TABLE data.items DROP CONSTRAINT " + name);
        execute("ALTER TABLE data.items ADD CONSTRAINT " + name + " CHECK (\"value\" <= 9) NOT VALID");
        try (Connection vacuum = JdbcUrl.of(StorageHouse.postgres().url()).connect()) {
            vacuum.setAutoCommit(false);
            Jdbc.execute(vacuum, "LOCK TABLE data.items IN SHARE UPDATE EXCLUSIVE MODE");
            List<String> unfinished = StorageMigration.run(
                    StorageHouse.config(),
                    StorageHouse.features(Map.of("items", RULE)),
                    Losses.NONE,
                    Duration.ofMillis(100));
            assertThat(unfinished).hasSize(1);
            assertThat(unfinished.get(0))
                    .startsWith(
                            "Whether all rows of items keep to " + name + " was not looked at once more: something");
        }
        assertThat(query(PROVEN)).containsExactly("f");

        migrate(RULE);

        assertThat(query(PROVEN)).containsExactly("t");
    }

    @Test
    void aRowThatBreaksARuleAfterAll_isTold() throws Exception {
        migrate(RULE);
        String name = query(
                        "SELECT conname FROM pg_constraint WHERE conrelid = 'data.items'::regclass AND contype = 'c'")
                .get(0);
        execute("ALTER TABLE data.items DROP CONSTRAINT " + name);
        execute(ROW.replace("5", "50"));
        execute("ALTER TABLE data.items ADD CONSTRAINT " + name + " CHECK (\"value\" <= 9) NOT VALID");

        assertThatThrownBy(() -> migrate(RULE))
                .isInstanceOf(MigrationRefused.class)
                .hasMessageContaining("VALIDATE CONSTRAINT \"" + name + "\"");
    }

    @Test
    void aUserWhoDoesNotOwnTheTables_isToldToMigrateAsTheirOwner() throws Exception {
        migrate(BASE);
        asSuperuser("ALTER TABLE data.items OWNER TO postgres");
        try {
            String more = descriptor("name", "name: {type: string}\nvalue: {type: integer}\nmore: {type: string}", "");
            assertThatThrownBy(() -> migrate(more))
                    .hasMessageContaining("the user corebus may not do that: ERROR: must be owner of table items.")
                    .hasMessageContaining("Run ./corebus migrate as their owner");
        } finally {
            asSuperuser("ALTER TABLE data.items OWNER TO corebus");
        }
    }

    private static void asSuperuser(String sql) throws SQLException {
        String url = StorageHouse.postgres().url().replace("//corebus:", "//postgres:"); // They have one password.
        try (Connection connection = JdbcUrl.of(url).connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void manyNodes_migrateOneAfterTheOther() throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        List<Future<?>> starts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            starts.add(nodes.submit(() -> {
                migrate(BASE);
                return null;
            }));
        }
        for (Future<?> start : starts) {
            start.get();
        }
        nodes.shutdown();
        assertThat(columns()).hasSize(2);
    }

    private static final String INDEXED =
            descriptor("name", "name: {type: string}\nvalue: {type: integer}", "index: [value]");
    private static final String INDEXES =
            "SELECT count(*) || ' ' || coalesce(bool_and(indisvalid)::text, '') FROM pg_index WHERE indrelid = 'data.items'::regclass AND NOT indisprimary";

    /** Somebody who has written a row and does not commit. */
    private static Connection writer() throws SQLException {
        Connection connection = JdbcUrl.of(StorageHouse.postgres().url()).connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(ROW);
        }
        return connection;
    }

    private interface Meanwhile {
        void look(Future<List<String>> migration) throws Exception;
    }

    /**
     * Migrates while somebody writes who does not come to an end.
     *
     * @param waiting how the statement begins that has to wait for that
     * @param meanwhile what is looked at while it waits
     */
    private static List<String> migrateBesideAWriter(String descriptor, String waiting, Meanwhile meanwhile)
            throws Exception {
        ExecutorService node = Executors.newSingleThreadExecutor();
        try (Connection slow = writer()) {
            Future<List<String>> migration = node.submit(() -> StorageMigration.run(
                    StorageHouse.config(), StorageHouse.features(Map.of("items", descriptor)), Losses.NONE, LONG));
            awaitWaiting(waiting);
            meanwhile.look(migration);
            slow.commit();
            return migration.get();
        } finally {
            node.shutdown();
        }
    }

    private static void awaitWaiting(String statement) throws InterruptedException {
        String waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '"
                + statement + "%'";
        for (int poll = 0; poll < 200 && query(waiting).equals(List.of("0")); poll++) {
            Thread.sleep(20);
        }
        assertThat(query(waiting)).containsExactly("1");
    }

    /** An index that is made in a transaction waits for that writer, and everybody else who writes waits for the index. */
    @Test
    void whileAnIndexIsMade_othersWrite() throws Exception {
        migrate(BASE);
        execute(ROW);
        List<String> unfinished = migrateBesideAWriter(
                INDEXED,
                "CREATE INDEX",
                migration -> execute("SET lock_timeout = '1s'; " + ROW + "; RESET lock_timeout"));

        assertThat(unfinished).isEmpty();
        assertThat(query(INDEXES)).containsExactly("1 true");
        assertThat(query("SELECT count(*) FROM data.items")).containsExactly("3");
    }

    @Test
    void whatALostProcessLeftHalfMade_isMadeAnew() throws Exception {
        migrate(INDEXED);
        execute(ROW);
        String name = query("SELECT relname FROM pg_class WHERE relname LIKE 'items%idx%'")
                .get(0);
        execute("DROP INDEX data.\"" + name + "\"");
        try (Connection slow = writer();
                Connection lost = JdbcUrl.of(StorageHouse.postgres().url()).connect();
                Statement statement = lost.createStatement()) {
            statement.execute("SET lock_timeout = '100ms'");
            assertThatThrownBy(() -> statement.execute(
                            "CREATE INDEX CONCURRENTLY \"" + name + "\" ON data.items (\"value\", id)"))
                    .hasMessageContaining("lock timeout");
            slow.rollback();
        }
        assertThat(query(INDEXES)).containsExactly("1 false");

        migrate(INDEXED);
        assertThat(query(INDEXES)).containsExactly("1 true");
        migrate(BASE);
        assertThat(query(INDEXES)).containsExactly("0 ");
    }

    /** Such as a backup: what waits for it is no reason not to serve, and what an index is to replace stays. */
    @Test
    void whileSomethingDoesNotEnd_theIndexIsMissing_andNothingElse() throws Exception {
        migrate(INDEXED);
        execute(ROW);
        String other = descriptor("name", "name: {type: string}\nvalue: {type: integer}", "index: [[value, name]]");
        for (int start = 0; start < 2; start++) {
            try (Connection slow = writer()) {
                List<String> unfinished = StorageMigration.run(
                        StorageHouse.config(),
                        StorageHouse.features(Map.of("items", other)),
                        Losses.NONE,
                        Duration.ofMillis(100));
                assertThat(unfinished).hasSize(1);
                assertThat(unfinished.get(0)).contains("such as a backup or a transaction that was left open.");
                slow.rollback();
            }
            assertThat(query(INDEXES)).containsExactly("2 false");
        }
        migrate(other);
        assertThat(query(INDEXES)).containsExactly("1 true");
        assertThat(
                        query(
                                "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'data.items'::regclass AND NOT indisprimary"))
                .singleElement()
                .asString()
                .endsWith("(value, name, id)");
    }

    @Test
    void aSearchedTextThatBecomesANumber_losesItsIndexFirst() throws Exception {
        migrate(descriptor("name", "name: {type: string}\ncode: {type: string, x-search: true}", ""));
        execute("INSERT INTO data.items (id, version, created_at, updated_at, created_by, updated_by, name, code)"
                + " VALUES (gen_random_uuid(), 1, now(), now(), 'ann', 'ann', 'x', '5')");

        migrate(descriptor("name", "name: {type: string}\ncode: {type: integer}", ""), Losses.ANY);

        assertThat(query("SELECT code FROM data.items")).containsExactly("5");
        assertThat(query(INDEXES)).containsExactly("0 ");
    }

    /** As a version left it that took the words of a text otherwise. */
    @Test
    void anotherWayToTakeWords_makesAnotherIndex_andThenDropsTheFormerOne() throws Exception {
        String searched = descriptor("name", "name: {type: string, x-search: true}\nvalue: {type: integer}", "");
        String former = "items_name_search_00000000";
        migrate(searched);
        execute(ROW);
        String name = query("SELECT relname FROM pg_class WHERE relname LIKE 'items%search%'")
                .get(0);
        execute("DROP INDEX data.\"" + name + "\"; CREATE INDEX " + former
                + " ON data.items USING gin (to_tsvector('simple'::regconfig, name))");

        migrate(searched);

        assertThat(query("SELECT relname FROM pg_class WHERE relname LIKE 'items%search%'"))
                .containsExactly(name);
        assertThat(query(INDEXES)).containsExactly("1 true");
    }

    @Test
    void rowsOfWhichNoIndexCanBeMade_areSaid_andNothingIsLeftHalfMade() throws Exception {
        migrate(BASE);
        execute("INSERT INTO data.items SELECT gen_random_uuid(), 1, now(), now(), 'ann', 'ann',"
                + " (SELECT string_agg(md5(i::text), '') FROM generate_series(1, 1000) i), 5");

        assertThatThrownBy(() -> migrate(descriptor(
                        "name", "name: {type: string}\nvalue: {type: integer}\nmore: {type: string}", "index: [name]")))
                .isInstanceOf(MigrationRefused.class)
                .hasMessageContaining("An index cannot be made of the rows that are there.")
                .hasMessageContaining("CREATE INDEX CONCURRENTLY");
        assertThat(query(INDEXES)).containsExactly("0 ");
        assertThat(columns()).contains("more text");
    }

    /** A new column waits for whoever reads the table, and whoever comes later would wait behind it: so it lets them pass in between. */
    @Test
    void aChangeThatHasToWait_letsOthersPass() throws Exception {
        migrate(BASE);
        execute(ROW);
        migrateBesideAWriter(
                descriptor("name", "name: {type: string}\nvalue: {type: integer}\nmore: {type: string}", ""),
                "ALTER TABLE",
                migration -> {
                    execute("SET lock_timeout = '4s'; SELECT count(*) FROM data.items; RESET lock_timeout");
                    assertThat(migration.isDone()).isFalse();
                });

        assertThat(columns()).contains("more text");
    }

    private static List<String> generation() {
        return query("SELECT generation::text FROM corebus.row_generations WHERE feature = 'items'");
    }

    @Test
    void aMigrationThatChangesRowsUnderTheirVersions_isCounted_andNoOther() throws Exception {
        String extended = descriptor(
                "name", "name: {type: string}\nvalue: {type: integer, maximum: 9}\nsize: {type: integer}", "");
        migrate(BASE);
        execute(ROW);
        migrate(extended);
        assertThat(generation()).isEmpty();

        migrate(BASE, Losses.ANY);
        assertThat(generation()).as("a field dropped").containsExactly("1");
        migrate(descriptor("name, value", "name: {type: string}\nvalue: {type: integer, default: 7}", ""));
        assertThat(generation()).as("nothing to fill").containsExactly("1");
        migrate(BASE);
        execute("UPDATE data.items SET value = NULL");
        migrate(descriptor("name, value", "name: {type: string}\nvalue: {type: integer, default: 7}", ""));
        assertThat(generation()).as("filled").containsExactly("2");
        migrate(descriptor("name, value", "name: {type: string}\nvalue: {type: number, default: 7}", ""), Losses.ANY);
        assertThat(generation()).as("another type").containsExactly("3");
        StorageMigration.run(
                StorageHouse.config(),
                StorageHouse.features(Map.of("others", BASE.replace("feature: items", "feature: others"))),
                Losses.ANY,
                LONG);
        assertThat(generation()).as("a table dropped").containsExactly("4");
    }

    @Test
    void whereOnlyWhatIsEmptyMayGo_aFieldAndATableGo_thatHoldNothing_andNoOthers() throws Exception {
        String renamed = descriptor("name", "name: {type: string}\namount: {type: integer}", "");
        migrate(BASE);
        execute(ROW);
        assertThatThrownBy(() -> migrate(renamed, Losses.EMPTY))
                .hasMessageContaining("items.value is declared no more");

        execute("UPDATE data.items SET value = NULL");
        assertThatThrownBy(() -> migrate(renamed)).hasMessageContaining("items.value is declared no more");
        migrate(renamed, Losses.EMPTY);
        assertThat(columns()).containsExactly("amount bigint", "name text!");
        migrate(renamed.replace("amount: {type: integer}", "amount: {type: string}"), Losses.EMPTY);
        assertThat(columns()).containsExactly("amount text", "name text!");

        Features others = StorageHouse.features(Map.of("others", BASE.replace("feature: items", "feature: others")));
        assertThatThrownBy(() -> StorageMigration.run(StorageHouse.config(), others, Losses.EMPTY, LONG))
                .hasMessageContaining("the feature items is declared no more");
        execute("DELETE FROM data.items");
        StorageMigration.run(StorageHouse.config(), others, Losses.EMPTY, LONG);
        assertThat(query("SELECT relname FROM pg_class WHERE relnamespace = 'data'::regnamespace AND relkind = 'r'"))
                .containsExactly("others");
    }
}
