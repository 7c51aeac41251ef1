package io.corebus.webhook;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.feature.Criterion;
import io.corebus.feature.Feature;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.Features;
import io.corebus.feature.FieldText;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.AskPermission;
import io.corebus.resource.ResourceMessages.Permission;
import io.corebus.storage.HookMessages.HookSettings;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which events a hook wants. */
final class Selection {
    private final @Nullable Set<String> features;
    private final Set<String> kinds;
    private final Map<String, Criterion> filters = new HashMap<>();

    private Selection(HookSettings settings) {
        List<String> named = settings.features();
        this.features = named == null ? null : Set.copyOf(named);
        this.kinds = Set.copyOf(settings.kinds());
    }

    /** Asks the resource room what the filter means for each feature; fails with {@code bad-query} or {@code unknown-feature}. */
    static Future<Selection> of(HookSettings settings, Features features, Bus bus, Caller caller) {
        Selection selection = new Selection(settings);
        String filter = settings.filter();
        if (filter == null || selection.features == null) {
            return Future.succeededFuture(selection);
        }
        return Future.all(selection.features.stream()
                        .map(name -> selection.understand(name, filter, features, bus, caller))
                        .toList())
                .map(selection);
    }

    private Future<Void> understand(String name, String filter, Features known, Bus bus, Caller caller) {
        Feature feature = known.find(name);
        if (feature == null) {
            return Future.failedFuture(unknown(name).exception());
        }
        AskPermission question = new AskPermission(name, Action.READ, filter);
        return bus.request(ResourceMessages.MAY, question, caller)
                .onSuccess(permission -> keep(feature, permission))
                .mapEmpty();
    }

    private void keep(Feature feature, Permission permission) {
        if (permission.filter() != null) {
            filters.put(feature.name(), permission.filter().criterion(new FieldText(feature)));
        }
    }

    private static Failure unknown(String feature) {
        return new Failure("unknown-feature", 404, "There is no feature named '" + feature + "' here.");
    }

    /** Whether a hook with a filter makes no sense with the features there are: one of them, or one of their fields, is gone. It may come back. */
    static boolean isSenseless(@Nullable Throwable cause) {
        return cause != null && FailureException.of(cause).status() / 100 == 4;
    }

    /** The one feature they are about; null where they are about several. */
    static @Nullable String onlyFeature(HookSettings settings) {
        List<String> named = settings.features();
        return named != null && named.size() == 1 ? named.get(0) : null;
    }

    boolean takes(Event event) {
        if ((features != null && !features.contains(event.feature())) || !kinds.contains(event.kind())) {
            return false;
        }
        Criterion filter = filters.get(event.feature());
        return filter == null || holds(filter, event.fields());
    }

    private static boolean holds(Criterion filter, JsonObject resource) {
        return filter.holds(name -> {
            Object value = resource.getValue(name);
            return value == null ? null : value.toString();
        });
    }
}
