package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Json;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.Change;
import io.corebus.resource.ResourceMessages.GetResource;
import io.corebus.resource.ResourceMessages.HistoryPage;
import io.corebus.resource.ResourceMessages.ReadHistory;
import io.vertx.core.Future;
import java.util.List;

/** {@code get_record} and {@code record_history}. */
final class RecordReading {
    static final String RECORD = "record";

    private final Bus bus;
    private final OfferLimits limits;
    private final ToolPages pages;

    RecordReading(Bus bus, OfferLimits limits) {
        this.bus = bus;
        this.limits = limits;
        this.pages = new ToolPages(limits);
    }

    Future<ToolAnswer> get(ToolRequest request) {
        RecordView view = new RecordView(request.subject(), request.arguments().texts("fields"));
        GetResource get =
                new GetResource(request.subject().name(), request.arguments().requiredText("id"));
        return bus.request(ResourceMessages.GET, get, request.caller()).map(found -> shown(view.written(found.body())));
    }

    private static ToolAnswer shown(JsonNode record) {
        return ToolAnswer.ok(AgentJson.object(RECORD, record));
    }

    Future<ToolAnswer> history(ToolRequest request) {
        RecordView view = new RecordView(request.subject(), request.arguments().texts("fields"));
        int limit = (int) request.arguments().integer("limit", limits.defaultRows());
        return pages.fit("changes", limit, less -> changes(request, view, less)).map(ToolAnswer::ok);
    }

    private Future<ToolPages.Page> changes(ToolRequest request, RecordView view, int limit) {
        ToolArguments arguments = request.arguments();
        ReadHistory read = new ReadHistory(
                request.subject().name(), arguments.requiredText("id"), limit, arguments.text("cursor"));
        return bus.request(ResourceMessages.HISTORY, read, request.caller()).map(page -> shown(page, view));
    }

    private static ToolPages.Page shown(HistoryPage page, RecordView view) {
        ArrayNode changes = AgentJson.array();
        page.changes().forEach(change -> changes.add(shown(change, view)));
        return new ToolPages.Page(changes, page.next());
    }

    private static ObjectNode shown(Change change, RecordView view) {
        ObjectNode shown = AgentJson.object();
        shown.put("version", change.version()).put("kind", change.kind());
        shown.put("at", change.at()).put("actor", change.actor()).put("via", change.via());
        List<String> changed = change.changed().stream().filter(view::shows).toList();
        shown.set("changed", AgentJson.texts(changed));
        Json after = change.after();
        if (after != null) {
            shown.set("values", values(change, changed, view.of(after)));
        }
        return shown;
    }

    /** Of an update, what it changed; of all else, the record. */
    private static ObjectNode values(Change change, List<String> changed, ObjectNode record) {
        return change.kind().equals("updated") ? record.retain(changed) : record;
    }
}
