package io.corebus.storage;

import static io.corebus.storage.StorageHouse.get;

import io.corebus.bus.Json;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.InsertSeal;
import io.corebus.storage.JournalMessages.ReadSealed;
import io.corebus.storage.JournalMessages.ReadUnsealed;
import io.corebus.storage.JournalMessages.Seal;
import io.corebus.storage.JournalMessages.SealedPage;
import io.corebus.storage.JournalMessages.Unsealed;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Asks the storage room what the audit room would. Roots, hashes and signatures are made up: storage does not look into them. */
final class Sealer {
    static final String NO_HASH = "0".repeat(64);

    private final StorageHouse house;

    Sealer(StorageHouse house) {
        this.house = house;
    }

    Unsealed unsealed(int limit) {
        return get(house.ask(JournalMessages.READ_UNSEALED, new ReadUnsealed(limit)));
    }

    boolean insert(InsertSeal seal) {
        return get(house.ask(JournalMessages.INSERT_SEAL, seal)).inserted();
    }

    /** Seals what is there, with at most this many entries a seal. */
    void sealAll(int limit) {
        for (Unsealed next = unsealed(limit); !next.entries().isEmpty(); next = unsealed(limit)) {
            insert(seal(next));
        }
    }

    static InsertSeal seal(Unsealed unsealed) {
        return seal(unsealed, "key-1");
    }

    static InsertSeal seal(Unsealed unsealed, String kid) {
        List<Entry> entries = unsealed.entries();
        Entry last = entries.get(entries.size() - 1);
        Seal seal = new Seal(
                unsealed.number(),
                unsealed.firstSeq(),
                entries.size(),
                Base64.getEncoder().encodeToString(new byte[32 * entries.size()]),
                hash(),
                unsealed.previous(),
                hash(),
                "2026-01-02T03:04:05.000006Z",
                kid,
                "c2lnbmF0dXJl");
        return new InsertSeal(
                seal,
                last.era(),
                last.txid(),
                last.n(),
                entries.stream().map(Entry::n).toList());
    }

    private static String hash() {
        byte[] bytes = new byte[32];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    SealedPage sealed(long after, int limit, String feature) {
        return get(house.ask(JournalMessages.READ_SEALED, new ReadSealed(after, limit, feature)));
    }

    void append(String feature, String kind, String detail) {
        get(house.ask(JournalMessages.APPEND_ENTRY, entry(feature, null, kind, detail)));
    }

    static AppendEntry entry(String feature, String resourceId, String kind, String detail) {
        Json json = detail == null ? null : Json.of(detail);
        return new AppendEntry(StorageHouse.uuid(), feature, resourceId, kind, null, json);
    }

    /** The n of all that is sealed, as the room tells it. */
    List<Long> sealedOrder() {
        List<Long> order = new ArrayList<>();
        SealedPage page = sealed(0, 1000, null);
        page.entries().forEach(entry -> order.add(entry.entry().n()));
        while (page.through() < page.head()) {
            page = sealed(page.through(), 1000, null);
            page.entries().forEach(entry -> order.add(entry.entry().n()));
        }
        return order;
    }
}
