package io.corebus.audit;

import io.corebus.bus.Address;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.EntryPage;
import io.corebus.storage.JournalMessages.ErasePayloads;
import io.corebus.storage.JournalMessages.Erased;
import io.corebus.storage.JournalMessages.FindEntries;
import io.corebus.storage.JournalMessages.InsertSeal;
import io.corebus.storage.JournalMessages.InsertSealKey;
import io.corebus.storage.JournalMessages.InsertedSeal;
import io.corebus.storage.JournalMessages.ReadSeals;
import io.corebus.storage.JournalMessages.ReadUnsealed;
import io.corebus.storage.JournalMessages.Seal;
import io.corebus.storage.JournalMessages.SealKey;
import io.corebus.storage.JournalMessages.SealKeys;
import io.corebus.storage.JournalMessages.SealPage;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.Unsealed;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the storage room answers about the journal and its seals, on the real bus, in memory. */
public final class JournalDouble extends VerticleBase {
    private static final int MAX_ENTRIES_OF_A_PAGE = 1_000;

    private final Bus bus;
    /** In commit order. */
    private final List<Entry> entries = new ArrayList<>();

    private final List<Seal> seals = new CopyOnWriteArrayList<>();
    private final List<SealKey> keys = new CopyOnWriteArrayList<>();
    private final Map<String, Erased> erasures = new HashMap<>();
    private final Map<String, Failure> failing = new ConcurrentHashMap<>();
    private final Set<String> losing = ConcurrentHashMap.newKeySet();
    private final Set<String> losingAll = ConcurrentHashMap.newKeySet();
    private int sealed;
    private volatile int held;
    private volatile String slow = "";
    private volatile boolean bell = true;

    /** Every request that arrived, in order. */
    final ConcurrentLinkedQueue<Object> requests = new ConcurrentLinkedQueue<>();

    final ConcurrentLinkedQueue<InsertSeal> lostRaces = new ConcurrentLinkedQueue<>();

    public JournalDouble(Bus bus) {
        this.bus = bus;
    }

    /** Commits an entry and rings the bell. */
    public void write(String kind, String resourceId, String before, String after) {
        write(Samples.entry(next(), "features", resourceId, kind, before, after));
    }

    public synchronized void write(Entry... committed) {
        entries.addAll(List.of(committed));
        if (bell) {
            bus.publish(JournalMessages.WRITTEN, new JournalMessages.Written());
        }
    }

    synchronized int next() {
        return entries.size() + 1;
    }

    void withoutBell() {
        bell = false;
    }

    /** So many of the newest entries may still get others before them. */
    void hold(int newest) {
        held = newest;
    }

    /** Another one is always before whoever seals with this key. */
    void outrun(String kid) {
        slow = kid;
    }

    void fail(Address<?, ?> address, Failure failure) {
        failing.put(address.name(), failure);
    }

    void recover() {
        failing.clear();
        losingAll.clear();
    }

    /** Does what the next request asks and never answers it, like a node that dies after the commit. */
    void loseNextAnswer(Address<?, ?> address) {
        losing.add(address.name());
    }

    void loseAnswers(Address<?, ?> address) {
        losingAll.add(address.name());
    }

    <T> List<T> requests(Class<T> type) {
        return requests.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<Seal> seals() {
        return List.copyOf(seals);
    }

    List<SealKey> keys() {
        return List.copyOf(keys);
    }

    /** Removes the seals from this one on, as the owner of the database can. */
    synchronized List<Seal> removeSeals(long from) {
        List<Seal> gone = List.copyOf(seals.subList((int) from - 1, seals.size()));
        seals.removeAll(gone);
        sealed = seals.stream().mapToInt(Seal::count).sum();
        return gone;
    }

    synchronized void putBack(List<Seal> removed) {
        seals.addAll(removed);
        sealed = seals.stream().mapToInt(Seal::count).sum();
    }

    /** @param seq of the entry, from 1 */
    synchronized void rewrite(int seq, Entry entry) {
        entries.set(seq - 1, entry);
    }

    synchronized int sealed() {
        return sealed;
    }

    @Override
    public Future<?> start() {
        return Future.all(List.of(
                // Not among the entries: what is asked here is only that it was told.
                serve(JournalMessages.APPEND_ENTRY, (request, caller) -> new JournalMessages.Appended()),
                serve(JournalMessages.READ_UNSEALED, this::readUnsealed),
                serve(JournalMessages.INSERT_SEAL, this::insertSeal),
                serve(JournalMessages.READ_SEALS, this::readSeals),
                serve(JournalMessages.FIND_ENTRIES, this::findEntries),
                serve(JournalMessages.ERASE_PAYLOADS, this::erasePayloads),
                serve(JournalMessages.INSERT_SEAL_KEY, this::insertSealKey),
                serve(JournalMessages.LIST_SEAL_KEYS, (request, caller) -> new SealKeys(List.copyOf(keys)))));
    }

    private interface Answering<Q, R> {
        R answer(Q request, Caller caller);
    }

    private <Q, R> Future<Void> serve(Address<Q, R> address, Answering<Q, R> answering) {
        Service<Q, R> service = (request, caller) -> {
            requests.add(request);
            Failure failure = failing.get(address.name());
            if (failure != null) {
                return Future.failedFuture(failure.exception());
            }
            R answer = answering.answer(request, caller);
            boolean lost = losing.remove(address.name()) || losingAll.contains(address.name());
            return lost ? Promise.<R>promise().future() : Future.succeededFuture(answer);
        };
        return bus.serve(address, service);
    }

    private synchronized Unsealed readUnsealed(ReadUnsealed request, Caller caller) {
        int readable = Math.max(sealed, entries.size() - held);
        List<Entry> waiting = entries.subList(sealed, entries.size());
        List<Entry> page = entries.subList(sealed, Math.min(readable, sealed + request.limit()));
        long oldest = waiting.isEmpty()
                ? 0
                : Duration.between(Instant.parse(waiting.get(0).at()), Instant.now())
                        .toMillis();
        return new Unsealed(
                seals.size() + 1, sealed + 1, previous(), List.copyOf(page), Math.min(waiting.size(), 10_000), oldest);
    }

    private String previous() {
        return seals.isEmpty() ? "0".repeat(64) : seals.get(seals.size() - 1).hash();
    }

    private synchronized InsertedSeal insertSeal(InsertSeal request, Caller caller) {
        Seal seal = request.seal();
        if (keys.stream().anyMatch(key -> key.kid().equals(seal.kid()) && key.lastSeal() != null)) {
            return new InsertedSeal(false, true);
        }
        if (seal.kid().equals(slow)) {
            return new InsertedSeal(false, false);
        }
        if (seal.number() <= seals.size()) {
            boolean known = seals.get((int) seal.number() - 1).equals(seal);
            if (!known) {
                lostRaces.add(request);
            }
            return new InsertedSeal(known, false);
        }
        requireNext(request);
        seals.add(seal);
        sealed += seal.count();
        keys.replaceAll(key -> replaced(key, seal));
        return new InsertedSeal(true, false);
    }

    /** As the triggers of the database do it. */
    private SealKey replaced(SealKey key, Seal seal) {
        String before =
                seal.number() == 1 ? "" : seals.get((int) seal.number() - 2).kid();
        boolean isBefore = key.kid().equals(before);
        boolean stays = before.equals(seal.kid()) || key.kid().equals(seal.kid()) || key.lastSeal() != null;
        return stays || !isBefore && key.privateJwk() == null
                ? key
                : new SealKey(key.kid(), key.publicJwk(), null, key.createdAt(), isBefore ? seal.number() - 1 : 0);
    }

    private void requireNext(InsertSeal request) {
        Seal seal = request.seal();
        List<Long> next = entries.subList(sealed, sealed + seal.count()).stream()
                .map(Entry::n)
                .toList();
        Entry last = entries.get(sealed + seal.count() - 1);
        boolean follows = seal.number() == seals.size() + 1
                && seal.firstSeq() == sealed + 1
                && seal.previous().equals(previous())
                && request.entries().equals(next)
                && request.era() == last.era()
                && request.txid().equals(last.txid())
                && request.n() == last.n();
        if (!follows) {
            throw new IllegalStateException("this seal does not follow: " + request);
        }
    }

    private synchronized SealPage readSeals(ReadSeals request, Caller caller) {
        List<Seal> found = new ArrayList<>();
        List<SealedEntry> theirs = new ArrayList<>();
        for (long number = request.from(); number <= seals.size() && found.size() < request.limit(); number++) {
            Seal seal = seals.get((int) number - 1);
            if (!found.isEmpty() && theirs.size() + seal.count() > MAX_ENTRIES_OF_A_PAGE) {
                break;
            }
            found.add(seal);
            for (long seq = seal.firstSeq(); seq < seal.firstSeq() + seal.count(); seq++) {
                theirs.add(new SealedEntry(seq, entries.get((int) seq - 1)));
            }
        }
        return new SealPage(found, theirs);
    }

    private synchronized EntryPage findEntries(FindEntries request, Caller caller) {
        int before = request.after() == null ? entries.size() : Integer.parseInt(request.after());
        List<SealedEntry> found = new ArrayList<>();
        for (int i = before; i > 0; i--) {
            Entry entry = entries.get(i - 1);
            if (matches(request, entry) && found.size() == request.limit()) {
                return new EntryPage(found, String.valueOf(i));
            }
            if (matches(request, entry)) {
                found.add(new SealedEntry(i <= sealed ? i : 0, entry));
            }
        }
        return new EntryPage(found, null);
    }

    private static boolean matches(FindEntries request, Entry entry) {
        return is(request.feature(), entry.feature())
                && is(request.resourceId(), entry.resourceId())
                && is(request.actor(), entry.actor())
                && is(request.kind(), entry.kind())
                && (request.since() == null || !Instant.parse(entry.at()).isBefore(Instant.parse(request.since())))
                && (request.until() == null || Instant.parse(entry.at()).isBefore(Instant.parse(request.until())));
    }

    private static boolean is(String wanted, String value) {
        return wanted == null || wanted.equals(value);
    }

    private synchronized Erased erasePayloads(ErasePayloads request, Caller caller) {
        Erased before = erasures.get(request.commandId());
        if (before != null) {
            return new Erased(before.entries(), true);
        }
        Erased erased = erase(request, caller);
        erasures.put(request.commandId(), erased);
        return erased;
    }

    private Erased erase(ErasePayloads request, Caller caller) {
        int erased = 0;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.feature().equals(request.feature())
                    && request.resourceId().equals(entry.resourceId())
                    && entry.salt() != null) {
                entries.set(i, Samples.erased(entry));
                erased++;
            }
        }
        String after = "{\"reason\": \"" + request.reason() + "\", \"entries\": " + erased + "}";
        write(Samples.entry(next(), request.feature(), request.resourceId(), "erased", null, after));
        return new Erased(erased, false);
    }

    private synchronized Done insertSealKey(InsertSealKey request, Caller caller) {
        boolean known = keys.stream().anyMatch(key -> key.kid().equals(request.kid()));
        boolean hasPrivate = keys.stream().anyMatch(key -> key.privateJwk() != null);
        if (!known && !(request.onlyIfNone() && hasPrivate)) {
            keys.add(
                    0,
                    new SealKey(
                            request.kid(), request.publicJwk(), request.privateJwk(), "2026-11-23T10:00:00Z", null));
        }
        return new Done();
    }

    /** For tests that need no message but the bytes. */
    static Json json(String text) {
        return text == null ? null : Json.of(text);
    }
}
