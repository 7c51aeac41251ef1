package io.corebus.storage;

import static io.corebus.storage.StorageHouse.failure;
import static io.corebus.storage.StorageHouse.get;
import static io.corebus.storage.StorageHouse.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.storage.JournalMessages.Changes;
import io.corebus.storage.JournalMessages.ReadChanges;
import io.corebus.storage.StorageMessages.FindRow;
import io.corebus.storage.StorageMessages.RestoreRow;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows that get back what they had, and the journal of one row. */
class RestoreIT {
    private static final String THINGS = """
            feature: things
            schema:
              type: object
              required: [name]
              properties:
                name: {type: string}
                code: {type: string}
            storage: {unique: [code]}
            """;
    private static StorageHouse house;

    @BeforeAll
    static void open() {
        house = StorageHouse.open(StorageHouse.features(Map.of("things", THINGS)));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static WrittenRow create(String name) {
        return get(house.insert("things", "{\"name\":\"" + name + "\"}"));
    }

    private static RestoreRow restoration(String id, Long deletion, String data, Long... ifVersions) {
        return new RestoreRow("things", id, deletion, List.of(ifVersions), Json.of(data), uuid(), "hash");
    }

    private static Future<WrittenRow> restore(String id, Long deletion, String data, Long... ifVersions) {
        return house.ask(StorageMessages.RESTORE, restoration(id, deletion, data, ifVersions));
    }

    private static List<String> changes(String id) {
        Changes changes = get(house.ask(JournalMessages.READ_CHANGES, new ReadChanges("things", id, 100, null)));
        return changes.entries().stream()
                .map(entry -> entry.version() + " " + entry.kind())
                .toList();
    }

    @Test
    void aRowThatIsThere_isChanged_andTheJournalSaysRestored() {
        String id = create("one").id();
        get(house.update("things", id, "{\"name\":\"two\"}"));

        WrittenRow restored = get(restore(id, null, "{\"name\":\"one\"}", 2L));

        assertThat(restored.version()).isEqualTo(3);
        assertThat(restored.body().toString()).contains("\"version\":3,\"name\":\"one\"");
        assertThat(changes(id)).containsExactly("3 restored", "2 updated", "1 created");
        assertThat(failure(restore(id, null, "{\"name\":\"one\"}", 2L)).code()).isEqualTo("version-mismatch");
    }

    @Test
    void aDeletedRow_isThereAgain_asCreatedFirst_withTheNextVersion() {
        WrittenRow first = create("gone");
        String id = first.id();
        get(house.delete("things", id));

        WrittenRow restored = get(restore(id, 2L, "{\"name\":\"back\"}"));

        String created = "\"created_at\":\""
                + first.body().toString().split("\"created_at\":\"")[1].split("\"")[0];
        assertThat(restored.version()).isEqualTo(3);
        assertThat(restored.body().toString()).contains("\"name\":\"back\"").contains(created);
        assertThat(get(house.ask(StorageMessages.FIND, new FindRow("things", id)))
                        .row()
                        .body())
                .isEqualTo(restored.body());
        assertThat(changes(id)).containsExactly("3 restored", "2 deleted", "1 created");
    }

    @Test
    void ofManyWhoRestoreADeletedRow_oneDoes() {
        String id = create("wanted").id();
        get(house.delete("things", id));
        List<Future<WrittenRow>> tries = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            tries.add(restore(id, 2L, "{\"name\":\"by " + i + "\"}"));
        }

        List<String> codes = new ArrayList<>();
        for (Future<WrittenRow> one : tries) {
            codes.add(get(one.transform(done -> Future.succeededFuture(
                    done.succeeded()
                            ? "version " + done.result().version()
                            : failure(one).code()))));
        }
        assertThat(codes).containsOnlyOnce("version 3");
        assertThat(codes).filteredOn(code -> code.equals("version-mismatch")).hasSize(11);
        assertThat(changes(id)).containsExactly("3 restored", "2 deleted", "1 created");
    }

    @Test
    void anotherDeletionThanTheLastOne_isNotUndone() {
        String id = create("twice").id();
        get(house.delete("things", id));
        get(restore(id, 2L, "{\"name\":\"again\"}"));
        get(house.delete("things", id));

        assertThat(failure(restore(id, 2L, "{\"name\":\"late\"}")).code()).isEqualTo("not-found");
        assertThat(get(restore(id, 4L, "{\"name\":\"last\"}")).version()).isEqualTo(5);
    }

    @Test
    void aRepeat_getsTheFirstResult_evenAfterAnotherDeletion() {
        String id = create("repeated").id();
        get(house.delete("things", id));
        RestoreRow command = restoration(id, 2L, "{\"name\":\"back\"}");
        WrittenRow first = get(house.ask(StorageMessages.RESTORE, command));
        get(house.delete("things", id));

        WrittenRow again = get(house.ask(StorageMessages.RESTORE, command));

        assertThat(again).isEqualTo(new WrittenRow(id, 3, first.body(), true));
        assertThat(changes(id)).hasSize(4);
    }

    @Test
    void aRuleThatOthersBrokeMeanwhile_isToldAsSuch() {
        String id =
                get(house.insert("things", "{\"name\":\"a\",\"code\":\"x\"}")).id();
        get(house.delete("things", id));
        get(house.insert("things", "{\"name\":\"b\",\"code\":\"x\"}"));

        Failure taken = failure(restore(id, 2L, "{\"name\":\"a\",\"code\":\"x\"}"));

        assertThat(taken.code()).isEqualTo("conflict");
        assertThat(taken.detail()).isEqualTo("Another resource has the same code, which must be unique.");
    }

    @Test
    void changes_comeInPages() {
        String id = create("v1").id();
        for (int i = 2; i <= 5; i++) {
            get(house.update("things", id, "{\"name\":\"v" + i + "\"}"));
        }

        Changes page = get(house.ask(JournalMessages.READ_CHANGES, new ReadChanges("things", id, 2, null)));
        assertThat(page.entries()).extracting(JournalMessages.Entry::version).containsExactly(5L, 4L);
        assertThat(page.more()).isTrue();
        Changes last = get(house.ask(JournalMessages.READ_CHANGES, new ReadChanges("things", id, 3, 4L)));
        assertThat(last.entries()).extracting(JournalMessages.Entry::version).containsExactly(3L, 2L, 1L);
        assertThat(last.more()).isFalse();
        assertThat(get(house.ask(JournalMessages.READ_CHANGES, new ReadChanges("others", id, 3, null)))
                        .entries())
                .isEmpty();
    }
}
