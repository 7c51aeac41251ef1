package io.corebus.webhook;

import io.corebus.audit.AuditMessages.Sealed;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.feature.Features;
import io.corebus.storage.HookMessages;
import io.corebus.storage.HookMessages.DropDeliveries;
import io.corebus.storage.HookMessages.HeldHook;
import io.corebus.storage.HookMessages.HeldHooks;
import io.corebus.storage.HookMessages.HoldHooks;
import io.corebus.storage.HookMessages.ReleaseHooks;
import io.corebus.webhook.WebhookMetrics.Standing;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The hooks to which this instance sends. Every two seconds it asks storage for its share; an instance that does not ask for six seconds has lost its hooks, and
 * knows it. Belongs to one event loop.
 */
final class Runs {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration LEASE = Duration.ofSeconds(6);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final Bus bus;
    private final WebhookConfig config;
    private final WebhookMetrics metrics;
    private final SendingState state;
    private final RunParts parts;
    private final String worker = UUID.randomUUID().toString();
    private final Map<String, HookRun> runs = new HashMap<>();
    private long heldUntilNanos = System.nanoTime();
    private boolean looking;
    private boolean again;
    private boolean stopped;

    Runs(
            Vertx vertx,
            Bus bus,
            Features features,
            SealedJournal journal,
            Sender sender,
            WebhookConfig config,
            WebhookMetrics metrics,
            SendingState state) {
        this.vertx = vertx;
        this.bus = bus;
        this.config = config;
        this.metrics = metrics;
        this.state = state;
        this.parts = new RunParts(vertx, bus, features, journal, sender, config, metrics, this::holds);
    }

    void start() {
        vertx.setPeriodic(0, LOOK.toMillis(), timer -> look());
        vertx.setPeriodic(SWEEP.toMillis(), timer -> sweep());
    }

    private boolean holds() {
        return heldUntilNanos - System.nanoTime() > 0;
    }

    void heard(Sealed sealed) {
        parts.journal().hear(sealed.entries());
        runs.values().forEach(HookRun::ring);
    }

    /** Asks for its share; while it asks, many calls are as good as one. */
    void look() {
        if (looking || stopped) {
            again = true;
            return;
        }
        looking = true;
        again = false;
        long asked = System.nanoTime();
        HoldHooks question = new HoldHooks(worker, LEASE.toMillis(), config.maxPending());
        bus.request(HookMessages.HOLD_HOOKS, question, Caller.system(PATIENCE)).onComplete(held -> looked(held, asked));
    }

    private void looked(AsyncResult<HeldHooks> answer, long asked) {
        looking = false;
        if (answer.succeeded() && !stopped) {
            heldUntilNanos = asked + LEASE.toNanos();
            hold(answer.result().hooks());
            state.succeeded(standing());
        } else if (answer.failed()) {
            state.failed(answer.cause());
        }
        if (again) {
            look();
        }
    }

    private void hold(List<HeldHook> held) {
        Set<String> ids = new HashSet<>();
        for (HeldHook each : held) {
            String id = each.hook().id();
            ids.add(id);
            HookRun known = runs.get(id);
            if (known == null) {
                runs.put(id, new HookRun(parts, each));
            } else {
                known.hold(each);
            }
        }
        for (String id : List.copyOf(runs.keySet())) {
            HookRun gone = ids.contains(id) ? null : runs.remove(id);
            if (gone != null) {
                gone.stop();
            }
        }
    }

    private Standing standing() {
        long pending = runs.values().stream().mapToLong(HookRun::pending).sum();
        long lag = runs.values().stream().mapToLong(HookRun::lag).max().orElse(0);
        long stalled = runs.values().stream().filter(HookRun::stalled).count();
        Standing standing = new Standing(runs.size(), pending, lag, stalled);
        metrics.stands(this, standing);
        return standing;
    }

    private void sweep() {
        DropDeliveries command = new DropDeliveries(config.keep().toMillis());
        bus.request(HookMessages.DROP_DELIVERIES, command, Caller.system(PATIENCE));
    }

    /** Lets the attempts that are under way come to their end, and gives the hooks back. Never fails. */
    Future<Void> stop() {
        stopped = true;
        metrics.ends(this);
        List<Future<Void>> ending = new ArrayList<>();
        runs.values().forEach(run -> ending.add(run.stop()));
        return Future.join(ending).transform(ended -> release());
    }

    private Future<Void> release() {
        return bus.request(HookMessages.RELEASE_HOOKS, new ReleaseHooks(worker), Caller.system(PATIENCE))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }
}
