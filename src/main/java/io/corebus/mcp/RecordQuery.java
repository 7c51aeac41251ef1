package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.CountResources;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.resource.ResourceMessages.ResourceCount;
import io.corebus.resource.ResourceMessages.ResourcePage;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** {@code query_records} and {@code count_records}. */
final class RecordQuery {
    private final Bus bus;
    private final OfferLimits limits;
    private final ToolPages pages;

    RecordQuery(Bus bus, OfferLimits limits) {
        this.bus = bus;
        this.limits = limits;
        this.pages = new ToolPages(limits);
    }

    Future<ToolAnswer> query(ToolRequest request) {
        ToolArguments arguments = request.arguments();
        AgentFeature feature = request.subject();
        String filter = arguments.text("filter");
        String sort = arguments.text("sort");
        RecordView view = new RecordView(feature, arguments.texts("fields"));
        int limit = (int) arguments.integer("limit", limits.defaultRows());
        return pages.fit("records", limit, less -> page(request, filter, sort, less, view))
                .map(ToolAnswer::ok);
    }

    private Future<ToolPages.Page> page(
            ToolRequest request, @Nullable String filter, @Nullable String sort, int limit, RecordView view) {
        String after = request.arguments().text("cursor");
        String words = request.arguments().text("q");
        ListResources list =
                new ListResources(request.subject().name(), filter, sort, limit, after, null, words, null, null, null);
        return bus.request(ResourceMessages.LIST, list, request.caller()).map(page -> shown(page, view));
    }

    private static ToolPages.Page shown(ResourcePage page, RecordView view) {
        ArrayNode rows = view.rows(page.rows());
        return new ToolPages.Page(rows, page.next());
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
