package io.corebus.resource;

import io.corebus.bus.Address;
import io.corebus.bus.Health;
import io.corebus.bus.Json;
import io.corebus.bus.Topic;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.FeatureAction;
import io.corebus.storage.StorageMessages.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the resource room answers: the one place where rights, validation, business logic and the cache apply, whichever door a request came through.
 *
 * <p>Failures besides those of storage: {@code unauthenticated} 401, {@code forbidden} 403, {@code insufficient-scope}, {@code rule-not-met} and {@code
 * field-not-writable} 403, {@code unknown-feature} 404, {@code patch-not-applicable} 409, {@code validation} 422 with one error per fault, {@code bad-query}
 * 400. A resource that the caller may not read is {@code not-found} 404 to it, whatever it asks.
 */
public final class ResourceMessages {
    /** More than storage needs to answer a list or to refuse it. */
    private static final Duration QUERY_ATTEMPT = Duration.ofSeconds(3);
    /** More than the transaction needs, see {@link io.corebus.storage.StorageMessages#WRITE_ALL}. */
    private static final Duration BATCH_ATTEMPT = Duration.ofSeconds(5);

    /** Business logic may take its time for what it does by name. */
    private static final Duration ACT_ATTEMPT = Duration.ofSeconds(4);

    public static final Address<Health.Check, Health.Report> HEALTH = Health.address("resource");

    /** What was written by an instance that does not reach Redis, told to all others: nothing older may be read from the cache. May get lost. */
    public static final Topic<Uncached> UNCACHED = new Topic<>("corebus.resource.uncached", Uncached.class);

    public static final Address<CreateResource, Resource> CREATE =
            address("create", CreateResource.class, Resource.class);
    public static final Address<GetResource, Resource> GET = address("get", GetResource.class, Resource.class);
    /** Fails also with {@code bad-cursor} 400, with {@code query-too-slow} 422 where it takes too long, and with {@code expansion-too-large} 422. */
    public static final Address<ListResources, ResourcePage> LIST =
            address("list", ListResources.class, ResourcePage.class).withAttempt(QUERY_ATTEMPT);

    public static final Address<ReplaceResource, Resource> REPLACE =
            address("replace", ReplaceResource.class, Resource.class);
    public static final Address<PatchResource, Resource> PATCH = address("patch", PatchResource.class, Resource.class);
    public static final Address<DeleteResource, Resource> DELETE =
            address("delete", DeleteResource.class, Resource.class);
    /** Fails as the action itself would: for a door that shows resources otherwise than as the answer to a command. */
    public static final Address<AskPermission, Permission> MAY = address("may", AskPermission.class, Permission.class);

    /** Fails also with {@code query-too-slow} 422. */
    public static final Address<CountResources, ResourceCount> COUNT =
            address("count", CountResources.class, ResourceCount.class).withAttempt(QUERY_ATTEMPT);
    /** Fails also with {@code bad-cursor} 400, and with {@code not-found} where there never was such a resource. */
    public static final Address<ReadHistory, HistoryPage> HISTORY =
            address("history", ReadHistory.class, HistoryPage.class);
    /** Fails also with {@code version-not-found} 404, and with {@code erased} 410 where the content of that version is gone. */
    public static final Address<RestoreResource, Resource> RESTORE =
            address("restore", RestoreResource.class, Resource.class);
    /** All items or none. A failure names the items by their places, such as {@code /3/data/name}. Fails like the commands that its items are. */
    public static final Address<WriteBatch, WrittenBatch> BATCH =
            address("batch", WriteBatch.class, WrittenBatch.class).withAttempt(BATCH_ATTEMPT);
    /** Before commands of one key go one by one: fails with {@code idempotency-key-reused} 422 where one of them was done for another request. */
    public static final Address<CheckKey, CheckedKey> CHECK_KEY =
            address("check-key", CheckKey.class, CheckedKey.class);
    /** What the caller may do with each feature; never fails for lack of rights. */
    public static final Address<AskRights, Rights> RIGHTS = address("rights", AskRights.class, Rights.class);

    public static final Address<AskWhy, Why> WHY = address("why", AskWhy.class, Why.class);

    /**
     * Does a named action of a feature with a resource. Fails also with {@code unknown-action} 404, and with {@code logic-refused} 422 where the feature's logic says
     * no.
     */
    public static final Address<ActOnResource, Acted> ACT =
            address("act", ActOnResource.class, Acted.class).withAttempt(ACT_ATTEMPT);

    /** {@link #ACT} for one that takes its time: to ask another instance meanwhile would have it done twice. */
    public static Address<ActOnResource, Acted> act(FeatureAction action) {
        Duration timeout = action.timeout();
        return timeout == null || timeout.compareTo(ACT_ATTEMPT) < 0 ? ACT : ACT.withAttempt(timeout.plus(ACT_ATTEMPT));
    }

    /** Before a named action is done with many resources: fails where the caller may do it with none, or where {@link #ACT} would refuse the input. */
    public static final Address<CheckAct, CheckedAct> CHECK_ACT =
            address("check-act", CheckAct.class, CheckedAct.class);

    private ResourceMessages() {}

    private static <Q, R> Address<Q, R> address(String verb, Class<Q> request, Class<R> reply) {
        return Address.of("corebus.resource." + verb, request, reply);
    }

    /**
     * @param body what the caller sent: well-formed JSON, nothing more is known of it
     * @param command names the command, so that a repeat is done once
     */
    public record CreateResource(String feature, Json body, Command command) {}

    public record GetResource(String feature, String id) {}

    /**
     * @param filter RSQL, or null
     * @param sort {@code -value,name}, or null
     * @param limit 1..1000; null: 50
     * @param after the {@code next} of the page before, or null
     * @param condition what {@code filter} says as a tree in JSON, in its place, or null
     * @param search words to be found in the fields that can be searched, or null
     * @param fields {@code name,value}: those that the resources shall have, or null for all
     * @param expand {@code owner_id,parent_id.owner_id}: references to follow, or null
     * @param count {@code exact} or {@code estimated}: how many there are on all pages; null: nobody asks
     */
    public record ListResources(
            String feature,
            @Nullable String filter,
            @Nullable String sort,
            @Nullable Integer limit,
            @Nullable String after,
            @Nullable Json condition,
            @Nullable String search,
            @Nullable String fields,
            @Nullable String expand,
            @Nullable String count) {

        public ListResources(
                String feature,
                @Nullable String filter,
                @Nullable String sort,
                @Nullable Integer limit,
                @Nullable String after) {
            this(feature, filter, sort, limit, after, null, null, null, null, null);
        }
    }

    /** @param ifVersions the resource must have one of these versions now; empty: any */
    public record ReplaceResource(String feature, String id, List<Long> ifVersions, Json body, Command command) {}

    /** @param form null: {@link PatchForm#MERGE} */
    public record PatchResource(
            String feature,
            String id,
            List<Long> ifVersions,
            Json patch,
            Command command,
            @Nullable PatchForm form) {

        public PatchResource(String feature, String id, List<Long> ifVersions, Json patch, Command command) {
            this(feature, id, ifVersions, patch, command, null);
        }
    }

    /** How a patch is written. */
    public enum PatchForm {
        /** JSON Merge Patch (RFC 7396). */
        MERGE,
        /** JSON Patch (RFC 6902). */
        OPERATIONS
    }

    /**
     * Gives a resource the content that it had as an earlier version, as a new version; also one that was deleted, which then is there again.
     *
     * @param version the one whose content it shall have
     */
    public record RestoreResource(String feature, String id, List<Long> ifVersions, long version, Command command) {}

    /**
     * @param ifVersions the resource must have one of these versions now; empty: any
     * @param input a JSON object
     */
    public record ActOnResource(
            String feature, String id, String action, List<Long> ifVersions, Json input, Command command) {}

    /** @param input a JSON object */
    public record CheckAct(String feature, String action, Json input) {}

    public record CheckedAct() {}

    /**
     * @param version what the resource has now; of a repeat, what it had then
     * @param output a JSON object
     * @param repeated whether this is the first result of a command that had been done before
     */
    public record Acted(long version, Json output, boolean repeated) {}

    public record DeleteResource(String feature, String id, List<Long> ifVersions, Command command) {}

    /**
     * @param id UUID, made at the door: of the Idempotency-Key and the user where the client sent a key, else random
     * @param requestHash hash of what was asked where the client sent a key, else null
     * @param dryRun check everything and answer what would be, and write nothing
     */
    public record Command(String id, @Nullable String requestHash, boolean dryRun) {

        public Command(String id, @Nullable String requestHash) {
            this(id, requestHash, false);
        }
    }

    /**
     * @param commandIds UUIDs that were made of the key
     * @param requestHash hash of what is asked now
     */
    public record CheckKey(List<String> commandIds, String requestHash) {}

    public record CheckedKey() {}

    /** What an item of a batch does. */
    public enum Operation {
        CREATE,
        UPDATE,
        PATCH,
        DELETE
    }

    /**
     * @param id null for a creation
     * @param version the resource must have this version now; null: any
     * @param data as the command of its own would have it; null for a deletion
     * @param commandId UUID that names this item, made at the door as for a {@link Command}
     */
    public record BatchItem(
            Operation operation,
            @Nullable String id,
            @Nullable Long version,
            @Nullable Json data,
            String commandId) {}

    /**
     * Several commands in one transaction.
     *
     * @param items 1 to 1000; each resource at most once
     * @param requestHash as in {@link Command}, for all of it
     */
    public record WriteBatch(
            String feature, List<BatchItem> items, @Nullable String requestHash) {}

    /** In the order of the items; a deleted resource as it was before. */
    public record WrittenBatch(List<Resource> resources) {}

    /** @param repeated whether this is the first result of a command that had been done before */
    public record Resource(String id, long version, Json body, boolean repeated) {}

    /**
     * May the caller do this with a feature?
     *
     * @param filter RSQL over the resources it wants to see, or null
     */
    public record AskPermission(
            String feature, Action action, @Nullable String filter) {}

    /**
     * It may.
     *
     * @param filter what was asked, checked against the fields that the caller may read, in the form of storage, and the rows that it may read; null: all
     * @param views what it may see of them; empty: every resource with every field
     */
    public record Permission(@Nullable Condition filter, List<View> views) {
        public Permission {
            views = views == null ? List.of() : List.copyOf(views);
        }
    }

    /**
     * One part of what somebody may see; of a resource to which several apply it sees what each of them shows.
     *
     * @param rows the resources that it is about; null: all
     * @param fields the declared fields of them; null: all
     */
    public record View(@Nullable Condition rows, @Nullable List<String> fields) {}

    /**
     * How many resources there are that the caller may read.
     *
     * @param filter RSQL, or null
     * @param estimated whether an estimate will do, which costs the same however many there are
     * @param search as in {@link ListResources}
     */
    public record CountResources(
            String feature,
            @Nullable String filter,
            boolean estimated,
            @Nullable String search) {

        public CountResources(String feature, @Nullable String filter, boolean estimated) {
            this(feature, filter, estimated, null);
        }
    }

    /** @param exact whether it was counted; false for an estimate */
    public record ResourceCount(long count, boolean exact) {}

    /**
     * What happened to one resource, newest first; for those who may read it.
     *
     * @param limit 1..1000
     * @param before the {@code next} of the page before, or null
     */
    public record ReadHistory(
            String feature, String id, int limit, @Nullable String before) {}

    /** @param deleted whether it was deleted as this version */
    public record Uncached(String feature, String id, long version, boolean deleted) {}

    /** @param next null on the last page */
    public record HistoryPage(
            List<Change> changes, @Nullable String next) {}

    /**
     * @param kind {@code created}, {@code updated}, {@code deleted}, {@code restored}
     * @param at RFC 3339, UTC
     * @param actor id of the user
     * @param changed names of the fields whose values differ, of those that the caller may read
     * @param after the resource after it, before it for a deletion; null where it was erased
     */
    public record Change(
            long version,
            String kind,
            String at,
            String actor,
            String via,
            @Nullable String trace,
            List<String> changed,
            @Nullable Json after) {

        /** The same, telling of these fields only; null: of all. */
        Change of(@Nullable Set<String> fields, @Nullable Json visible) {
            List<String> names = fields == null
                    ? changed
                    : changed.stream().filter(fields::contains).toList();
            return new Change(version, kind, at, actor, via, trace, names, visible);
        }
    }

    /** @param feature one, or null for all */
    public record AskRights(@Nullable String feature) {}

    /** @param features those of which the caller may do anything, by name */
    public record Rights(List<FeatureRights> features) {}

    /**
     * @param actions what the caller may do at all
     * @param onSome those of them that it may not do with every resource
     * @param readable fields the caller may read, of some resources at least; null: all
     * @param writable fields the caller may write, of some resources at least; null: all
     * @param named the feature's own actions that the caller may do
     * @param readOnly why nothing can be changed at the moment that the caller may change; null where that is not so
     */
    public record FeatureRights(
            String feature,
            List<Action> actions,
            List<Action> onSome,
            @Nullable List<String> readable,
            @Nullable List<String> writable,
            List<String> named,
            @Nullable String readOnly) {
        public FeatureRights {
            named = named == null ? List.of() : List.copyOf(named);
        }
    }

    /**
     * Why somebody may do something, or may not; for admins only.
     *
     * @param id of the resource it is about; null: in general
     * @param user whom it is about, {@code anonymous} for somebody who has not signed in
     * @param roles the roles of that user
     * @param disabled whether that user is kept out
     */
    public record AskWhy(
            String feature, Action action, @Nullable String id, String user, List<String> roles, boolean disabled) {}

    /**
     * @param allowed whether it may, with some resources at least where it was asked in general
     * @param code of the refusal that the user would get; null where it may
     * @param status of that refusal
     * @param detail the decision in one sentence
     * @param entries what decided: every entry of the permissions for the action, in the order of the descriptor
     * @param fields which it may read or write there; null: all
     */
    public record Why(
            boolean allowed,
            @Nullable String code,
            @Nullable Integer status,
            String detail,
            List<WhyEntry> entries,
            @Nullable List<String> fields) {}

    /**
     * @param entry as one writes it in a descriptor
     * @param applies whether it let the user do it
     * @param because why, or why not
     */
    public record WhyEntry(String entry, boolean applies, String because) {}

    /**
     * @param rows a JSON array
     * @param count how many of them
     * @param included what references were followed to, as JSON: feature -> id -> resource; null where nobody asked
     * @param total how many there are on all pages; null where nobody asked
     */
    public record ResourcePage(
            Json rows,
            int count,
            @Nullable String next,
            @Nullable Json included,
            @Nullable ResourceCount total) {

        public ResourcePage(Json rows, int count, @Nullable String next) {
            this(rows, count, next, null, null);
        }
    }
}
