package io.corebus.mcp;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Trace;
import io.corebus.feature.Feature.Action;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.AskPermission;
import io.corebus.resource.ResourceMessages.GetResource;
import io.corebus.storage.JournalMessages.Entry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one client follows. Changes are gathered for a moment; then it is asked for each resource whether the client may still see what changed. Belongs to one
 * event loop.
 */
final class ResourceWatch implements Offer.Watch {
    /** Of more changes at once than this, the newest are looked at. */
    private static final int MAX_PENDING = 50;

    private static final String LIST = ResourceAddress.of(ResourceAddress.ALL);
    private static final long PAUSE_MILLIS = 1_000;

    private final Vertx vertx;
    private final Bus bus;
    private final ResourceWatches watches;
    private final List<ResourceAddress> addresses;
    private final Set<String> lists;
    private final Caller caller;
    private final Offer.Watcher watcher;
    private final OfferLimits limits;
    private Map<String, Map<String, Entry>> pending = new LinkedHashMap<>();
    private long timer = -1;
    private boolean looking;
    private boolean silent;
    private boolean closed;

    ResourceWatch(
            Vertx vertx,
            Bus bus,
            ResourceWatches watches,
            List<ResourceAddress> addresses,
            Set<String> lists,
            Caller caller,
            Offer.Watcher watcher,
            OfferLimits limits) {
        this.vertx = vertx;
        this.bus = bus;
        this.watches = watches;
        this.addresses = addresses;
        this.lists = lists;
        this.caller = caller;
        this.watcher = watcher;
        this.limits = limits;
    }

    void heard(String uri, Entry entry) {
        Map<String, Entry> changes = pending.computeIfAbsent(uri, first -> new LinkedHashMap<>());
        String id = String.valueOf(entry.resourceId());
        changes.remove(id);
        changes.put(id, entry);
        if (changes.size() > MAX_PENDING) {
            changes.remove(changes.keySet().iterator().next());
        }
        lookAfter(limits.coalesceMillis());
    }

    private void lookAfter(long millis) {
        if (timer < 0 && !looking && !silent && !closed) {
            timer = vertx.setTimer(millis, due -> look());
        }
    }

    private void look() {
        timer = -1;
        looking = true;
        Map<String, Map<String, Entry>> changes = pending;
        pending = new LinkedHashMap<>();
        List<Future<Boolean>> told = new ArrayList<>();
        changes.forEach((uri, entries) -> told.add(tell(uri, List.copyOf(entries.values()))));
        Future.join(told).onComplete(all -> {
            looking = false;
            boolean away = told.stream().anyMatch(one -> one.succeeded() && !one.result());
            goOn(away);
        });
    }

    private void goOn(boolean away) {
        if (!pending.isEmpty()) {
            lookAfter(away ? PAUSE_MILLIS : limits.coalesceMillis());
        }
    }

    /** @return false where it could not be asked, and will be asked again */
    private Future<Boolean> tell(String uri, List<Entry> entries) {
        return sees(uri, entries)
                .map(sees -> silent ? keep(uri, entries) : updated(uri, sees))
                .otherwise(cause -> silent ? keep(uri, entries) : refused(uri, entries, cause));
    }

    private boolean keep(String uri, List<Entry> entries) {
        entries.forEach(entry -> heard(uri, entry));
        return false;
    }

    private boolean updated(String uri, boolean sees) {
        if (sees && !closed) {
            asWritten(uri).forEach(watcher::updated);
        }
        return true;
    }

    /** As the client names it. */
    private List<String> asWritten(String uri) {
        return addresses.stream()
                .filter(address -> address.canonical().equals(uri))
                .map(ResourceAddress::uri)
                .toList();
    }

    private boolean refused(String uri, List<Entry> entries, Throwable cause) {
        Failure failure = FailureException.of(cause);
        boolean gone = failure.status() == 401 || failure.status() == 403;
        if (gone && uri.equals(LIST)) {
            return true; // The list itself is for everybody; a feature of its name need not be.
        }
        if (gone) {
            end("You may not read " + uri + " any more.");
            return true;
        }
        return keep(uri, entries);
    }

    private Future<Boolean> sees(String uri, List<Entry> entries) {
        AgentFeature feature = feature(uri);
        if (!uri.equals(ResourceAddress.of(feature.name()))) {
            return isThere(feature, entries.get(0));
        }
        return bus.request(ResourceMessages.MAY, new AskPermission(feature.name(), Action.READ, null), now())
                .map(permission -> new RecordSight(feature.feature(), permission))
                .map(sight -> entries.stream().anyMatch(sight::sees));
    }

    /** Something was heard of it: so there is a feature. */
    private AgentFeature feature(String uri) {
        return addresses.stream()
                .filter(address -> address.canonical().equals(uri))
                .map(ResourceAddress::feature)
                .findFirst()
                .orElseThrow();
    }

    /** That it is gone is seen, too. */
    private Future<Boolean> isThere(AgentFeature feature, Entry entry) {
        GetResource get = new GetResource(feature.name(), String.valueOf(entry.resourceId()));
        return bus.request(ResourceMessages.GET, get, now())
                .map(true)
                .recover(cause ->
                        ResourceReading.isNotFound(cause) ? Future.succeededFuture(true) : Future.failedFuture(cause));
    }

    /** The same caller, who waits from now on. */
    private Caller now() {
        long deadline = System.nanoTime() + limits.patience().toNanos();
        return new Caller(
                caller.user(), caller.roles(), caller.token(), caller.scopes(), caller.via(), Trace.start(), deadline);
    }

    /** The lists show what the client may do with which features, and so does what admins have set for these. */
    void controlsChanged() {
        if (!closed) {
            lists.stream().sorted().forEach(watcher::listChanged);
        }
    }

    /** What the lists show depends on rights. Of the resources nothing is told with rights that may be gone. */
    void userChanged(@Nullable String user) {
        if (!caller.user().equals(user) || closed) {
            return;
        }
        lists.stream().sorted().forEach(watcher::listChanged);
        silent = true;
        vertx.cancelTimer(timer);
        timer = -1;
    }

    @Override
    public Set<String> untold() {
        Set<String> untold = new LinkedHashSet<>();
        pending.keySet().forEach(uri -> untold.addAll(asWritten(uri)));
        return untold;
    }

    private void end(String reason) {
        if (!closed) {
            close();
            watcher.ended(reason);
        }
    }

    @Override
    public void close() {
        closed = true;
        vertx.cancelTimer(timer);
        pending.clear();
        watches.leave(this, addresses);
    }
}
