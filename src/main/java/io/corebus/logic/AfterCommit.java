package io.corebus.logic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.bus.Trace;
import io.corebus.extension.Change;
import io.corebus.extension.Change.Kind;
import io.corebus.feature.StrictJson;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of logic for one change that is durable. */
final class AfterCommit {
    private static final Logger LOG = LoggerFactory.getLogger(AfterCommit.class);

    private final Vertx vertx;
    private final Bus bus;
    private final Workers workers;
    private final LogicConfig config;
    private final LogicMetrics metrics;

    AfterCommit(Vertx vertx, Bus bus, Workers workers, LogicConfig config, LogicMetrics metrics) {
        this.vertx = vertx;
        this.bus = bus;
        this.workers = workers;
        this.config = config;
        this.metrics = metrics;
    }

    /** What the logic of a feature is called among those who follow the journal. */
    static String follower(String feature) {
        return "logic " + feature;
    }

    /** How often one change is tried. */
    int maxAttempts() {
        return config.maxAttempts();
    }

    /** Of an entry that is no change of a resource nothing is told. */
    Future<Void> tell(String feature, SealedEntry sealed) {
        Kind kind = kind(sealed.entry());
        return kind == null || !sealed.entry().feature().equals(feature)
                ? Future.succeededFuture()
                : call(feature, change(sealed, kind), caller(sealed.entry()));
    }

    private static @Nullable Kind kind(Entry entry) {
        return switch (entry.kind()) {
            // Without both its content was erased, and nobody can tell any more.
            case "restored" -> entry.before() == null && entry.after() != null ? Kind.CREATED : Kind.UPDATED;
            case "created" -> Kind.CREATED;
            case "updated" -> Kind.UPDATED;
            case "deleted" -> Kind.DELETED;
            default -> null;
        };
    }

    private static Change change(SealedEntry sealed, Kind kind) {
        Entry entry = sealed.entry();
        return new Change(
                sealed.seq(),
                kind,
                entry.feature(),
                Objects.requireNonNull(entry.resourceId(), "a change is of a resource"),
                Objects.requireNonNull(entry.version(), "a change has a version"),
                Instant.parse(entry.at()),
                entry.actor(),
                object(entry.before()),
                kind == Kind.DELETED ? null : object(entry.after()));
    }

    private static @Nullable ObjectNode object(@Nullable Json json) {
        return json == null ? null : StrictJson.parseObject(json.utf8());
    }

    private Future<Void> call(String feature, Change change, Caller caller) {
        return workers.call(
                feature,
                "after",
                config.afterTimeout(),
                logic -> logic.afterCommit(
                        change, new Context(vertx, bus, caller, false, new WriteNames(feature, change.seq()), null)));
    }

    /** Corebus itself, in the trace of the change. */
    private Caller caller(Entry entry) {
        return new Caller(
                Caller.SYSTEM,
                List.of(Caller.ADMIN_ROLE),
                null,
                "system",
                Trace.continueFrom(entry.trace()),
                System.nanoTime() + config.afterTimeout().toNanos());
    }

    /** The change is left behind, and an auditor can tell. */
    Future<Void> giveUp(String feature, SealedEntry sealed, Throwable cause) {
        Entry entry = sealed.entry();
        metrics.gaveUp(feature);
        LOG.error(
                "[{}] the logic of {} failed {} times after the change {}, which is given up",
                Trace.id(entry.trace()),
                feature,
                config.maxAttempts(),
                sealed.seq(),
                cause);
        Json detail = Json.of(JsonNodeFactory.instance
                .objectNode()
                .put("seq", sealed.seq())
                .put("attempts", config.maxAttempts())
                .toString());
        String name = "logic-failed " + feature + " " + sealed.seq();
        String command =
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        AppendEntry failed = new AppendEntry(command, feature, entry.resourceId(), "logic-failed", null, detail);
        return bus.request(JournalMessages.APPEND_ENTRY, failed, caller(entry)).mapEmpty();
    }
}
