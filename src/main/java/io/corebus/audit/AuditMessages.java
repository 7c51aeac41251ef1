package io.corebus.audit;

import io.corebus.bus.Address;
import io.corebus.bus.Health;
import io.corebus.bus.Json;
import io.corebus.bus.Topic;
import io.corebus.storage.JournalMessages.SealedEntry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the audit room answers and publishes. Reading the trail takes the role {@code admin} or {@code auditor}, erasing the role {@code admin}.
 *
 * <p>Failures besides those of storage: {@code unauthenticated} 401, {@code forbidden} 403, {@code bad-query} 400, {@code validation} 422 of an erasure,
 * {@code not-found} 404 where a checkpoint is asked for and there is no seal yet.
 */
public final class AuditMessages {
    /** A page of an export is large. */
    private static final Duration EXPORT_ATTEMPT = Duration.ofSeconds(3);

    public static final Address<Health.Check, Health.Report> HEALTH = Health.address("audit");

    /** Entries that were just sealed, in order. May be lost: whoever must not miss any reads what is between from the journal. */
    public static final Topic<Sealed> SEALED = new Topic<>("corebus.audit.sealed", Sealed.class);

    public static final Address<FindTrail, TrailPage> FIND_TRAIL =
            address("find-trail", FindTrail.class, TrailPage.class);
    public static final Address<ReadExport, ExportPage> READ_EXPORT =
            address("read-export", ReadExport.class, ExportPage.class).withAttempt(EXPORT_ATTEMPT);
    public static final Address<ReadCheckpoint, Checkpoint> READ_CHECKPOINT =
            address("read-checkpoint", ReadCheckpoint.class, Checkpoint.class);
    public static final Address<ReadKeys, Keys> READ_KEYS = address("read-keys", ReadKeys.class, Keys.class);
    public static final Address<EraseResource, Erased> ERASE = address("erase", EraseResource.class, Erased.class);

    private AuditMessages() {}

    private static <Q, R> Address<Q, R> address(String verb, Class<Q> request, Class<R> reply) {
        return Address.of("corebus.audit." + verb, request, reply);
    }

    /** @param entries contiguous by {@code seq}, not empty; as {@link io.corebus.storage.JournalMessages#READ_UNSEALED} gives them, without salts */
    public record Sealed(List<SealedEntry> entries) {}

    /**
     * Null: not asked for.
     *
     * @param since RFC 3339; at or after
     * @param until RFC 3339; before
     * @param limit 1..1000; null: 50
     * @param after the {@code next} of the page before
     */
    public record FindTrail(
            @Nullable String feature,
            @Nullable String resourceId,
            @Nullable String user,
            @Nullable String action,
            @Nullable String since,
            @Nullable String until,
            @Nullable Integer limit,
            @Nullable String after) {}

    /** @param entries a JSON array in the form of docs/audit.md */
    public record TrailPage(Json entries, @Nullable String next) {}

    /**
     * @param from the number of the first seal, 1 for all
     * @param begin whether this is the first page, which starts with the line that says what follows
     */
    public record ReadExport(long from, boolean begin) {}

    /**
     * @param lines NDJSON, see docs/audit.md
     * @param next the number of the seal to go on with; null where this was the end
     */
    public record ExportPage(String lines, @Nullable Long next) {}

    public record ReadCheckpoint() {}

    /** @param head the newest seal's header with its signature as JSON */
    public record Checkpoint(Json head) {}

    public record ReadKeys() {}

    /** @param jwks a JWK set (RFC 7517) of public keys */
    public record Keys(Json jwks) {}

    /** @param commandId UUID; a repeat is done once */
    public record EraseResource(String commandId, String feature, String resourceId, String reason) {}

    /** @param repeated whether it was done before, under the same command id */
    public record Erased(int entries, boolean repeated) {}
}
