package io.corebus.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.corebus.bus.Caller;
import io.corebus.door.Document;
import io.corebus.feature.Grant;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The OpenAPI document as somebody sees it: the whole of it, or only the operations which the caller may use, and what belongs to those. */
final class OpenApiView {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MOST_VIEWS = 100;
    /** What the descriptors say for whoever has signed in, whatever its roles are. */
    private static final Set<String> HELD_BY_ALL = Set.of(Grant.PUBLIC, Grant.AUTHENTICATED, Grant.OWNER);

    private static final List<String> SHARED = List.of("schemas", "responses", "parameters", "headers");

    private final Document complete;
    private final ObjectNode document;
    private final Set<String> roles = new HashSet<>();
    private final Cache<Set<String>, Document> views =
            Caffeine.newBuilder().maximumSize(MOST_VIEWS).build();

    OpenApiView(byte[] document) {
        this.complete = new Document(Buffer.buffer(document));
        try {
            this.document = (ObjectNode) MAPPER.readTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.document.findValues("x-required-roles").forEach(list -> list.forEach(role -> roles.add(role.asText())));
    }

    Document complete() {
        return complete;
    }

    /** For a caller with these roles. Those that open nothing here make no view of their own. */
    Document of(Collection<String> callers) {
        if (callers.contains(Caller.ADMIN_ROLE)) {
            return complete;
        }
        Set<String> known = new TreeSet<>(callers);
        known.retainAll(roles);
        return views.get(known, this::narrowed);
    }

    private Document narrowed(Set<String> callers) {
        ObjectNode view = document.deepCopy();
        ObjectNode paths = view.withObject("/paths");
        paths.forEach(item -> removeForbidden((ObjectNode) item, callers));
        paths.properties().removeIf(path -> !hasOperation(path.getValue()));
        removeTags(view);
        removeUnused(view);
        try {
            return new Document(Buffer.buffer(MAPPER.writeValueAsBytes(view)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void removeForbidden(ObjectNode item, Set<String> callers) {
        item.properties().removeIf(member -> {
            JsonNode required = member.getValue().path("x-required-roles");
            return !required.isEmpty() && !isAnyOf(required, callers);
        });
    }

    private static boolean isAnyOf(JsonNode required, Set<String> callers) {
        for (JsonNode role : required) {
            if (HELD_BY_ALL.contains(role.asText()) || callers.contains(role.asText())) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasOperation(JsonNode item) {
        return item.findValue("operationId") != null;
    }

    private static void removeTags(ObjectNode view) {
        Set<String> used = new HashSet<>();
        view.get("paths").findValues("tags").forEach(tags -> tags.forEach(tag -> used.add(tag.asText())));
        var tags = view.withArray("/tags").elements();
        while (tags.hasNext()) {
            if (!used.contains(tags.next().path("name").asText())) {
                tags.remove();
            }
        }
    }

    /** The shape of what one may not see is not shown either. */
    private static void removeUnused(ObjectNode view) {
        Set<String> used = new HashSet<>();
        Deque<JsonNode> unread = new ArrayDeque<>(List.of(view.get("paths")));
        while (!unread.isEmpty()) {
            for (String reference : unread.pop().findValuesAsText("$ref")) {
                // A reference may lead into a component: all of that is kept.
                String[] parts = reference.split("/", -1);
                if (parts.length > 3 && used.add(parts[2] + "/" + parts[3])) {
                    unread.push(view.at("/components/" + parts[2] + "/" + parts[3]));
                }
            }
        }
        for (String kind : SHARED) {
            ((ObjectNode) view.at("/components/" + kind))
                    .properties()
                    .removeIf(component -> !used.contains(kind + "/" + component.getKey()));
        }
    }
}
