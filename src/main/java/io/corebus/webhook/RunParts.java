package io.corebus.webhook;

import io.corebus.bus.Bus;
import io.corebus.feature.Features;
import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;

/**
 * What the runs of an instance share.
 *
 * @param mayWork whether this instance still holds its hooks: else another one may have taken them
 */
record RunParts(
        Vertx vertx,
        Bus bus,
        Features features,
        SealedJournal journal,
        Sender sender,
        WebhookConfig config,
        WebhookMetrics metrics,
        BooleanSupplier mayWork) {}
