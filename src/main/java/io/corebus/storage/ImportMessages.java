package io.corebus.storage;

import io.corebus.bus.Address;
import io.corebus.storage.StorageMessages.Done;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the storage room answers about imports: it keeps what was uploaded, how far it is and which instance processes it; the resource room does the rest.
 *
 * <p>Failures: those of {@link StorageMessages}; {@code not-found} 404 for an import that is not there; {@code import-over} 409.
 */
public final class ImportMessages {
    private static final Duration ATTEMPT = Duration.ofSeconds(1);

    public static final Address<InsertImport, Done> INSERT_IMPORT =
            address("insert-import", InsertImport.class, Done.class);
    public static final Address<AddChunk, Done> ADD_CHUNK = address("add-import-chunk", AddChunk.class, Done.class);
    public static final Address<CloseUpload, Done> CLOSE_UPLOAD =
            address("close-import-upload", CloseUpload.class, Done.class);
    public static final Address<FindImport, Import> FIND_IMPORT =
            address("find-import", FindImport.class, Import.class);
    public static final Address<ListImports, ImportPage> LIST_IMPORTS =
            address("list-imports", ListImports.class, ImportPage.class);
    public static final Address<ListFaults, FaultPage> LIST_FAULTS =
            address("list-import-faults", ListFaults.class, FaultPage.class);
    public static final Address<HoldImport, HeldImport> HOLD_IMPORT =
            address("hold-import", HoldImport.class, HeldImport.class);
    public static final Address<NextChunk, FoundChunk> NEXT_CHUNK =
            address("next-import-chunk", NextChunk.class, FoundChunk.class);
    public static final Address<RecordChunk, Done> RECORD_CHUNK =
            address("record-import-chunk", RecordChunk.class, Done.class);
    public static final Address<EndImport, Done> END_IMPORT = address("end-import", EndImport.class, Done.class);
    public static final Address<DropImports, Done> DROP_IMPORTS =
            address("drop-imports", DropImports.class, Done.class);

    private ImportMessages() {}

    private static <Q, R> Address<Q, R> address(String verb, Class<Q> request, Class<R> reply) {
        return Address.of("corebus.storage." + verb, request, reply).withAttempt(ATTEMPT);
    }

    /**
     * @param id UUID that names the command, too
     * @param form {@code ndjson} or {@code csv}
     * @param columns of CSV, in their order
     * @param token id of the token with which it is begun
     * @param scopes what that is good for
     * @param shape of the feature, as the asker knows it; null: not said
     */
    public record InsertImport(
            String id,
            String feature,
            String form,
            List<String> columns,
            boolean dryRun,
            String user,
            @Nullable String token,
            List<String> scopes,
            @Nullable String shape) {}

    /**
     * One record as it was sent.
     *
     * @param line of the upload where it begins, from 1
     * @param bytes read as ISO 8859-1, so that none is lost whatever they are; a byte of zero is {@link #NUL}
     */
    public record SentRecord(long line, String bytes) {
        /** Two bytes that UTF-8 never has, as Java's own files write the character: the database knows no text with it. */
        public static final String NUL = "\u00C0\u0080";
    }

    /** Some records, in the order of the numbers of their chunks. */
    public record AddChunk(String id, int number, List<SentRecord> records) {}

    /** From now on it may be processed. */
    public record CloseUpload(String id) {}

    public record FindImport(String id) {}

    /**
     * @param state {@code uploading}, {@code running}, {@code done}, {@code cancelled} or {@code failed}
     * @param reason why it failed
     * @param token id of the token with which it was begun; null where that is not known
     * @param scopes what that was good for
     * @param done records that were processed, of which some were {@code created} and some {@code failed}
     * @param createdAt RFC 3339
     * @param seconds since then, until it was over
     */
    public record Import(
            String id,
            String feature,
            String form,
            List<String> columns,
            boolean dryRun,
            String state,
            @Nullable String reason,
            String user,
            @Nullable String token,
            List<String> scopes,
            long total,
            long done,
            long created,
            long failed,
            String createdAt,
            double seconds) {}

    /**
     * Newest first.
     *
     * @param user null: of all
     * @param before the id of the last one of the page before, or null
     */
    public record ListImports(
            @Nullable String user, int limit, @Nullable String before) {}

    public record ImportPage(List<Import> imports, @Nullable String next) {}

    /** @param after the {@code next} of the page before, or null */
    public record ListFaults(String id, int limit, @Nullable String after) {}

    public record FaultPage(
            List<LineFault> faults, @Nullable String next) {}

    /** @param n of those of its line, from 0 */
    public record LineFault(long line, int n, String pointer, String code, String detail) {}

    /**
     * An instance asks for work: for an import that nobody processes, or nobody any longer.
     *
     * @param worker UUID of the instance
     * @param leaseMillis how long it may without asking again; every other message of it prolongs that
     * @param shapes name and shape, with a space between, of each feature that it knows: imports of others are left to others, for ten minutes at most; null:
     *     whatever there is
     * @param waiting features of which nothing can be done at the moment; null: none
     */
    public record HoldImport(
            String worker,
            long leaseMillis,
            @Nullable List<String> shapes,
            @Nullable List<String> waiting) {}

    /** @param work null where there is none */
    public record HeldImport(@Nullable Import work) {}

    public record NextChunk(String id, String worker, long leaseMillis) {}

    /**
     * @param held whether the import is running, and this instance may process it
     * @param chunk null where there is none left
     */
    public record FoundChunk(boolean held, @Nullable Chunk chunk) {}

    public record Chunk(int number, List<SentRecord> records) {}

    /** What came of a chunk, which is gone then. Of one that somebody else recorded nothing is kept. */
    public record RecordChunk(String id, int number, int created, int failed, List<LineFault> faults) {}

    /** @param state {@code done}, {@code cancelled} or {@code failed}; what is over stays as it is. The chunk that is under way when somebody cancels may still be recorded */
    public record EndImport(
            String id, String state, @Nullable String reason) {}

    /** Forgets uploads that broke off, and imports that are over since longer than that. */
    public record DropImports(long uploadMillis, long keepMillis) {}
}
