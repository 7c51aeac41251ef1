package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/** {@code list_features}: those of which the caller may do something, by name, page by page. */
final class FeatureListing {
    private static final int SHOWN = 200;

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

    private static List<Entry<AgentFeature, AgentRights>> matching(
            List<Entry<AgentFeature, AgentRights>> allowed, @Nullable String wanted, String after) {
        return allowed.stream()
                .filter(one -> one.getKey().name().compareTo(after) > 0)
                .filter(one -> wanted == null || mentions(one.getKey(), wanted))
                .toList();
    }

    private static boolean mentions(AgentFeature feature, String wanted) {
        String text = feature.name() + " " + feature.feature().title() + " "
                + feature.feature().description();
        return text.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
    }

    static Future<ToolPages.Page> page(List<Entry<AgentFeature, AgentRights>> found, int limit) {
        List<Entry<AgentFeature, AgentRights>> shown =
                found.stream().limit(limit).toList();
        ArrayNode rows = AgentJson.array();
        shown.forEach(one -> rows.add(entry(one.getKey(), one.getValue())));
        boolean more = found.size() > shown.size();
        String next = more ? cursor(shown.get(shown.size() - 1).getKey().name()) : null;
        return Future.succeededFuture(new ToolPages.Page(rows, next));
    }

    static ObjectNode entry(AgentFeature feature, AgentRights rights) {
        ObjectNode entry = AgentJson.object().put("feature", feature.name());
        entry.put("title", feature.feature().title());
        String description = feature.feature().description();
        if (!description.isBlank()) {
            entry.put(
                    "description", description.length() > SHOWN ? description.substring(0, SHOWN) + "…" : description);
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
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Failure("bad-cursor", 400, "cursor is not one that a page gave.").exception();
        }
    }

    static String cursor(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }
}
