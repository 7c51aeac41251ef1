package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.mcp.AgentCatalogue.Allowed;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code list_features}: those of which the caller may do something, by name, page by page. */
final class FeatureListing {
    private static final int SHOWN = 200;
    /** What a cursor says before the name, so that one of another list is told from it. */
    private static final String PLACE = "features:";

    private final AgentCatalogue catalogue;
    private final OfferLimits limits;
    private final ToolPages pages;

    FeatureListing(AgentCatalogue catalogue, OfferLimits limits) {
        this.catalogue = catalogue;
        this.limits = limits;
        this.pages = new ToolPages(limits);
    }

    Future<ToolAnswer> list(ToolRequest request) {
        String after = after(request.arguments().text("cursor"));
        String wanted = request.arguments().text("search");
        int limit = (int) request.arguments().integer("limit", limits.defaultRows());
        return catalogue
                .allowed(request.caller())
                .map(allowed -> matching(allowed, wanted, after))
                .compose(found -> pages.fit("features", limit, less -> page(found, less)))
                .map(ToolAnswer::ok);
    }

    private static Allowed matching(Allowed allowed, @Nullable String wanted, String after) {
        List<AgentFeature> matching = allowed.features().stream()
                .filter(feature -> feature.name().compareTo(after) > 0)
                .filter(feature -> wanted == null || mentions(feature, wanted))
                .toList();
        return new Allowed(matching, allowed.rights());
    }

    private static boolean mentions(AgentFeature feature, String wanted) {
        String text = feature.name() + " " + feature.feature().title() + " "
                + feature.feature().description();
        return text.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
    }

    static Future<ToolPages.Page> page(Allowed found, int limit) {
        List<AgentFeature> shown = found.features().stream().limit(limit).toList();
        ArrayNode rows = AgentJson.array();
        shown.forEach(feature -> rows.add(entry(feature, found.rights())));
        boolean more = found.features().size() > shown.size();
        String next = more ? cursor(shown.get(shown.size() - 1).name()) : null;
        return Future.succeededFuture(new ToolPages.Page(rows, next));
    }

    static ObjectNode entry(AgentFeature feature, AgentRights rights) {
        ObjectNode entry = AgentJson.object().put("feature", feature.name());
        entry.put("title", feature.feature().title());
        String description = feature.feature().description();
        if (!description.isBlank()) {
            entry.put("description", RecordText.cut(description, SHOWN));
        }
        entry.set("actions", actions(feature, rights));
        return entry;
    }

    static ArrayNode actions(AgentFeature feature, AgentRights rights) {
        ArrayNode actions = AgentJson.array();
        for (AgentVerb verb : AgentVerb.values()) {
            if (rights.allow(feature, verb)) {
                actions.add(verb.word());
            }
        }
        return actions;
    }

    /** @return the name behind which it goes on */
    static String after(@Nullable String cursor) {
        if (cursor == null) {
            return "";
        }
        try {
            String place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (place.startsWith(PLACE)) {
                return place.substring(PLACE.length());
            }
        } catch (IllegalArgumentException e) {
            // Told below, as what is none of ours.
        }
        throw new Failure("bad-cursor", 400, "cursor is not one that a page gave.").exception();
    }

    static String cursor(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((PLACE + name).getBytes(StandardCharsets.UTF_8));
    }
}
