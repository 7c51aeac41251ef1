package io.corebus.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.Problem;
import io.corebus.door.QueryParameters;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ActJobMessages;
import io.corebus.resource.ActJobMessages.CancelJob;
import io.corebus.resource.ActJobMessages.JobResults;
import io.corebus.resource.BulkMessages.ListOwn;
import io.corebus.storage.JobMessages.FindJob;
import io.corebus.storage.JobMessages.InsertedJob;
import io.corebus.storage.JobMessages.Job;
import io.corebus.storage.JobMessages.JobPage;
import io.corebus.storage.JobMessages.JobResult;
import io.corebus.storage.JobMessages.ListResults;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /api/jobs}: how far named actions with many resources are, and what came of each. */
final class JobRoutes {
    static final String JOBS = "/api/jobs";

    private static final int RESULTS = 50;
    private static final int OK = 200;
    private static final Set<String> PAGE = Set.of("limit", "cursor");

    private final Bus bus;

    JobRoutes(Bus bus) {
        this.bus = bus;
    }

    void mount(Door door) {
        door.on(HttpMethod.GET, JOBS, "jobs", "list", this::list);
        door.on(HttpMethod.GET, JOBS + "/:id", "jobs", "get", this::get);
        door.on(HttpMethod.DELETE, JOBS + "/:id", "jobs", "cancel", this::cancel);
        door.on(HttpMethod.GET, JOBS + "/:id/results", "jobs", "results", this::results);
    }

    private Future<Void> list(Exchange exchange) {
        QueryParameters query = QueryParameters.only(exchange, PAGE);
        ListOwn request = new ListOwn(query.number("limit"), query.text("cursor"));
        return bus.request(ActJobMessages.LIST, request, exchange.caller())
                .compose(page -> Answers.unstoredPage(exchange, query, rows(page), page.next()));
    }

    private Future<Void> get(Exchange exchange) {
        QueryParameters.none(exchange);
        return bus.request(ActJobMessages.FIND, new FindJob(exchange.path("id")), exchange.caller())
                .compose(found -> Answers.unstored(exchange, 200, json(found)));
    }

    private Future<Void> cancel(Exchange exchange) {
        QueryParameters.none(exchange);
        return bus.request(ActJobMessages.CANCEL, new CancelJob(exchange.path("id")), exchange.caller())
                .compose(done -> Answers.nothing(exchange));
    }

    private Future<Void> results(Exchange exchange) {
        QueryParameters query = QueryParameters.only(exchange, PAGE);
        Integer limit = query.number("limit");
        ListResults request =
                new ListResults(exchange.path("id"), limit == null ? RESULTS : limit, place(query.text("cursor")));
        return bus.request(ActJobMessages.RESULTS, request, exchange.caller())
                .compose(page -> Answers.unstoredPage(exchange, query, rows(page), next(page)));
    }

    private static @Nullable Long place(@Nullable String cursor) {
        if (cursor != null && !cursor.matches("[0-9]{1,18}")) {
            throw new Failure("bad-cursor", 400, "The cursor is none that a page of this list gave.").exception();
        }
        return cursor == null ? null : Long.valueOf(cursor);
    }

    private static @Nullable String next(JobResults page) {
        return page.next() == null ? null : String.valueOf(page.next());
    }

    private static Json rows(JobPage page) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        page.jobs().forEach(job -> rows.add(json(job)));
        return Json.of(rows.toString());
    }

    private static Json rows(JobResults page) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        page.results().forEach(result -> rows.add(json(result, page.trace())));
        return Json.of(rows.toString());
    }

    /** As one of a request that is answered at once. */
    private static ObjectNode json(JobResult result, String trace) {
        Failure failure = result.failure();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("status", failure == null ? OK : failure.status())
                .put("id", result.id());
        if (failure != null) {
            json.set("error", Problem.body(failure, trace));
            return json;
        }
        json.put("version", result.version());
        Json output = result.output();
        if (output != null) {
            json.set("output", StrictJson.parseObject(output.utf8()));
        }
        return json;
    }

    /** The answer to what has begun a job. */
    static Future<Void> accepted(Exchange exchange, InsertedJob begun) {
        exchange.response()
                .putHeader(HttpHeaderNames.LOCATION, JOBS + "/" + begun.job().id());
        if (Preferences.respondAsync(exchange)) {
            exchange.response().putHeader(Preferences.APPLIED, Preferences.RESPOND_ASYNC);
        }
        if (begun.repeated()) {
            exchange.response().putHeader("idempotency-replayed", "true");
        }
        return Answers.unstored(exchange, 202, json(begun.job()));
    }

    static ObjectNode json(Job job) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", job.id())
                .put("feature", job.feature())
                .put("action", job.action());
        put(json, "filter", job.filter());
        put(json.put("state", job.state()), "reason", job.reason());
        json.put("created_at", job.createdAt()).put("created_by", job.user());
        put(json, "started_at", job.startedAt());
        put(json, "ended_at", job.endedAt());
        ObjectNode progress = json.putObject("progress");
        if (job.total() != null) {
            progress.put("total", job.total());
        }
        progress.put("done", job.done()).put("failed", job.failed());
        if (job.current() != null) {
            progress.set("current", StrictJson.parse(job.current().utf8()));
        }
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
