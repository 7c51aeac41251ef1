package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.CountResources;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.resource.ResourceMessages.ResourceCount;
import io.corebus.resource.ResourceMessages.ResourcePage;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code query_records} and {@code count_records}. */
final class RecordQuery {
    /** How much fewer are asked for where those refer to more than anybody is told. */
    private static final int FEWER = 10;

    private final Bus bus;
    private final OfferLimits limits;
    private final ToolPages pages;
    private final RecordReferences references;

    RecordQuery(Bus bus, OfferLimits limits, RecordReferences references) {
        this.bus = bus;
        this.limits = limits;
        this.pages = new ToolPages(limits);
        this.references = references;
    }

    Future<ToolAnswer> query(ToolRequest request) {
        ToolArguments arguments = request.arguments();
        AgentFeature feature = request.subject();
        String filter = arguments.text("filter");
        String sort = arguments.text("sort");
        List<String> paths = arguments.texts(RecordReferences.EXPAND);
        String expand = references.wanted(feature, paths);
        RecordView view = new RecordView(feature, arguments.texts("fields")).with(RecordReferences.followed(paths));
        int limit = (int) arguments.integer("limit", limits.defaultRows());
        return pages.fit("records", limit, less -> page(request, filter, sort, expand, less, view))
                .map(ToolAnswer::ok);
    }

    private Future<ToolPages.Page> page(
            ToolRequest request,
            @Nullable String filter,
            @Nullable String sort,
            @Nullable String expand,
            int limit,
            RecordView view) {
        String after = request.arguments().text("cursor");
        String words = request.arguments().text("q");
        ListResources list = new ListResources(
                request.subject().name(), filter, sort, limit, after, null, words, null, expand, null);
        return bus.request(ResourceMessages.LIST, list, request.caller())
                .map(page -> shown(page, view))
                .recover(cause -> expand != null && limit > 1 && refersToTooMuch(cause)
                        ? page(request, filter, sort, expand, Math.max(1, limit / FEWER), view)
                        : Future.failedFuture(cause));
    }

    private static boolean refersToTooMuch(Throwable cause) {
        return cause instanceof FailureException failure
                && failure.failure().code().equals("expansion-too-large");
    }

    private ToolPages.Page shown(ResourcePage page, RecordView view) {
        ArrayNode rows = view.rows(page.rows());
        Json included = page.included();
        return new ToolPages.Page(rows, page.next(), included == null ? null : references.shown(included));
    }

    Future<ToolAnswer> count(ToolRequest request) {
        String filter = request.arguments().text("filter");
        boolean estimated = request.arguments().flag("estimated");
        CountResources count = new CountResources(
                request.subject().name(), filter, estimated, request.arguments().text("q"));
        return bus.request(ResourceMessages.COUNT, count, request.caller()).map(RecordQuery::counted);
    }

    private static ToolAnswer counted(ResourceCount count) {
        ObjectNode result = AgentJson.object().put("count", count.count());
        return ToolAnswer.ok(result.put("exact", count.exact()));
    }
}
