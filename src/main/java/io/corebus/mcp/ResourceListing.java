package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code resources/list}: the list of features, and two resources of each feature that the caller may use; records are found through the templates. */
final class ResourceListing {
    static final String JSON = "application/json";

    private static final String SCHEMA_JSON = "application/schema+json";
    private static final int FEATURES = 50;

    private final AgentCatalogue catalogue;

    ResourceListing(AgentCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    Future<Offer.Page> page(@Nullable String cursor, Caller caller) {
        String after = after(cursor);
        return catalogue.allowed(caller).map(allowed -> page(allowed, after));
    }

    private static String after(@Nullable String cursor) {
        try {
            return FeatureListing.after(cursor);
        } catch (FailureException e) {
            throw new ProtocolFault(ProtocolFault.INVALID_PARAMS, e.failure().detail());
        }
    }

    private static Offer.Page page(AgentCatalogue.Allowed allowed, String after) {
        List<AgentFeature> rest = allowed.features().stream()
                .filter(feature -> feature.name().compareTo(after) > 0)
                .toList();
        List<ObjectNode> entries = new ArrayList<>();
        if (after.isEmpty()) {
            String uri = ResourceAddress.of(ResourceAddress.ALL);
            entries.add(entry(uri, "features", "Features", "All features you may use.", JSON));
        }
        rest.stream().limit(FEATURES).forEach(feature -> add(feature, entries));
        String next = rest.size() > FEATURES
                ? FeatureListing.cursor(rest.get(FEATURES - 1).name())
                : null;
        return new Offer.Page(entries, next);
    }

    private static void add(AgentFeature feature, List<ObjectNode> entries) {
        String name = feature.name();
        String title = feature.feature().title();
        if (!name.equals(ResourceAddress.ALL)) {
            String description = "The newest records of " + title + ".";
            entries.add(entry(ResourceAddress.of(name), name, title, description, JSON));
        }
        String uri = ResourceAddress.of(name, ResourceAddress.SCHEMA);
        String description = "JSON Schema of a record of " + title + ".";
        entries.add(entry(uri, name + "_schema", title + ": schema", description, SCHEMA_JSON));
    }

    private static ObjectNode entry(String uri, String name, String title, String description, String mimeType) {
        ObjectNode entry = AgentJson.object().put("uri", uri).put("name", name).put("title", title);
        return entry.put("description", description).put("mimeType", mimeType);
    }

    static List<ObjectNode> templates() {
        return List.of(
                template("{feature}", "feature", "Newest records", "The newest records of a feature.", JSON),
                template("{feature}/schema", "schema", "Schema", "JSON Schema of a feature's records.", SCHEMA_JSON),
                template("{feature}/{id}", "record", "Record", "One record.", JSON));
    }

    private static ObjectNode template(String path, String name, String title, String description, String mimeType) {
        ObjectNode entry = AgentJson.object().put("uriTemplate", ResourceAddress.SCHEME + path);
        entry.put("name", name).put("title", title).put("description", description);
        return entry.put("mimeType", mimeType);
    }

    static ObjectNode content(String uri, ResourceAddress.Kind kind, ObjectNode body) {
        ObjectNode content = AgentJson.object().put("uri", uri);
        content.put("mimeType", kind == ResourceAddress.Kind.SCHEMA ? SCHEMA_JSON : JSON);
        return content.put("text", AgentJson.text(body));
    }
}
