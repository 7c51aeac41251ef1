package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.resource.ResourceMessages.ResourcePage;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.ListRows;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Follows references from the resources of a page: one query for each reference, however many resources there are. What the caller may not read, or is not there
 * any more, is not among what is found; that is no failure, the list itself is complete.
 */
final class Expander {
    private final ServedFeature.Catalogue features;
    private final Bus bus;

    Expander(ServedFeature.Catalogue features, Bus bus) {
        this.features = features;
        this.bus = bus;
    }

    /** {@code {"owners": {"<id>": {...}}}}. */
    Future<Json> expand(List<Expansion> expansions, Json rows, Caller caller) {
        Map<String, Map<String, String>> found = new TreeMap<>();
        return follow(expansions, rows, caller, found).map(done -> json(found));
    }

    private Future<Void> follow(
            List<Expansion> expansions, Json rows, Caller caller, Map<String, Map<String, String>> found) {
        Referrers referrers = new Referrers(rows);
        List<Future<Void>> followed = new ArrayList<>();
        for (Expansion expansion : expansions) {
            found.computeIfAbsent(expansion.target(), none -> new LinkedHashMap<>());
            Set<String> ids = referrers.targets(expansion.field());
            ServedFeature target = features.readable(expansion.target(), caller);
            if (target != null && !ids.isEmpty()) {
                ListRows question = target.query().ofIds(ids);
                followed.add(bus.request(StorageMessages.LIST, question, caller)
                        .map(page -> target.access().seen(new ResourcePage(page.rows(), page.count(), page.next())))
                        .compose(page -> collect(expansion, page.rows(), caller, found)));
            }
        }
        return Future.all(followed).mapEmpty();
    }

    private Future<Void> collect(
            Expansion expansion, Json rows, Caller caller, Map<String, Map<String, String>> found) {
        found.getOrDefault(expansion.target(), Map.of()).putAll(new Referrers(rows).byId());
        return expansion.then().isEmpty() ? Future.succeededFuture() : follow(expansion.then(), rows, caller, found);
    }

    private static Json json(Map<String, Map<String, String>> found) {
        StringBuilder json = new StringBuilder("{");
        found.forEach((feature, resources) -> {
            json.append(json.length() > 1 ? "," : "")
                    .append('"')
                    .append(feature)
                    .append("\":{");
            String before = "";
            for (Map.Entry<String, String> one : resources.entrySet()) {
                json.append(before)
                        .append('"')
                        .append(one.getKey())
                        .append("\":")
                        .append(one.getValue());
                before = ",";
            }
            json.append('}');
        });
        return Json.of(json.append('}').toString());
    }
}
