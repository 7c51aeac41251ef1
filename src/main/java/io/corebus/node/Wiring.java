package io.corebus.node;

import io.corebus.bus.Bus;
import io.corebus.bus.NodeView;
import io.corebus.config.Config;
import io.corebus.feature.Features;
import io.micrometer.core.instrument.MeterRegistry;

/** What a verticle can be made from. */
public record Wiring(Config settings, Features features, Bus bus, MeterRegistry meters, NodeView node) {
    /** The record of one section. */
    public <T extends Record> T config(Class<T> type) {
        return settings.get(type);
    }
}
