package io.corebus.storage;

import static io.corebus.storage.StorageHouse.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for whom, with statements that take long; from one event loop, as in the storage room. */
class DatabaseIT {
    private static final String SLOW = "SELECT pg_sleep(1.5)";
    private static final String QUICK = "SELECT 1";

    private final List<Future<?>> slow = new ArrayList<>();
    private Vertx vertx;
    private Context context;
    private Database database;

    @BeforeEach
    void open() {
        StorageHouse.postgres();
        vertx = Vertx.vertx();
        context = vertx.getOrCreateContext();
        database = here(() -> Future.succeededFuture(new Database(vertx, StorageHouse.config())));
        here(database::open);
    }

    @AfterEach
    void close() {
        slow.forEach(each -> get(each.otherwiseEmpty()));
        here(database::close);
        get(vertx.close());
    }

    private <T> T here(Supplier<Future<T>> work) {
        return get(begun(work));
    }

    private <T> Future<T> begun(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(begun -> work.get().onComplete(promise));
        return promise.future();
    }

    private Future<RowSet<Row>> query(String sql) {
        return database.query(sql, Tuple.tuple());
    }

    private Future<RowSet<Row>> journal(String sql) {
        return database.readJournal(sql, Tuple.tuple());
    }

    private void isDoneWhileTheSlowIsNot(Supplier<Future<RowSet<Row>>> quick) {
        assertThat(here(quick).size()).isEqualTo(1);
        assertThat(slow).noneMatch(Future::isComplete);
    }

    @Test
    void aQuickList_doesNotWaitForASlowOne_whileConnectionsAreIdle() {
        for (int i = 0; i < 3; i++) {
            slow.add(begun(() -> query(SLOW)));
        }
        for (int i = 0; i < 10; i++) {
            isDoneWhileTheSlowIsNot(() -> query(QUICK));
        }
    }

    @Test
    void whoReadsTheJournal_doesNotWaitForSomebodyElse_andSealingForNobody() {
        slow.add(begun(() -> journal(SLOW)));
        isDoneWhileTheSlowIsNot(() -> journal(QUICK));
        for (int i = 0; i < 5; i++) {
            slow.add(begun(() -> journal(SLOW)));
            slow.add(begun(() -> query(SLOW)));
        }
        isDoneWhileTheSlowIsNot(() -> database.readUnsealed(QUICK, Tuple.tuple()));
    }

    @Test
    void whereADumpWasRestoredIntoAnotherCluster_nothingIsWritten_untilANodeHasBegunANewEra() {
        String newest = "(SELECT max(era) + 1 FROM corebus.era)";
        StorageHouse.execute("INSERT INTO corebus.era (era, system_identifier) VALUES (" + newest + ", 'another')");
        try {
            StorageHouse.query("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity"
                    + " WHERE application_name = 'corebus' AND pid <> pg_backend_pid()");

            await().untilAsserted(() ->
                    assertThatThrownBy(() -> here(this::write)).hasMessageContaining("storage-unavailable"));
            assertThat(here(() -> database.takesWrites().otherwise(false))).isFalse();
            assertThat(database.isElsewhere()).isTrue();
        } finally {
            StorageHouse.execute("INSERT INTO corebus.era (era, system_identifier) SELECT " + newest
                    + ", system_identifier::text FROM pg_control_system()");
        }
        assertThat(here(database::takesWrites)).isTrue();
        here(this::write);
        assertThat(database.isElsewhere()).isFalse();
    }

    private Future<RowSet<Row>> write() {
        return database.write("CREATE TEMPORARY TABLE IF NOT EXISTS written ()", Tuple.tuple());
    }

    @Test
    void aListThatTakesTooLong_isRefused_andItsConnectionGoesOn() {
        assertThatThrownBy(() -> here(() -> query("SELECT pg_sleep(5)"))).hasMessageContaining("query-too-slow");
        assertThat(here(() -> query(QUICK)).size()).isEqualTo(1);
    }
}
