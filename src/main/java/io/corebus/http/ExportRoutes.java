package io.corebus.http;

import io.corebus.bus.Bus;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.QueryParameters;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.feature.Field;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.AskRights;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.resource.ResourceMessages.Rights;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Set;

/** {@code GET /api/<feature>/export}: all that a list would have, in one answer. */
final class ExportRoutes {
    private static final Set<String> PARAMETERS = Set.of("format", "filter", "q", "sort", "fields");

    private final Bus bus;
    private final HttpConfig config;

    ExportRoutes(Bus bus, HttpConfig config) {
        this.bus = bus;
        this.config = config;
    }

    void mount(Door door, Features features) {
        for (Feature feature : features.all()) {
            String path = "/api/" + feature.name() + "/export";
            door.on(HttpMethod.GET, path, feature.name(), "export", exchange -> export(exchange, feature));
        }
    }

    private Future<Void> export(Exchange exchange, Feature feature) {
        Download.requireAnEndThatShows(exchange);
        QueryParameters query = QueryParameters.only(exchange, PARAMETERS);
        ExportForm form = ExportForm.of(exchange, query.text("format"));
        ListResources question = new ListResources(
                feature.name(),
                query.text("filter"),
                query.text("sort"),
                null,
                null,
                null,
                query.text("q"),
                query.text("fields"),
                null,
                null);
        return readable(exchange, feature, form)
                .map(readable ->
                        new ResourceExport(bus, exchange, config.deadline(), feature, form, question, readable))
                .compose(ResourceExport::start);
    }

    /** A column of what the caller may not read would tell that there is such a field. Whether it may export anything is told by the first page. */
    private Future<List<String>> readable(Exchange exchange, Feature feature, ExportForm form) {
        return form.namesFields()
                ? bus.request(ResourceMessages.RIGHTS, new AskRights(feature.name()), exchange.caller())
                        .map(rights -> readable(feature, rights))
                : Future.succeededFuture(List.of());
    }

    private static List<String> readable(Feature feature, Rights rights) {
        if (rights.features().isEmpty()) {
            return List.of();
        }
        List<String> readable = rights.features().get(0).readable();
        return readable == null ? feature.fields().stream().map(Field::name).toList() : readable;
    }
}
