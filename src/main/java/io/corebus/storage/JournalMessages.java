package io.corebus.storage;

import io.corebus.bus.Address;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.bus.Topic;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the storage room answers about the journal and its seals. It keeps and finds them; what a seal means is the audit room's.
 *
 * <p>Failures: those of {@link StorageMessages}; {@code bad-query} and {@code bad-cursor} 400.
 */
public final class JournalMessages {
    private static final Duration ATTEMPT = Duration.ofMillis(500);
    /** For what may go through many entries: asking another one meanwhile would only double the work. */
    private static final Duration LONG_ATTEMPT = Duration.ofSeconds(3);

    /** Rings when entries were committed, at most once every few milliseconds from each node; may be lost. */
    public static final Topic<Written> WRITTEN = new Topic<>("corebus.storage.written", Written.class);

    public static final Address<AppendEntry, Appended> APPEND_ENTRY =
            address("append-entry", AppendEntry.class, Appended.class);
    public static final Address<AppendEntries, AppendedEntries> APPEND_ENTRIES =
            address("append-entries", AppendEntries.class, AppendedEntries.class);
    public static final Address<ReadUnsealed, Unsealed> READ_UNSEALED =
            address("read-unsealed", ReadUnsealed.class, Unsealed.class);
    public static final Address<InsertSeal, InsertedSeal> INSERT_SEAL =
            address("insert-seal", InsertSeal.class, InsertedSeal.class);
    public static final Address<ReadSealed, SealedPage> READ_SEALED =
            address("read-sealed", ReadSealed.class, SealedPage.class);
    public static final Address<ReadSeals, SealPage> READ_SEALS =
            address("read-seals", ReadSeals.class, SealPage.class).withAttempt(LONG_ATTEMPT);
    /** Fails also with {@code query-too-slow} 422 where it takes longer than {@code storage.query-timeout}. */
    public static final Address<FindEntries, EntryPage> FIND_ENTRIES =
            address("find-entries", FindEntries.class, EntryPage.class).withAttempt(LONG_ATTEMPT);

    public static final Address<ReadChanges, Changes> READ_CHANGES =
            address("read-changes", ReadChanges.class, Changes.class);
    public static final Address<ErasePayloads, Erased> ERASE_PAYLOADS =
            address("erase-payloads", ErasePayloads.class, Erased.class).withAttempt(LONG_ATTEMPT);
    public static final Address<InsertSealKey, StorageMessages.Done> INSERT_SEAL_KEY =
            address("insert-seal-key", InsertSealKey.class, StorageMessages.Done.class);
    public static final Address<ListSealKeys, SealKeys> LIST_SEAL_KEYS =
            address("list-seal-keys", ListSealKeys.class, SealKeys.class);

    private JournalMessages() {}

    private static <Q, R> Address<Q, R> address(String verb, Class<Q> request, Class<R> reply) {
        return Address.of("corebus.storage." + verb, request, reply).withAttempt(ATTEMPT);
    }

    public record Written() {}

    /**
     * Writes an entry for something that is no change of a row: a refusal, a sign-in. Who, through which door and in which trace is taken from the {@link
     * io.corebus.bus.Caller}. Answered after the commit; gathered with others.
     *
     * @param commandId UUID, of this entry alone: not the one of the command that was refused; a repeat is done once
     * @param feature what it is about: a feature's name, or {@code users}, {@code tokens}, ...
     * @param resourceId not kept where it is no UUID
     * @param kind kebab-case, past tense: {@code denied}, {@code signed-in}, {@code sign-in-failed}, ...
     * @param actor who, where that is not the caller: the user who just signed in
     * @param detail a JSON object, kept as the entry's {@code after}; no secrets
     */
    public record AppendEntry(
            String commandId,
            String feature,
            @Nullable String resourceId,
            String kind,
            @Nullable String actor,
            @Nullable Json detail) {}

    public record Appended() {}

    /**
     * {@link AppendEntry} for many callers at once, each as if it had come alone: of one that cannot be written the others are independent. The message's own
     * caller counts for the deadline only.
     */
    public record AppendEntries(List<EntryOfCaller> entries) {}

    /** An entry, and who it is of as {@link io.corebus.bus.Caller} says it. */
    public record EntryOfCaller(
            AppendEntry entry,
            String user,
            String via,
            @Nullable String token,
            String trace) {}

    /** @param unwritten those that failed; all others are committed */
    public record AppendedEntries(List<Unwritten> unwritten) {}

    /** @param index in the message, from 0 */
    public record Unwritten(int index, Failure failure) {}

    /**
     * An entry of the journal.
     *
     * @param era counts the database clusters that the journal has lived in; transaction ids start anew in each
     * @param txid of the writing transaction, an unsigned 64-bit number in decimal
     * @param n distinguishes entries of one transaction
     * @param at RFC 3339, UTC, microseconds
     * @param kind {@code created}, {@code updated}, {@code deleted}, ...
     * @param payloadHash SHA-256 in hex of salt, {@code before}, a zero byte and {@code after}
     * @param salt in hex; null once the payload is erased, and where it was not asked for
     * @param before the resource as JSON text before, null where there was none, or it was erased; to the byte what the hash covers, between processes, too
     */
    public record Entry(
            int era,
            String txid,
            long n,
            String at,
            String feature,
            @Nullable String resourceId,
            @Nullable Long version,
            String kind,
            String actor,
            String via,
            @Nullable String token,
            String trace,
            @Nullable String commandId,
            String payloadHash,
            @Nullable String salt,
            @Nullable Json before,
            @Nullable Json after) {}

    /** @param seq the entry's place in the order of all entries, contiguous from 1 */
    public record SealedEntry(long seq, Entry entry) {}

    /** @param limit how many entries at most, 1..1000; fewer come where they are large */
    public record ReadUnsealed(int limit) {}

    /**
     * The entries that the next seal covers, in commit order; only those behind which nothing can appear any more. They come without their salts, and
     * without their payloads where these are small and tell of no change of a row.
     *
     * @param number what the next seal has as its number
     * @param firstSeq what the first of them gets as its {@code seq}
     * @param previous hash in hex of the newest seal; 64 zeros where there is none
     * @param waiting how many committed entries have no seal, at least: counted up to 10,000
     * @param oldestMillis age of the oldest of them; 0 where there is none
     */
    public record Unsealed(
            long number, long firstSeq, String previous, List<Entry> entries, long waiting, long oldestMillis) {}

    /**
     * A seal, see docs/audit.md.
     *
     * @param count entries it covers
     * @param leaves the leaf hashes one after the other, base64
     * @param root Merkle root in hex
     * @param previous hash of the seal before it in hex
     * @param hash its own hash in hex
     * @param at RFC 3339, UTC, microseconds
     * @param kid names the key
     * @param signature base64url without padding
     */
    public record Seal(
            long number,
            long firstSeq,
            int count,
            String leaves,
            String root,
            String previous,
            String hash,
            String at,
            String kid,
            String signature) {}

    /**
     * Keeps a seal, if its number is still free and it covers exactly what follows the seal before it.
     *
     * @param era of the last entry it covers, like {@code txid} and {@code n}
     * @param entries the {@code n} of every entry it covers, in order
     */
    public record InsertSeal(Seal seal, int era, String txid, long n, List<Long> entries) {}

    /**
     * @param inserted false where another instance was faster; true, too, where this very seal is there already
     * @param replaced whether it was not taken because another key has sealed since: this one never will again
     */
    public record InsertedSeal(boolean inserted, boolean replaced) {}

    /**
     * Sealed entries in order.
     *
     * @param after the {@code seq} before the first one wanted
     * @param limit 1..1000; fewer come where they are large
     * @param feature only those of one feature; null: all
     */
    public record ReadSealed(
            long after, int limit, @Nullable String feature) {}

    /**
     * @param through everything that was asked for up to this {@code seq} is among the entries; where it is less than head, ask again from there
     * @param first the oldest {@code seq} whose entry is there; 0 where there is none
     * @param head the newest {@code seq}; 0 where there is none
     */
    public record SealedPage(List<SealedEntry> entries, long through, long first, long head) {}

    /**
     * Seals from a number on, each with its entries.
     *
     * @param limit seals, 1..100; fewer come where they have many entries, or large ones
     */
    public record ReadSeals(long from, int limit) {}

    /** @param entries those of all the seals, in order */
    public record SealPage(List<Seal> seals, List<SealedEntry> entries) {}

    /**
     * Entries by what is known of them, newest first. Null: not asked for.
     *
     * @param since RFC 3339; at or after
     * @param until RFC 3339; before
     * @param limit 1..1000; fewer come where they are large
     * @param after the {@code next} of the page before
     */
    public record FindEntries(
            @Nullable String feature,
            @Nullable String resourceId,
            @Nullable String actor,
            @Nullable String kind,
            @Nullable String since,
            @Nullable String until,
            int limit,
            @Nullable String after) {}

    /** @param entries {@code seq} is 0 for one that is not sealed yet */
    public record EntryPage(
            List<SealedEntry> entries, @Nullable String next) {}

    /**
     * The changes of one resource, newest first, whether they are sealed or not.
     *
     * @param limit 1..1000; fewer come where they are large
     * @param before only those of versions before this one; null: from the newest one on
     */
    public record ReadChanges(
            String feature,
            String resourceId,
            int limit,
            @Nullable Long before) {}

    /** @param more whether there are older ones */
    public record Changes(List<Entry> entries, boolean more) {}

    /**
     * Erases the payloads of all entries of a resource, each up to twenty thousand in one transaction with an entry of kind {@code erased} that says so. Where it
     * is broken off, a repeat goes on. Entries that are written meanwhile may keep theirs, and the row is left as it is: delete it first.
     */
    public record ErasePayloads(String commandId, String feature, String resourceId, String reason) {}

    /** @param repeated whether it was done before, under the same command id */
    public record Erased(int entries, boolean repeated) {}

    /**
     * A key that signs seals.
     *
     * @param publicJwk RFC 8037
     * @param privateJwk null where the key itself is kept in the configuration
     * @param onlyIfNone only where there is no private key yet, so that many nodes may start at once
     */
    public record InsertSealKey(
            String kid, String publicJwk, @Nullable String privateJwk, boolean onlyIfNone) {
        @Override
        public String toString() {
            return "InsertSealKey[" + kid + "]";
        }
    }

    public record ListSealKeys() {}

    /** Newest first. */
    public record SealKeys(List<SealKey> keys) {}

    /**
     * @param privateJwk null where the key is kept in the configuration, and where it was replaced
     * @param lastSeal the number of the last seal that is good with a key that was replaced, 0 where it never sealed; null: it was not replaced
     */
    public record SealKey(
            String kid,
            String publicJwk,
            @Nullable String privateJwk,
            String createdAt,
            @Nullable Long lastSeal) {
        @Override
        public String toString() {
            return "SealKey[" + kid + "]";
        }
    }
}
