package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Json;
import io.corebus.feature.StrictJson;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The logic of every action that a feature declares. */
final class NamedActions {
    private final Map<String, ActLogic> logic = new HashMap<>();

    NamedActions(ServedFeature.Catalogue features, Bus bus) {
        features.all()
                .forEach(served -> served.feature()
                        .actions()
                        .forEach(action ->
                                logic.put(key(served.name(), action.name()), new ActLogic(bus, served, action))));
    }

    private static String key(String feature, String action) {
        return feature + " " + action;
    }

    /** Of one that was found to be declared. */
    ActLogic of(String feature, String action) {
        return Objects.requireNonNull(logic.get(key(feature, action)));
    }

    /** Fails with {@code validation} 422 where the input is none for that action. */
    void requireInput(String feature, String action, Json input) {
        of(feature, action).requireInput(StrictJson.parseObject(input.utf8()));
    }
}
