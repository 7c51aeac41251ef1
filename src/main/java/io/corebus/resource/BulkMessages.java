package io.corebus.resource;

import io.corebus.bus.Address;
import io.corebus.storage.ImportMessages.AddChunk;
import io.corebus.storage.ImportMessages.CloseUpload;
import io.corebus.storage.ImportMessages.FaultPage;
import io.corebus.storage.ImportMessages.FindImport;
import io.corebus.storage.ImportMessages.Import;
import io.corebus.storage.ImportMessages.ImportPage;
import io.corebus.storage.ImportMessages.ListFaults;
import io.corebus.storage.StorageMessages.Done;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the resource room answers about imports. Only who began one, and admins, may know of it: for others it is {@code not-found} 404.
 *
 * <p>Failures besides those of storage: {@code unauthenticated} 401, {@code forbidden} 403, {@code unknown-feature} 404, {@code bad-query} and {@code
 * bad-cursor} 400.
 */
public final class BulkMessages {
    public static final Address<BeginImport, Done> BEGIN = address("begin-import", BeginImport.class, Done.class);
    /** The door that asks is the one that began it: nobody else knows the id while it is being uploaded. */
    public static final Address<AddChunk, Done> ADD = address("add-import", AddChunk.class, Done.class);
    /** From now on it is processed, by whichever instance has time. */
    public static final Address<CloseUpload, Done> CLOSE = address("close-import", CloseUpload.class, Done.class);

    public static final Address<FindImport, Import> FIND = address("find-import", FindImport.class, Import.class);
    public static final Address<ListOwn, ImportPage> LIST = address("list-imports", ListOwn.class, ImportPage.class);
    public static final Address<ListFaults, FaultPage> FAULTS =
            address("list-import-faults", ListFaults.class, FaultPage.class);
    public static final Address<CancelImport, Done> CANCEL = address("cancel-import", CancelImport.class, Done.class);

    private BulkMessages() {}

    private static <Q, R> Address<Q, R> address(String verb, Class<Q> request, Class<R> reply) {
        return Address.of("corebus.resource." + verb, request, reply);
    }

    /**
     * Takes the permission to create.
     *
     * @param id UUIDv7, made at the door
     * @param form {@code ndjson} or {@code csv}
     * @param columns of CSV, in their order
     */
    public record BeginImport(String id, String feature, String form, List<String> columns, boolean dryRun) {}

    /** Those that the caller may know of. */
    public record ListOwn(@Nullable Integer limit, @Nullable String before) {}

    /** What was processed stays. */
    public record CancelImport(String id) {}
}
