package io.corebus.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import io.corebus.bus.Bus;
import io.corebus.bus.Failure;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.Negotiation;
import io.corebus.door.QueryParameters;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.resource.BulkMessages;
import io.corebus.resource.BulkMessages.CancelImport;
import io.corebus.resource.BulkMessages.ListOwn;
import io.corebus.storage.ImportMessages.FindImport;
import io.corebus.storage.ImportMessages.Import;
import io.corebus.storage.ImportMessages.LineFault;
import io.corebus.storage.ImportMessages.ListFaults;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/<feature>/import}, and {@code /api/imports}: how far it is and what is wrong with its lines. */
final class ImportRoutes {
    private static final String IMPORTS = "/api/imports";
    private static final int FAULTS = 100;
    /** Much shorter than the time after which the resource room takes an upload for dead. */
    private static final Duration PERIOD = Duration.ofSeconds(60);

    private static final Set<String> TYPES = Set.of(OpenApiMany.NDJSON, OpenApiMany.CSV);
    private static final Set<String> PAGE = Set.of("limit", "cursor");

    private final Bus bus;
    private final HttpConfig config;
    private final Duration period;

    ImportRoutes(Bus bus, HttpConfig config) {
        this(bus, config, PERIOD);
    }

    /** @param period after which a part of an upload is kept though it is no whole chunk */
    ImportRoutes(Bus bus, HttpConfig config, Duration period) {
        this.bus = bus;
        this.config = config;
        this.period = period;
    }

    void mount(Door door, Features features) {
        for (Feature feature : features.all()) {
            String path = "/api/" + feature.name() + "/import";
            door.streaming(HttpMethod.POST, path, feature.name(), "import", exchange -> upload(exchange, feature));
        }
        door.on(HttpMethod.GET, IMPORTS, "imports", "list", this::list);
        door.on(HttpMethod.GET, IMPORTS + "/:id", "imports", "get", this::get);
        door.on(HttpMethod.DELETE, IMPORTS + "/:id", "imports", "cancel", this::cancel);
        door.on(HttpMethod.GET, IMPORTS + "/:id/faults", "imports", "faults", this::faults);
    }

    private Future<Void> upload(Exchange exchange, Feature feature) {
        boolean dryRun = flag(QueryParameters.only(exchange, Set.of("dry_run")).text("dry_run"));
        Negotiation.requireContent(exchange, TYPES);
        Negotiation.requireAccepts(exchange, "application/json");
        boolean csv = Negotiation.comesAs(exchange, OpenApiMany.CSV);
        String id = UuidCreator.getTimeOrderedEpoch().toString();
        return new ImportUpload(bus, config, exchange, feature, csv, dryRun, id, period)
                .run()
                .compose(kept -> bus.request(
                        BulkMessages.FIND, new FindImport(id), exchange.caller().waiting(config.deadline())))
                .compose(begun -> accepted(exchange, begun));
    }

    private static boolean flag(@Nullable String text) {
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw new Failure("bad-query", 400, "dry_run is true or false.").exception();
        }
        return "true".equals(text);
    }

    private static Future<Void> accepted(Exchange exchange, Import begun) {
        exchange.response().putHeader(HttpHeaderNames.LOCATION, IMPORTS + "/" + begun.id());
        return Answers.unstored(exchange, 202, json(begun));
    }

    private Future<Void> get(Exchange exchange) {
        QueryParameters.none(exchange);
        return bus.request(BulkMessages.FIND, new FindImport(exchange.path("id")), exchange.caller())
                .compose(found -> Answers.unstored(exchange, 200, json(found)));
    }

    private Future<Void> list(Exchange exchange) {
        QueryParameters query = QueryParameters.only(exchange, PAGE);
        ListOwn request = new ListOwn(query.number("limit"), query.text("cursor"));
        return bus.request(BulkMessages.LIST, request, exchange.caller())
                .compose(page -> answer(exchange, query, page.imports(), each -> json(each), page.next()));
    }

    private Future<Void> faults(Exchange exchange) {
        QueryParameters query = QueryParameters.only(exchange, PAGE);
        Integer limit = query.number("limit");
        ListFaults request = new ListFaults(exchange.path("id"), limit == null ? FAULTS : limit, query.text("cursor"));
        return bus.request(BulkMessages.FAULTS, request, exchange.caller())
                .compose(page -> answer(exchange, query, page.faults(), fault -> json(fault), page.next()));
    }

    private Future<Void> cancel(Exchange exchange) {
        QueryParameters.none(exchange);
        return bus.request(BulkMessages.CANCEL, new CancelImport(exchange.path("id")), exchange.caller())
                .compose(done -> Answers.nothing(exchange));
    }

    private static <T> Future<Void> answer(
            Exchange exchange,
            QueryParameters query,
            List<T> items,
            Function<T, ObjectNode> json,
            @Nullable String next) {
        Answers.linkNext(exchange, query, next);
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode rows = page.putArray("data");
        items.forEach(item -> rows.add(json.apply(item)));
        page.putObject("page").put("next", next);
        return Answers.unstored(exchange, 200, page);
    }

    private static ObjectNode json(LineFault fault) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("line", fault.line())
                .put("pointer", fault.pointer())
                .put("code", fault.code())
                .put("detail", fault.detail());
    }

    private static ObjectNode json(Import each) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", each.id())
                .put("feature", each.feature())
                .put("format", each.form())
                .put("dry_run", each.dryRun())
                .put("state", each.state());
        if (each.reason() != null) {
            json.put("reason", each.reason());
        }
        return json.put("user", each.user())
                .put("total", each.total())
                .put("done", each.done())
                .put("created", each.created())
                .put("failed", each.failed())
                .put("created_at", each.createdAt())
                .put("seconds", each.seconds());
    }
}
