package io.corebus.http;

import io.corebus.bus.Bus;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.QueryParameters;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.resource.ResourceMessages.ListResources;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
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
        return new ResourceExport(bus, exchange, config.deadline(), feature, form, question).start();
    }
}
