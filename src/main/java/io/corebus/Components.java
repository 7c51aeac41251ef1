package io.corebus;

import io.corebus.access.AccessConfig;
import io.corebus.access.AccessVerticle;
import io.corebus.audit.AuditConfig;
import io.corebus.audit.AuditVerifier;
import io.corebus.audit.AuditVerticle;
import io.corebus.bus.Renewal;
import io.corebus.cli.Product;
import io.corebus.config.LimitsConfig;
import io.corebus.config.ManagementConfig;
import io.corebus.config.OidcConfig;
import io.corebus.config.RedisConfig;
import io.corebus.feature.FeatureCheck;
import io.corebus.feature.FeatureReader;
import io.corebus.feature.Features;
import io.corebus.http.HttpConfig;
import io.corebus.http.HttpVerticle;
import io.corebus.http.ManagementVerticle;
import io.corebus.live.LiveConfig;
import io.corebus.live.LiveVerticle;
import io.corebus.logic.LogicConfig;
import io.corebus.logic.LogicVerticle;
import io.corebus.mcp.McpConfig;
import io.corebus.mcp.McpVerticle;
import io.corebus.node.Room;
import io.corebus.node.RoomsConfig;
import io.corebus.node.Wiring;
import io.corebus.resource.ResourceConfig;
import io.corebus.resource.ResourceVerticle;
import io.corebus.storage.AccountStorageVerticle;
import io.corebus.storage.StorageConfig;
import io.corebus.storage.StorageMigration;
import io.corebus.storage.StorageVerticle;
import io.corebus.webhook.WebhookConfig;
import io.corebus.webhook.WebhookVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** The one list of all rooms, in the order in which they start, and of the few calls that the command line makes into them. */
final class Components {
    /** For a transaction that keeps an index from being made: whoever migrates by hand wants to have it. */
    private static final Duration INDEXES = Duration.ofMinutes(10);

    /** Management first: it tells how the start goes, and is the last to go. Storage tells what the features are where the node does not know yet. */
    private static final List<Room> ROOMS = List.of(
            Room.door(Room.MANAGEMENT, ManagementConfig.class, Components::management),
            Room.inner("storage", StorageConfig.class, Components::storage),
            Room.inner("access", AccessConfig.class, Components::access).where(Features::areKnown),
            Room.inner("audit", AuditConfig.class, Components::audit).where(Features::areKnown),
            Room.inner("logic", LogicConfig.class, Components::logic).where(Features::haveLogic),
            Room.inner("resource", ResourceConfig.class, Components::resource).where(Features::areKnown),
            Room.inner("webhook", WebhookConfig.class, Components::webhook).where(Features::areKnown),
            Room.door("live", LiveConfig.class, Components::live).where(Features::areKnown),
            Room.door("mcp", McpConfig.class, Components::mcp).where(Features::areKnown),
            Room.door("http", HttpConfig.class, Components::http)
                    .where(Features::areKnown)
                    .renewedBy(Components::renewHttp));

    private static final List<Room> DESK = List.of(
            Room.inner("storage", StorageConfig.class, Components::accountStorage),
            Room.inner("access", AccessConfig.class, Components::access));

    private Components() {}

    static Product product() {
        return new Product(
                ROOMS,
                DESK,
                FeatureReader::read,
                FeatureReader::texts,
                FeatureReader::parse,
                FeatureCheck::check,
                (config, features, losses) ->
                        StorageMigration.run(config.get(StorageConfig.class), features, losses, INDEXES),
                AuditVerifier::verify,
                (config, features) -> LogicVerticle.check(config.get(LogicConfig.class), features));
    }

    private static StorageVerticle storage(Wiring wiring) {
        return new StorageVerticle(
                wiring.config(StorageConfig.class), wiring.features(), wiring.bus(), wiring.meters());
    }

    private static AccountStorageVerticle accountStorage(Wiring wiring) {
        return new AccountStorageVerticle(wiring.config(StorageConfig.class), wiring.bus(), wiring.meters());
    }

    private static AccessVerticle access(Wiring wiring) {
        return new AccessVerticle(
                wiring.config(AccessConfig.class), wiring.config(OidcConfig.class), wiring.bus(), wiring.meters());
    }

    private static AuditVerticle audit(Wiring wiring) {
        return new AuditVerticle(wiring.config(AuditConfig.class), wiring.bus(), wiring.meters());
    }

    private static LogicVerticle logic(Wiring wiring) {
        return new LogicVerticle(wiring.config(LogicConfig.class), wiring.features(), wiring.bus(), wiring.meters());
    }

    private static ResourceVerticle resource(Wiring wiring) {
        return new ResourceVerticle(
                wiring.config(ResourceConfig.class),
                wiring.config(RedisConfig.class),
                wiring.features(),
                wiring.bus(),
                wiring.meters());
    }

    private static WebhookVerticle webhook(Wiring wiring) {
        return new WebhookVerticle(
                wiring.config(WebhookConfig.class), wiring.features(), wiring.bus(), wiring.meters());
    }

    /** Before the http room, which serves what the other doors of its process have left in the doorway. */
    private static LiveVerticle live(Wiring wiring) {
        return new LiveVerticle(
                wiring.config(LiveConfig.class),
                wiring.config(RedisConfig.class),
                wiring.config(LimitsConfig.class),
                wiring.features(),
                wiring.bus(),
                wiring.meters(),
                wiring.node(),
                isWithoutHttp(wiring));
    }

    private static McpVerticle mcp(Wiring wiring) {
        return new McpVerticle(
                wiring.config(McpConfig.class),
                wiring.config(RedisConfig.class),
                wiring.config(LimitsConfig.class),
                wiring.features(),
                wiring.bus(),
                wiring.meters(),
                wiring.node(),
                isWithoutHttp(wiring));
    }

    private static boolean isWithoutHttp(Wiring wiring) {
        List<String> chosen = wiring.config(RoomsConfig.class).rooms();
        return !chosen.isEmpty() && !chosen.contains("http");
    }

    private static HttpVerticle http(Wiring wiring) {
        boolean management = wiring.config(ManagementConfig.class).port() == null;
        return new HttpVerticle(
                wiring.config(HttpConfig.class),
                wiring.config(RedisConfig.class),
                wiring.config(LimitsConfig.class),
                wiring.features(),
                wiring.bus(),
                wiring.meters(),
                wiring.node(),
                management);
    }

    private static Future<Renewal> renewHttp(Deployable instance, Wiring wiring) {
        return ((HttpVerticle) instance).renew(wiring.features(), wiring.bus());
    }

    private static ManagementVerticle management(Wiring wiring) {
        return new ManagementVerticle(wiring.config(ManagementConfig.class), wiring.bus(), wiring.node());
    }
}
