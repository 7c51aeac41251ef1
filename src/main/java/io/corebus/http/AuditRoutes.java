package io.corebus.http;

import io.corebus.audit.AuditMessages;
import io.corebus.audit.AuditMessages.EraseResource;
import io.corebus.audit.AuditMessages.Erased;
import io.corebus.audit.AuditMessages.FindTrail;
import io.corebus.audit.AuditMessages.ReadCheckpoint;
import io.corebus.audit.AuditMessages.ReadKeys;
import io.corebus.bus.Bus;
import io.corebus.bus.Json;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.QueryParameters;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** {@code /api/audit}: the trail, its export, what it takes to verify that, and erasure. */
final class AuditRoutes {
    private static final Set<String> TRAIL_PARAMETERS =
            Set.of("resource_type", "resource_id", "user", "action", "since", "until", "limit", "cursor");

    private final Bus bus;
    private final HttpConfig config;

    AuditRoutes(Bus bus, HttpConfig config) {
        this.bus = bus;
        this.config = config;
    }

    void mount(Door door) {
        door.on(HttpMethod.GET, "/api/audit", "audit", "find", this::find);
        door.on(HttpMethod.GET, "/api/audit/export", "audit", "export", this::export);
        door.on(HttpMethod.GET, "/api/audit/checkpoint", "audit", "checkpoint", this::checkpoint);
        door.on(HttpMethod.GET, "/api/audit/key", "audit", "key", this::keys);
        door.withBody(HttpMethod.POST, "/api/audit/erase", "audit", "erase", this::erase);
    }

    private Future<Void> find(Exchange exchange) {
        QueryParameters query = QueryParameters.only(exchange, TRAIL_PARAMETERS);
        FindTrail request = new FindTrail(
                query.text("resource_type"),
                query.text("resource_id"),
                query.text("user"),
                query.text("action"),
                query.text("since"),
                query.text("until"),
                query.number("limit"),
                query.text("cursor"));
        return bus.request(AuditMessages.FIND_TRAIL, request, exchange.caller())
                .compose(page -> Answers.unstoredPage(exchange, query, page.entries(), page.next()));
    }

    private Future<Void> export(Exchange exchange) {
        Download.requireAnEndThatShows(exchange);
        Long from = QueryParameters.only(exchange, Set.of("from")).longNumber("from");
        return new AuditExport(bus, exchange, config.deadline()).start(from == null ? 1 : from);
    }

    /** A line with its end: so that one after the other can be added to a file. */
    private Future<Void> checkpoint(Exchange exchange) {
        QueryParameters.none(exchange);
        return bus.request(AuditMessages.READ_CHECKPOINT, new ReadCheckpoint(), exchange.caller())
                .compose(checkpoint -> Answers.unstored(exchange, 200, Json.of(checkpoint.head() + "\n")));
    }

    private Future<Void> keys(Exchange exchange) {
        QueryParameters.none(exchange);
        return bus.request(AuditMessages.READ_KEYS, new ReadKeys(), exchange.caller())
                .compose(keys -> Answers.unstored(exchange, 200, keys.jwks()));
    }

    private Future<Void> erase(Exchange exchange) {
        JsonForm form = JsonForm.read(exchange, Set.of("resource_type", "resource_id", "reason"));
        // A key with another body is another erasure: nobody shall believe that something was erased which was not.
        EraseResource request = new EraseResource(
                Commands.idWithBody(exchange),
                form.text("resource_type"),
                form.text("resource_id"),
                form.text("reason"));
        form.requireValid();
        return bus.request(AuditMessages.ERASE, request, exchange.caller()).compose(erased -> answer(exchange, erased));
    }

    private static Future<Void> answer(Exchange exchange, Erased erased) {
        if (erased.repeated()) {
            exchange.response().putHeader("idempotency-replayed", "true");
        }
        return Answers.unstored(exchange, 200, json(erased));
    }

    private static Json json(Erased erased) {
        return Json.of(new JsonObject().put("entries", erased.entries()).encode());
    }
}
