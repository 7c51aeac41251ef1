package io.corebus.mcp;

import io.corebus.bus.Bus;

/** What the tools do, whether generic or typed. */
record ToolWorks(
        FeatureListing listing,
        FeatureDescription description,
        RecordQuery query,
        RecordReading reading,
        RecordCreation creation,
        RecordUpdate update,
        RecordDeletion deletion,
        RecordAction action,
        RecordActions actions) {

    static ToolWorks of(AgentCatalogue catalogue, Bus bus, OfferLimits limits) {
        return new ToolWorks(
                new FeatureListing(catalogue, limits),
                new FeatureDescription(bus),
                new RecordQuery(bus, limits, new RecordReferences(catalogue)),
                new RecordReading(bus, limits),
                new RecordCreation(bus, limits),
                new RecordUpdate(bus, limits),
                new RecordDeletion(bus, limits),
                new RecordAction(bus, limits),
                new RecordActions(bus, limits));
    }
}
