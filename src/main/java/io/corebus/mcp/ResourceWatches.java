package io.corebus.mcp;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.UserChanged;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.feature.Feature.Action;
import io.corebus.journal.SealedFollower;
import io.corebus.journal.SealedReader;
import io.corebus.mcp.ResourceAddress.Kind;
import io.corebus.resource.ControlDeskMessages;
import io.corebus.resource.ControlDeskMessages.ControlsChanged;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.AskPermission;
import io.corebus.resource.ResourceMessages.GetResource;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All watches on this event loop, and what each follows. The journal is followed from the first watch on that is for a resource. */
final class ResourceWatches implements SealedFollower.Listener {
    /** From then on what is set for a feature is in force everywhere. */
    private static final long IN_FORCE_MILLIS = 2_000;

    private final Vertx vertx;
    private final Bus bus;
    private final AgentCatalogue catalogue;
    private final OfferLimits limits;
    private final SealedFollower follower;
    private final Set<ResourceWatch> all = new HashSet<>();
    private final Map<String, Set<ResourceWatch>> byUri = new HashMap<>();
    private @Nullable Future<Void> heeding;
    private @Nullable Future<Void> following;

    ResourceWatches(Vertx vertx, Bus bus, AgentCatalogue catalogue, OfferLimits limits) {
        this.vertx = vertx;
        this.bus = bus;
        this.catalogue = catalogue;
        this.limits = limits;
        this.follower = new SealedFollower(vertx, bus, new SealedReader(bus), this);
    }

    /** Fails with what refuses one of the resources. How many there may be, the door decides that opens streams: one takes the place of another there. */
    Future<Offer.Watch> watch(Set<String> uris, Set<String> lists, Caller caller, Offer.Watcher watcher) {
        if (uris.size() > limits.maxWatchedUris()) {
            String detail = "At most " + limits.maxWatchedUris() + " resources can be followed at once.";
            return Future.failedFuture(new ProtocolFault(ProtocolFault.INVALID_PARAMS, detail));
        }
        List<ResourceAddress> addresses =
                uris.stream().map(uri -> ResourceAddress.parse(uri, catalogue)).toList();
        ResourceWatch watch = new ResourceWatch(vertx, bus, this, addresses, lists, caller, watcher, limits);
        join(watch, addresses);
        return heed().compose(heeding -> addresses.isEmpty() ? Future.succeededFuture() : follow())
                .compose(open -> admit(watch, addresses, caller))
                .map((Offer.Watch) watch)
                .onFailure(refused -> watch.close());
    }

    void close() {
        follower.stop();
    }

    /** Whose rights change is told, so that nobody goes on with those he had. */
    private Future<Void> heed() {
        Future<Void> already = heeding;
        if (already != null) {
            return already;
        }
        Future<Void> begun = bus.subscribe(AccessMessages.USER_CHANGED, this::changed)
                .compose(listening -> bus.subscribe(ControlDeskMessages.CHANGED, this::changed));
        heeding = begun;
        return begun.onFailure(cause -> heeding = null);
    }

    /** Completes when everything that is sealed from now on will be told. */
    private Future<Void> follow() {
        Future<Void> already = following;
        Future<Void> begun = already == null ? follower.start() : already;
        following = begun;
        begun.onFailure(cause -> following = null); // The next who asks tries again.
        return begun.compose(started -> follower.reach(null));
    }

    private Future<Void> admit(ResourceWatch watch, List<ResourceAddress> addresses, Caller caller) {
        List<Future<Void>> asked = new ArrayList<>();
        addresses.forEach(address -> asked.add(admit(watch, address, caller)));
        return Future.all(asked).mapEmpty();
    }

    private Future<Void> admit(ResourceWatch watch, ResourceAddress address, Caller caller) {
        AgentFeature feature = address.feature();
        String id = address.id();
        if (address.kind() == Kind.LIST || feature == null) {
            return Future.succeededFuture();
        }
        AgentVerb verb = offered(address.kind());
        if (verb != null && !feature.offers(verb)) {
            return Future.failedFuture(AgentCatalogue.notOffered(feature, verb));
        }
        if (id == null) {
            return bus.request(ResourceMessages.MAY, new AskPermission(feature.name(), Action.READ, null), caller)
                    .map(permission -> watch.sight(address, permission))
                    .mapEmpty();
        }
        return bus.request(ResourceMessages.GET, new GetResource(feature.name(), id), caller)
                .<Void>mapEmpty()
                .recover(cause -> Future.failedFuture(
                        ResourceReading.isNotFound(cause) ? ResourceAddress.unknown(address.uri()) : cause));
    }

    /** What the descriptor has to offer for it; null: nothing. */
    private static @Nullable AgentVerb offered(Kind kind) {
        return switch (kind) {
            case RECORDS -> AgentVerb.SEARCH;
            case RECORD -> AgentVerb.GET;
            case LIST, SCHEMA -> null;
        };
    }

    private void join(ResourceWatch watch, List<ResourceAddress> addresses) {
        all.add(watch);
        addresses.forEach(address -> byUri.computeIfAbsent(address.canonical(), uri -> new HashSet<>())
                .add(watch));
    }

    void leave(ResourceWatch watch, List<ResourceAddress> addresses) {
        all.remove(watch);
        for (ResourceAddress address : addresses) {
            Set<ResourceWatch> others = byUri.get(address.canonical());
            if (others != null && others.remove(watch) && others.isEmpty()) {
                byUri.remove(address.canonical());
            }
        }
    }

    @Override
    public long begin(long head) {
        return head;
    }

    @Override
    public Future<Void> take(List<SealedEntry> next) {
        next.forEach(entry -> heard(entry.entry()));
        return Future.succeededFuture();
    }

    private void heard(Entry entry) {
        String id = entry.resourceId();
        if (id != null && entry.version() != null && catalogue.find(entry.feature()) != null) {
            tell(ResourceAddress.of(entry.feature()), entry);
            tell(ResourceAddress.of(entry.feature(), id), entry);
        }
    }

    private void tell(String uri, Entry entry) {
        for (ResourceWatch watch : Set.copyOf(byUri.getOrDefault(uri, Set.of()))) {
            watch.heard(uri, entry);
        }
    }

    /** Told when it is in force: whoever looks then sees what there is now. */
    private void changed(ControlsChanged event) {
        vertx.setTimer(IN_FORCE_MILLIS, timer -> Set.copyOf(all).forEach(ResourceWatch::controlsChanged));
    }

    private void changed(UserChanged event) {
        for (ResourceWatch watch : Set.copyOf(all)) {
            watch.userChanged(event.user());
        }
    }
}
