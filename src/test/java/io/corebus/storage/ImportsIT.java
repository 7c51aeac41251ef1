package io.corebus.storage;

import static io.corebus.storage.StorageHouse.get;
import static io.corebus.storage.StorageHouse.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.storage.ImportMessages.AddChunk;
import io.corebus.storage.ImportMessages.CloseUpload;
import io.corebus.storage.ImportMessages.DropImports;
import io.corebus.storage.ImportMessages.EndImport;
import io.corebus.storage.ImportMessages.FindImport;
import io.corebus.storage.ImportMessages.FoundChunk;
import io.corebus.storage.ImportMessages.HoldImport;
import io.corebus.storage.ImportMessages.Import;
import io.corebus.storage.ImportMessages.InsertImport;
import io.corebus.storage.ImportMessages.NextChunk;
import io.corebus.storage.ImportMessages.RecordChunk;
import io.corebus.storage.ImportMessages.SentRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Imports that are cancelled: what is left of them, and what somebody may still say who was at work. */
class ImportsIT {
    private static final long LEASE = 60_000;
    private static final String WORKER = uuid();

    private static StorageHouse house;

    @BeforeAll
    static void open() {
        house = StorageHouse.open(StorageHouse.features(
                Map.of("things", "feature: things\nschema: {type: object, properties: {name: {type: string}}}\n")));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void forgetAll() {
        StorageHouse.execute("DELETE FROM corebus.imports");
    }

    /** One of three chunks with two records each. */
    private static String begin() {
        String id = uuid();
        get(house.ask(
                ImportMessages.INSERT_IMPORT,
                new InsertImport(id, "things", "ndjson", List.of(), false, uuid(), null, List.of(), null)));
        for (int number = 1; number <= 3; number++) {
            List<SentRecord> records =
                    List.of(new SentRecord(2L * number - 1, "{}"), new SentRecord(2L * number, "{}"));
            get(house.ask(ImportMessages.ADD_CHUNK, new AddChunk(id, number, records)));
        }
        get(house.ask(ImportMessages.CLOSE_UPLOAD, new CloseUpload(id)));
        return id;
    }

    private static void hold() {
        get(house.ask(ImportMessages.HOLD_IMPORT, new HoldImport(WORKER, LEASE, null, null)));
    }

    private static FoundChunk next(String id) {
        return get(house.ask(ImportMessages.NEXT_CHUNK, new NextChunk(id, WORKER, LEASE)));
    }

    private static void record(String id, int number) {
        get(house.ask(ImportMessages.RECORD_CHUNK, new RecordChunk(id, number, 2, 0, List.of())));
    }

    private static void end(String id, String state) {
        get(house.ask(ImportMessages.END_IMPORT, new EndImport(id, state, null)));
    }

    private static String counts(String id) {
        Import found = get(house.ask(ImportMessages.FIND_IMPORT, new FindImport(id)));
        return found.state() + " " + found.total() + " " + found.done() + " " + found.created();
    }

    private static long chunks(String id) {
        return Long.parseLong(
                StorageHouse.query("SELECT count(*)::text FROM corebus.import_chunks WHERE import_id = '" + id + "'")
                        .get(0));
    }

    @Test
    void whatWasUnderWay_whenAnImportWasCancelled_countsOnce_andNothingElseIsBegun() {
        String id = begin();
        hold();
        record(id, next(id).chunk().number());
        int underWay = next(id).chunk().number();

        end(id, "cancelled");
        record(id, underWay);
        record(id, underWay);
        record(id, underWay + 1);

        assertThat(next(id).held()).isFalse();
        assertThat(counts(id)).isEqualTo("cancelled 6 4 4");
        assertThat(chunks(id)).isZero();
    }

    @Test
    void nothingIsLeft_whereNobodyWasAtWork_orWhoeverWasSaysThatItIsOver() {
        String waiting = begin();
        end(waiting, "cancelled");
        String failed = begin();
        hold();
        next(failed);
        end(failed, "failed");

        assertThat(chunks(waiting) + chunks(failed)).isZero();
    }

    @Test
    void aChunkThatWasLeftUnderWay_andThatNobodyRecords_isForgotten() {
        String id = begin();
        hold();
        next(id);
        end(id, "cancelled");
        assertThat(chunks(id)).isEqualTo(1);
        StorageHouse.execute("UPDATE corebus.imports SET finished_at = now() - interval '1 hour'");

        get(house.ask(ImportMessages.DROP_IMPORTS, new DropImports(600_000, 86_400_000)));

        assertThat(chunks(id)).isZero();
        assertThat(counts(id)).isEqualTo("cancelled 6 0 0");
    }
}
