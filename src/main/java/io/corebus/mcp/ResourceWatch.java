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
import io.corebus.resource.ResourceMessages.Permission;
import io.corebus.storage.JournalMessages.Entry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client follows. Changes are gathered for a moment; then it is asked for each resource whether the client may still see what changed. Belongs to one
 * event loop.
 */
final class ResourceWatch implements Offer.Watch {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceWatch.class);
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
    private Map<String, HeardChanges> pending = new LinkedHashMap<>();
    /** What it is being asked about, and has not been told. */
    private Map<String, HeardChanges> looked = new LinkedHashMap<>();

    private final Map<String, RecordSight> sights = new HashMap<>();
    /** Records that were not there any more when it was asked last. */
    private final Set<String> gone = new HashSet<>();

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

    /** Where it fails, only this one ends: others hear on, and nobody is told the same again and again. */
    void heard(String uri, Entry entry) {
        try {
            pending.computeIfAbsent(uri, first -> new HeardChanges()).add(entry, sights.get(uri));
            lookAfter(limits.coalesceMillis());
        } catch (RuntimeException e) {
            fail(uri, e);
        }
    }

    /** What was heard before all that waits here. */
    private void heardBefore(String uri, HeardChanges earlier) {
        HeardChanges since = pending.put(uri, earlier);
        try {
            if (since != null) {
                earlier.addAll(since, sights.get(uri));
            }
            lookAfter(limits.coalesceMillis());
        } catch (RuntimeException e) {
            fail(uri, e);
        }
    }

    private void lookAfter(long millis) {
        if (timer < 0 && !looking && !silent && !closed) {
            timer = vertx.setTimer(millis, due -> look());
        }
    }

    private void look() {
        timer = -1;
        looking = true;
        looked = pending;
        pending = new LinkedHashMap<>();
        List<Future<Boolean>> told = new ArrayList<>();
        Map.copyOf(looked).forEach((uri, changes) -> told.add(tell(uri, changes)));
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
    private Future<Boolean> tell(String uri, HeardChanges changes) {
        return sees(uri, changes)
                .map(sees -> silent ? keep(uri) : updated(uri, sees))
                .otherwise(cause -> silent ? keep(uri) : refused(uri, cause));
    }

    /** What has meanwhile been handed to another one is not here any more. */
    private boolean keep(String uri) {
        HeardChanges changes = looked.remove(uri);
        if (changes != null) {
            heardBefore(uri, changes);
        }
        return false;
    }

    private boolean updated(String uri, boolean sees) {
        looked.remove(uri);
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

    private boolean refused(String uri, Throwable cause) {
        if (!(cause instanceof FailureException)) {
            fail(uri, cause); // No room said so, so that it would be the same the next time.
            return true;
        }
        Failure failure = FailureException.of(cause);
        boolean forbidden = failure.status() == 401 || failure.status() == 403;
        if (forbidden && uri.equals(LIST)) {
            return updated(uri, false); // The list itself is for everybody; a feature of its name need not be.
        }
        if (forbidden) {
            end("You may not read " + uri + " any more.");
            return true;
        }
        return keep(uri);
    }

    private Future<Boolean> sees(String uri, HeardChanges changes) {
        ResourceAddress address = address(uri);
        AgentFeature feature = Objects.requireNonNull(address.feature()); // Something was heard of it.
        String id = address.id();
        if (id != null) {
            return isThere(uri, new GetResource(feature.name(), id));
        }
        return bus.request(ResourceMessages.MAY, new AskPermission(feature.name(), Action.READ, null), now())
                .map(permission -> sight(address, permission))
                .map(changes::anySeen);
    }

    /** What it may read of a feature, as it was said last. */
    RecordSight sight(ResourceAddress address, Permission permission) {
        AgentFeature feature = Objects.requireNonNull(address.feature());
        RecordSight sight = new RecordSight(feature.feature(), permission);
        sights.put(address.canonical(), sight);
        return sight;
    }

    private ResourceAddress address(String uri) {
        return addresses.stream()
                .filter(address -> address.canonical().equals(uri))
                .findFirst()
                .orElseThrow();
    }

    /** That it is gone is seen, too, but once: it may be there for others, and of what they do with it nothing is told. */
    private Future<Boolean> isThere(String uri, GetResource get) {
        return bus.request(ResourceMessages.GET, get, now())
                .map(found -> {
                    gone.remove(uri);
                    return true;
                })
                .recover(cause -> ResourceReading.isNotFound(cause)
                        ? Future.succeededFuture(gone.add(uri))
                        : Future.failedFuture(cause));
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
    public void handTo(Offer.Watch next) {
        if (next instanceof ResourceWatch heir) {
            // Copies: where the heir fails, this one is closed meanwhile.
            new LinkedHashMap<>(pending).forEach(heir::heardBefore);
            new LinkedHashMap<>(looked).forEach(heir::heardBefore);
        }
        close();
    }

    /** It cannot be said what it sees, now or later. */
    void fail(String uri, Throwable cause) {
        if (!closed) {
            LOG.error("Changes of {} could not be told to an agent, whose subscription ends", uri, cause);
            close();
            watcher.failed();
        }
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
        looked.clear();
        watches.leave(this, addresses);
    }
}
