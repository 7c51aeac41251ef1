package io.corebus.resource;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.feature.Feature;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.Features;
import io.corebus.feature.RecordValidator;
import io.corebus.feature.Search;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A feature with what this room made of it once, at the start: its rule and its validator; and with what the caller of one request may do with it.
 *
 * @param all queries of one who may read everything
 */
record ServedFeature(Feature feature, AccessRule rule, RecordValidator validator, ListQuery all, Access access) {

    String name() {
        return feature.name();
    }

    /** As {@link Feature#shape} has it, for everything that storage is asked about. */
    String shape() {
        return feature.shape();
    }

    /** The same for one request. */
    ServedFeature with(Access other) {
        return other.equals(access) ? this : new ServedFeature(feature, rule, validator, all, other);
    }

    /** For the fields and the rows that the caller may read. Made when it is asked for: one that reads a single resource needs none. */
    ListQuery query() {
        Reach seeing = access.seeing();
        if (seeing == null || seeing.isAll()) {
            return all;
        }
        Feature visible = visible(seeing);
        Search search = Search.of(feature);
        // The index is over all fields that are searched: what it finds must not tell of one that is hidden.
        boolean searchable = search != null && search.equals(Search.of(visible));
        return new ListQuery(visible, seeing.rows(), searchable);
    }

    /** With the fields that the caller may read in every resource. */
    private Feature visible(@Nullable Reach seeing) {
        Set<String> fields = seeing == null ? Set.of() : seeing.sureFields().names();
        return fields == null ? feature : feature.withFields(fields);
    }

    /** All served features. */
    static final class Catalogue {
        private static final String AUDITOR_ROLE = "auditor";

        private final Map<String, ServedFeature> byName = new TreeMap<>();
        private final Features features;
        private final Denials denials;

        Catalogue(Features features, Gates gates, Denials denials) {
            this.features = features;
            this.denials = denials;
            for (Feature feature : features.all()) {
                byName.put(feature.name(), serve(feature, gates.of(feature.name())));
            }
        }

        /**
         * The feature, if there is one and the caller may do this with it now. Fails with {@code unknown-feature}, {@code unauthenticated} or {@code forbidden}, and with
         * {@code feature-off}, {@code feature-read-only} or {@code not-rolled-out}.
         *
         * @param id of the resource it is about, where it is about one
         */
        Future<ServedFeature> permit(String name, @Nullable String id, Action action, Caller caller) {
            ServedFeature served = byName.get(name);
            if (served == null) {
                return Future.failedFuture(unknown(name).exception());
            }
            AccessRule.Decision decision = served.rule.decide(caller, action);
            Reach reach = decision.reach();
            if (reach == null) {
                return refuse(decision, name, id, verb(action), caller);
            }
            return Future.succeededFuture(served.with(access(served, reach, action, caller)));
        }

        /** The same to read what became of a resource, which auditors may while the feature is switched off. */
        Future<ServedFeature> permitHistory(String name, String id, Caller caller) {
            return permit(name, id, Action.READ, caller).recover(refused -> audited(name, caller, refused));
        }

        private Future<ServedFeature> audited(String name, Caller caller, Throwable refused) {
            ServedFeature served = byName.get(name);
            boolean off = FailureException.of(refused).code().equals(ControlDeskMessages.OFF);
            boolean auditor =
                    caller.roles().contains(AUDITOR_ROLE) || caller.roles().contains(Caller.ADMIN_ROLE);
            Reach reach = served != null && off && auditor
                    ? served.rule.granted(caller, Action.READ).reach()
                    : null;
            return served == null || reach == null
                    ? Future.failedFuture(refused)
                    : Future.succeededFuture(served.with(Access.of(reach, reach)));
        }

        /** That a feature is not served at the moment is denied to nobody in particular: it is no entry in the journal, which many such requests would only fill. */
        private <T> Future<T> refuse(
                AccessRule.Decision decision, String name, @Nullable String id, String verb, Caller caller) {
            Failure refusal = Objects.requireNonNull(decision.refusal());
            return refusal.status() >= 500
                    ? Future.failedFuture(refusal.exception())
                    : denials.refuse(refusal, name, id, verb, caller);
        }

        private static String verb(Action action) {
            return action.name().toLowerCase(Locale.ROOT);
        }

        /**
         * The same for an action that the feature declares. Fails also with {@code unknown-action}.
         *
         * @param id of the resource it is about; null where it is about many
         */
        Future<ServedFeature> permitAct(String name, @Nullable String id, String action, Caller caller) {
            ServedFeature served = byName.get(name);
            if (served == null) {
                return Future.failedFuture(unknown(name).exception());
            }
            boolean declared = served.feature.action(action) != null;
            if (!declared && mayAct(served, caller)) {
                return Future.failedFuture(unknownAction(served, action).exception());
            }
            AccessRule.Decision decision = served.rule.decide(caller, action);
            Reach reach = decision.reach();
            if (reach == null) {
                // A name that nobody declared is whatever the caller wrote.
                return refuse(decision, name, id, declared ? action : "act", caller);
            }
            if (!declared) {
                return Future.failedFuture(unknownAction(served, action).exception());
            }
            Access access = Access.of(reach, served.rule.reach(caller, Action.READ));
            return Future.succeededFuture(served.with(access));
        }

        /** Who may do none at all is not told which names are none. */
        private static boolean mayAct(ServedFeature served, Caller caller) {
            return served.feature.actions().stream()
                    .anyMatch(
                            action -> served.rule.decide(caller, action.name()).reach() != null);
        }

        /** Which there are is not told: the caller may have no right to any. */
        private static Failure unknownAction(ServedFeature served, String action) {
            return new Failure("unknown-action", 404, "There is no action '" + action + "' of " + served.name() + ".");
        }

        private static Access access(ServedFeature served, Reach reach, Action action, Caller caller) {
            return Access.of(reach, action == Action.READ ? reach : served.rule.reach(caller, Action.READ));
        }

        /** What is refused for the state of one resource, or for a field, is journaled, too, before it is answered; what else goes wrong is told as the caller may know it. */
        <T> Future<T> denied(Throwable cause, ServedFeature served, @Nullable String id, Action action, Caller caller) {
            return denied(cause, served, id, verb(action), caller);
        }

        <T> Future<T> denied(Throwable cause, ServedFeature served, @Nullable String id, String verb, Caller caller) {
            if (!(cause instanceof FailureException)) {
                return Future.failedFuture(cause);
            }
            Failure failure = FailureException.of(cause);
            return failure.status() == 403
                    ? denials.refuse(failure, served.name(), id, verb, caller)
                    : Future.failedFuture(served.access().told(failure).exception());
        }

        /** All of them, in the order of their names. */
        Collection<ServedFeature> all() {
            return byName.values();
        }

        /** Fails with {@code unknown-feature}. */
        ServedFeature find(String name) {
            ServedFeature served = byName.get(name);
            if (served == null) {
                throw unknown(name).exception();
            }
            return served;
        }

        /** The feature, if the caller may read it; else null: for what is shown beside something else, where that is no refusal. */
        @Nullable
        ServedFeature readable(String name, Caller caller) {
            ServedFeature served = byName.get(name);
            Reach reach = served == null ? null : served.rule.reach(caller, Action.READ);
            return served == null || reach == null ? null : served.with(Access.of(reach, reach));
        }

        /** References to follow from a feature, see {@link Expansion#read}. */
        List<Expansion> expansions(ServedFeature served, @Nullable String text) {
            return Expansion.read(features, served.visible(served.access.seeing()), text);
        }

        private static ServedFeature serve(Feature feature, Gate gate) {
            return new ServedFeature(
                    feature,
                    new AccessRule(feature, gate),
                    new RecordValidator(feature),
                    new ListQuery(feature),
                    Access.FULL);
        }

        private static Failure unknown(String name) {
            return new Failure("unknown-feature", 404, "There is no feature named '" + name + "' here.");
        }
    }
}
