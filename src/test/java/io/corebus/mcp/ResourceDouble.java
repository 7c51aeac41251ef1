package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.Attest;
import io.corebus.access.AccessMessages.Attestation;
import io.corebus.audit.AuditMessages;
import io.corebus.audit.AuditMessages.Sealed;
import io.corebus.bus.Address;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.feature.Feature;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.FeatureAction;
import io.corebus.feature.Features;
import io.corebus.feature.MergePatch;
import io.corebus.feature.RecordValidator;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.AskRights;
import io.corebus.resource.ResourceMessages.Change;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.ResourceMessages.CreateResource;
import io.corebus.resource.ResourceMessages.DeleteResource;
import io.corebus.resource.ResourceMessages.FeatureRights;
import io.corebus.resource.ResourceMessages.GetResource;
import io.corebus.resource.ResourceMessages.HistoryPage;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.resource.ResourceMessages.PatchResource;
import io.corebus.resource.ResourceMessages.Permission;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.resource.ResourceMessages.ResourceCount;
import io.corebus.resource.ResourceMessages.ResourcePage;
import io.corebus.resource.ResourceMessages.Rights;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.AppendEntries;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.corebus.storage.JournalMessages.AppendedEntries;
import io.corebus.storage.JournalMessages.EntryOfCaller;
import io.corebus.storage.JournalMessages.ReadSealed;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.SealedPage;
import io.corebus.storage.JournalMessages.Unwritten;
import io.corebus.storage.StorageMessages.Condition;
import io.corebus.testing.SealedEntries;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Speaks the messages of the resource room over the real bus, with the validation of the descriptors and rows in memory, where a viewer may read and an editor
 * may write; and those of the journal that the mcp room uses. Remembers what it was asked, by whom.
 */
final class ResourceDouble extends VerticleBase {
    private final Bus bus;
    private final Features features;
    private final Map<String, Map<String, Resource>> rows = new ConcurrentHashMap<>();
    private final Map<String, Resource> commands = new ConcurrentHashMap<>();
    private final List<SealedEntry> sealed = new CopyOnWriteArrayList<>();
    private long nextId;

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final List<AppendEntry> trail = new CopyOnWriteArrayList<>();
    /** Of the trail, entry by entry. */
    final List<String> callers = new CopyOnWriteArrayList<>();
    /** How many brought the trail. */
    final AtomicInteger messages = new AtomicInteger();
    /** The user whose entries cannot be written. */
    volatile String unwritable = "";

    final List<Change> history = new CopyOnWriteArrayList<>();
    volatile boolean away;
    volatile boolean journalAway;
    /** Of what marks are made; null where nobody makes any. */
    volatile String markKey = "secret";

    final AtomicInteger marks = new AtomicInteger();
    volatile boolean deaf;
    /** When whoever asks whether it may is answered. */
    volatile Future<Void> held = Future.succeededFuture();

    volatile List<String> readable;
    volatile List<String> writable;
    /** What the right to read says that records must meet; null: nothing. */
    volatile Condition rule;
    /** What so many records refer to. */
    volatile IntFunction<Json> included = records -> Json.of("{}");
    /** Ids of records that nobody may read. */
    final Set<String> unseen = ConcurrentHashMap.newKeySet();
    /** Roles that are worth nothing any more. */
    final List<String> revoked = new CopyOnWriteArrayList<>();

    record Asked(String verb, Object request, Caller caller) {}

    ResourceDouble(Bus bus, Features features) {
        this.bus = bus;
        this.features = features;
    }

    @Override
    public Future<?> start() {
        return Future.all(List.of(
                serve(ResourceMessages.CREATE, this::create),
                serve(ResourceMessages.GET, (get, caller) -> find(get, Action.READ, caller)),
                serve(ResourceMessages.LIST, this::list),
                serve(ResourceMessages.PATCH, this::patch),
                serve(ResourceMessages.DELETE, this::delete),
                serve(
                        ResourceMessages.MAY,
                        (ask, caller) -> permit(ask.feature(), ask.action(), caller)
                                .map(feature -> new Permission(rule, List.of()))),
                serve(
                        ResourceMessages.COUNT,
                        (count, caller) -> permit(count.feature(), Action.READ, caller)
                                .map(feature ->
                                        new ResourceCount(of(feature.name()).size(), !count.estimated()))),
                serve(
                        ResourceMessages.HISTORY,
                        (read, caller) -> permit(read.feature(), Action.READ, caller)
                                .map(feature -> new HistoryPage(
                                        history.stream().limit(read.limit()).toList(), null))),
                serve(ResourceMessages.RIGHTS, (ask, caller) -> Future.succeededFuture(rights(ask, caller))),
                bus.serve(JournalMessages.READ_SEALED, (read, caller) -> Future.succeededFuture(page(read))),
                bus.serve(AccessMessages.ATTEST, this::attest),
                bus.serve(JournalMessages.APPEND_ENTRIES, this::append)));
    }

    private <Q, R> Future<Void> serve(Address<Q, R> address, Service<Q, R> service) {
        String verb = address.name().substring("corebus.resource.".length());
        return bus.serve(address, (request, caller) -> {
            asked.add(new Asked(verb, request, caller));
            Future<Void> before = verb.equals("may") ? held : Future.succeededFuture();
            return before.compose(released -> away
                    ? Future.failedFuture(Failure.unavailable("storage-unavailable", "The database is away.")
                            .exception())
                    : service.handle(request, caller));
        });
    }

    private Future<Attestation> attest(Attest question, Caller caller) {
        marks.incrementAndGet();
        return markKey == null
                ? failed("keys-unavailable", 503, "There are no keys.")
                : Future.succeededFuture(new Attestation(question.purpose() + "." + markKey));
    }

    private Future<AppendedEntries> append(AppendEntries message, Caller caller) {
        if (journalAway) {
            return Future.failedFuture(Failure.unavailable("storage-unavailable", "The database is away.")
                    .exception());
        }
        messages.incrementAndGet();
        List<Unwritten> unwritten = new ArrayList<>();
        for (int i = 0; i < message.entries().size(); i++) {
            EntryOfCaller one = message.entries().get(i);
            if (one.user().equals(unwritable)) {
                unwritten.add(new Unwritten(i, new Failure("constraint", 422, "Not this one.")));
            } else {
                trail.add(one.entry());
                callers.add(one.user() + " " + one.via() + " " + one.token() + " " + one.trace());
            }
        }
        return Future.succeededFuture(new AppendedEntries(unwritten));
    }

    // --- rights, as the resource room decides them: roles within scopes

    private boolean may(Action action, Caller caller) {
        List<String> scopes = caller.scopes();
        String scope = action == Action.READ ? "read" : "write";
        boolean scoped = scopes.isEmpty() || scopes.contains(scope) || scopes.contains(Caller.ADMIN_ROLE);
        String role = action == Action.READ ? "viewer" : "editor";
        boolean held = caller.roles().contains(Caller.ADMIN_ROLE)
                || (caller.roles().contains(role) && !revoked.contains(role));
        return scoped && held;
    }

    private Future<Feature> permit(String name, Action action, Caller caller) {
        Feature feature = features.find(name);
        if (feature == null) {
            return failed("unknown-feature", 404, "There is no feature named '" + name + "' here.");
        }
        return may(action, caller)
                ? Future.succeededFuture(feature)
                : failed("forbidden", 403, "You may not " + action + " " + name + ".");
    }

    private Rights rights(AskRights ask, Caller caller) {
        List<FeatureRights> rights = new ArrayList<>();
        for (Feature feature : features.all()) {
            List<Action> actions = new ArrayList<>();
            for (Action action : Action.values()) {
                if (may(action, caller)) {
                    actions.add(action);
                }
            }
            boolean wanted = ask.feature() == null || ask.feature().equals(feature.name());
            if (wanted && !actions.isEmpty()) {
                List<String> named = actions.contains(Action.UPDATE)
                        ? feature.actions().stream().map(FeatureAction::name).toList()
                        : List.of();
                rights.add(new FeatureRights(feature.name(), actions, List.of(), readable, writable, named, null));
            }
        }
        return new Rights(rights);
    }

    // --- records

    Map<String, Resource> of(String feature) {
        return rows.computeIfAbsent(feature, name -> Collections.synchronizedMap(new TreeMap<>()));
    }

    String put(String feature, String json) {
        String id = String.format("019f0000-0000-7000-8000-%012x", ++nextId);
        write(feature, id, 1, json);
        return id;
    }

    /** By somebody who may do everything. */
    void change(String feature, String id, String json) {
        write(feature, id, of(feature).get(id).version() + 1, json);
    }

    private Resource write(String feature, String id, long version, String data) {
        Resource before = of(feature).get(id);
        ObjectNode body = AgentJson.object().put("id", id);
        body.setAll(AgentJson.objectOf(Json.of(data)));
        body.put("version", version)
                .put("created_at", "2026-01-31T12:00:00.000000Z")
                .put("created_by", "ann");
        Resource written = new Resource(id, version, Json.of(AgentJson.bytes(body)), false);
        of(feature).put(id, written);
        seal(feature, id, version, version == 1 ? "created" : "updated", body(before), written.body());
        return written;
    }

    private static Json body(Resource resource) {
        return resource == null ? null : resource.body();
    }

    private Future<Resource> create(CreateResource create, Caller caller) {
        return permit(create.feature(), Action.CREATE, caller).map(feature -> {
            Resource before = commands.get(create.command().id());
            if (before != null) {
                return new Resource(before.id(), before.version(), before.body(), true);
            }
            String data = valid(feature, StrictJson.parseObject(create.body().utf8()));
            if (create.command().dryRun()) {
                return new Resource("unused", 1, Json.of(data), false);
            }
            Resource written = of(feature.name()).get(put(feature.name(), data));
            commands.put(create.command().id(), written);
            return written;
        });
    }

    private static String valid(Feature feature, ObjectNode body) {
        RecordValidator validator = new RecordValidator(feature);
        return Json.of(validator.canonical(validator.validForReplace(body))).toString();
    }

    private Future<Resource> find(GetResource get, Action action, Caller caller) {
        return permit(get.feature(), action, caller).compose(feature -> {
            Resource found = of(feature.name()).get(get.id().toLowerCase(Locale.ROOT));
            return found == null || unseen.contains(get.id())
                    ? failed("not-found", 404, "There is no resource with this id, or it was deleted.")
                    : Future.succeededFuture(found);
        });
    }

    private Future<Resource> find(String feature, String id, List<Long> versions, Action action, Caller caller) {
        return find(new GetResource(feature, id), action, caller).map(found -> {
            if (!versions.isEmpty() && !versions.contains(found.version())) {
                throw new Failure("version-mismatch", 412, "Another version.", List.of(), found.version(), null)
                        .exception();
            }
            return found;
        });
    }

    private Future<Resource> patch(PatchResource patch, Caller caller) {
        return find(patch.feature(), patch.id(), patch.ifVersions(), Action.UPDATE, caller)
                .map(found -> patched(patch, found));
    }

    private Resource patched(PatchResource patch, Resource found) {
        ObjectNode merged = MergePatch.apply(
                StrictJson.parseObject(found.body().utf8()),
                StrictJson.parse(patch.patch().utf8()));
        String data = valid(features.find(patch.feature()), merged);
        return patch.command().dryRun()
                ? new Resource(found.id(), found.version() + 1, Json.of(data), false)
                : write(patch.feature(), found.id(), found.version() + 1, data);
    }

    private Future<Resource> delete(DeleteResource delete, Caller caller) {
        return find(delete.feature(), delete.id(), delete.ifVersions(), Action.DELETE, caller)
                .map(found -> deleted(delete.feature(), found, delete.command()));
    }

    private Resource deleted(String feature, Resource found, Command command) {
        if (!command.dryRun()) {
            of(feature).remove(found.id());
            seal(feature, found.id(), found.version() + 1, "deleted", found.body(), null);
        }
        return new Resource(found.id(), found.version() + 1, found.body(), false);
    }

    /** By id, whatever the filter; the cursor is the id behind which it goes on. */
    private Future<ResourcePage> list(ListResources list, Caller caller) {
        return permit(list.feature(), Action.READ, caller).map(feature -> {
            ArrayNode page = AgentJson.array();
            String next = null;
            for (Resource row : of(feature.name()).values()) {
                if (list.after() != null && row.id().compareTo(list.after()) <= 0) {
                    continue;
                }
                if (page.size() == list.limit()) {
                    next = page.path(page.size() - 1).path("id").asText();
                    break;
                }
                page.add(AgentJson.objectOf(row.body()));
            }
            int found = page.size();
            Json referred = list.expand() == null ? null : included.apply(found);
            return new ResourcePage(Json.of(AgentJson.bytes(page)), found, next, referred, null);
        });
    }

    private static <T> Future<T> failed(String code, int status, String detail) {
        return Future.failedFuture(new Failure(code, status, detail).exception());
    }

    // --- the sealed journal

    private synchronized void seal(String feature, String id, long version, String kind, Json before, Json after) {
        SealedEntry one = SealedEntries.of(sealed.size() + 1L, feature, id, version, kind, before, after);
        sealed.add(one);
        if (!deaf) {
            bus.publish(AuditMessages.SEALED, new Sealed(List.of(one)));
        }
    }

    private SealedPage page(ReadSealed read) {
        List<SealedEntry> entries = sealed.stream()
                .filter(entry -> entry.seq() > read.after())
                .limit(read.limit())
                .toList();
        long head = sealed.size();
        long through =
                entries.isEmpty() ? head : entries.get(entries.size() - 1).seq();
        return new SealedPage(entries, through, head == 0 ? 0 : 1, head);
    }
}
