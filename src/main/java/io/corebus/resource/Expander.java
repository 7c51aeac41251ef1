package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
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
 * Follows references from the resources of a page: one query for each reference, however many resources there are, and more only where these are large. What the caller may not read, or is not there
 * any more, is not among what is found; that is no failure, the list itself is complete.
 */
final class Expander {
    private static final long MAX_BYTES = 16L * 1_048_576;

    private final ServedFeature.Catalogue features;
    private final Bus bus;

    Expander(ServedFeature.Catalogue features, Bus bus) {
        this.features = features;
        this.bus = bus;
    }

    /** {@code {"owners": {"<id>": {...}}}}. */
    Future<Json> expand(List<Expansion> expansions, Json rows, Caller caller) {
        Found found = new Found();
        return follow(expansions, rows, caller, found).map(done -> json(found.resources));
    }

    private Future<Void> follow(List<Expansion> expansions, Json rows, Caller caller, Found found) {
        Referrers referrers = new Referrers(rows);
        List<Future<Void>> followed = new ArrayList<>();
        for (Expansion expansion : expansions) {
            found.of(expansion.target());
            Set<String> ids = referrers.targets(expansion.field());
            ServedFeature target = features.readable(expansion.target(), caller);
            if (target != null && !ids.isEmpty()) {
                followed.add(read(target, target.query().ofIds(ids), expansion, caller, found));
            }
        }
        return Future.all(followed).mapEmpty();
    }

    /** Page by page, where what is found is large. */
    private Future<Void> read(
            ServedFeature target, ListRows question, Expansion expansion, Caller caller, Found found) {
        return bus.request(StorageMessages.LIST, question, caller).compose(page -> {
            Json rows = target.access()
                    .seen(new ResourcePage(page.rows(), page.count(), page.next()))
                    .rows();
            found.add(expansion.target(), rows);
            Future<Void> followed = expansion.then().isEmpty()
                    ? Future.succeededFuture()
                    : follow(expansion.then(), rows, caller, found);
            String next = page.next();
            return next == null
                    ? followed
                    : followed.compose(done -> read(target, question.behind(next), expansion, caller, found));
        });
    }

    /** What was found: {@code feature -> id -> resource}. */
    private static final class Found {
        private final Map<String, Map<String, String>> resources = new TreeMap<>();
        private long bytes;

        /** What is reached by two ways counts twice, and is there once. Fails with {@code expansion-too-large} 422. */
        void add(String feature, Json rows) {
            bytes += rows.utf8().length;
            if (bytes > MAX_BYTES) {
                throw new Failure(
                                "expansion-too-large",
                                422,
                                "What the references of this page lead to has more than 16 MiB together. Ask for fewer resources at a time, with limit.")
                        .exception();
            }
            of(feature).putAll(new Referrers(rows).byId());
        }

        Map<String, String> of(String feature) {
            return resources.computeIfAbsent(feature, none -> new LinkedHashMap<>());
        }
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
