package io.corebus.resource;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.feature.Feature;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.Features;
import io.corebus.feature.RecordValidator;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A feature with what this room made of it once, at the start: its rule and its validator. */
record ServedFeature(Feature feature, AccessRule rule, RecordValidator validator, ListQuery query) {

    String name() {
        return feature.name();
    }

    /** All served features. */
    static final class Catalogue {
        private final Map<String, ServedFeature> byName = new HashMap<>();
        private final Features features;
        private final Denials denials;

        Catalogue(Features features, Denials denials) {
            this.features = features;
            this.denials = denials;
            for (Feature feature : features.all()) {
                byName.put(feature.name(), serve(feature));
            }
        }

        /**
         * The feature, if there is one and the caller may do this with it. Fails with {@code unknown-feature}, {@code unauthenticated} or {@code forbidden}.
         *
         * @param id of the resource it is about, where it is about one
         */
        Future<ServedFeature> permit(String name, @Nullable String id, Action action, Caller caller) {
            ServedFeature served = byName.get(name);
            if (served == null) {
                return Future.failedFuture(unknown(name).exception());
            }
            Failure refusal = served.rule.refusal(caller, action);
            return refusal == null ? Future.succeededFuture(served) : denials.refuse(refusal, name, id, action, caller);
        }

        /** The feature, if the caller may read it; else null: for what is shown beside something else, where that is no refusal. */
        @Nullable
        ServedFeature readable(String name, Caller caller) {
            ServedFeature served = byName.get(name);
            return served == null || served.rule.refusal(caller, Action.READ) != null ? null : served;
        }

        /** References to follow from a feature, see {@link Expansion#read}. */
        List<Expansion> expansions(ServedFeature served, @Nullable String text) {
            return Expansion.read(features, served.feature, text);
        }

        private static ServedFeature serve(Feature feature) {
            return new ServedFeature(
                    feature, new AccessRule(feature), new RecordValidator(feature), new ListQuery(feature));
        }

        private static Failure unknown(String name) {
            return new Failure("unknown-feature", 404, "There is no feature named '" + name + "' here.");
        }
    }
}
